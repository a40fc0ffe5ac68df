import { checkBudget, checkRatioRules, checkSources, checkStores, checkTranches } from './check-money.ts';
import { checkIds, checkLinks, checkPlaces, checkUnits } from './check-reference.ts';
import { checkSchemes } from './check-scheme.ts';
import { checkDates, checkTargets } from './check-target.ts';
import type { Path, Problem } from './problem.ts';
import { pathText } from './problem.ts';
import { type Parsed, packLimits } from './read.ts';
import type { Pack } from './shape.ts';

/** Collects problems of one pack; `at` takes the path as parts and finds its line. */
export type Report = { pack: Pack; at: (path: Path, code: string, params?: Problem['params']) => void };

/**
 * Judges what a well-shaped pack says: sums, order of dates, places, offices, links between its parts, expressions.
 * `knownPlace` answers whether a code of the national register exists; codes with a letter must be declared in the pack.
 */
export function check(parsed: Parsed, knownPlace: (code: string) => boolean): Problem[] {
  const problems: Problem[] = [];
  const report: Report = {
    pack: parsed.pack,
    at: (path, code, params = {}) => problems.push({ path: pathText(path), line: parsed.lineOf(path), code, params }),
  };
  checkIds(report);
  checkPlaces(report, knownPlace);
  checkUnits(report);
  checkLinks(report);
  checkDates(report);
  checkTargets(report);
  checkSources(report);
  checkBudget(report);
  checkRatioRules(report);
  checkTranches(report);
  checkStores(report);
  checkSchemes(report);
  return problems.toSorted((a, b) => a.line - b.line).slice(0, packLimits.problems);
}
