import { parseWan, wanFigure } from '@qianmo/values/money';
import { checkCel } from './cel.ts';
import type { Report } from './check.ts';
import { walk } from './check-reference.ts';
import type { Path } from './problem.ts';
import type { Scheme } from './shape-scheme.ts';

/** Schemes: expressions over known facts, links to lines, notices, tranches and penalties, money within the budget (SUBS-01). */
export function checkSchemes(report: Report): void {
  const { pack, at } = report;
  walk(pack.schemes, ['schemes'], (path, record) => {
    if (typeof record.cel !== 'string') return;
    const problem = checkCel(record.cel);
    if (problem) at([...path, 'cel'], problem.code, problem.params);
  });
  const lines = new Map(
    pack.budget?.groups.flatMap((group) => group.lines.map((line) => [line.id, line.amountWan] as const)),
  );
  const known = {
    notice: new Set(pack.publicity.map((notice) => notice.id)),
    tranche: new Set(pack.trancheRules.map((rule) => rule.id)),
    penalty: new Set(pack.penalties.map((penalty) => penalty.id)),
    scheme: new Set(pack.schemes.map((scheme) => scheme.id)),
  };
  for (const [i, scheme] of pack.schemes.entries()) {
    const path: Path = ['schemes', i];
    for (const [l, id] of scheme.line.entries())
      if (!lines.has(id)) at([...path, 'line', l], 'line-unknown', { line: id });
    for (const [s, step] of scheme.steps.entries()) {
      if (step.notice !== undefined && !known.notice.has(step.notice))
        at([...path, 'steps', s, 'notice'], 'notice-unknown', { notice: step.notice });
    }
    if (scheme.tranche !== null && !known.tranche.has(scheme.tranche))
      at([...path, 'tranche'], 'tranche-unknown', { tranche: scheme.tranche });
    for (const [p, id] of scheme.penalties.entries())
      if (!known.penalty.has(id)) at([...path, 'penalties', p], 'penalty-unknown', { penalty: id });
    checkSchemeMoney(report, path, scheme, lines);
    checkNumbers(report, path, scheme);
  }
  for (const [i, penalty] of pack.penalties.entries()) {
    for (const [s, id] of penalty.schemes.entries())
      if (!known.scheme.has(id)) at(['penalties', i, 'schemes', s], 'scheme-unknown', { scheme: id });
  }
}

function checkSchemeMoney({ at }: Report, path: Path, scheme: Scheme, lines: ReadonlyMap<string, string>): void {
  if (scheme.budgetWan === null) return;
  const budget = parseWan(scheme.budgetWan);
  const figures = (summed: bigint) => ({ scheme: scheme.id, stated: wanFigure(budget), summed: wanFigure(summed) });
  const ofLines = scheme.line.reduce((total, id) => total + parseWan(lines.get(id) ?? '0'), 0n);
  if (ofLines !== budget) at([...path, 'budgetWan'], 'scheme-line', figures(ofLines));
  const fixed = [...scheme.tiers, ...scheme.awards];
  const places = fixed.reduce((total, place) => total + parseWan(place.amountWan) * BigInt(place.quota), 0n);
  if (fixed.length > 0 && places !== budget) at([...path, 'budgetWan'], 'scheme-sum', figures(places));
  if (fixed.length > 0 && scheme.quota && fixed.reduce((n, place) => n + place.quota, 0) !== scheme.quota.max)
    at([...path, 'quota', 'max'], 'scheme-quota', { scheme: scheme.id, quota: scheme.quota.max });
  if (!scheme.amountRange) return;
  const least = parseWan(scheme.amountRange.minWan);
  if (least > parseWan(scheme.amountRange.maxWan))
    at([...path, 'amountRange'], 'range-order', { from: scheme.amountRange.minWan, to: scheme.amountRange.maxWan });
  if (scheme.quota && least * BigInt(scheme.quota.max) > budget)
    at([...path, 'quota', 'max'], 'scheme-quota', { scheme: scheme.id, quota: scheme.quota.max });
}

/** Numbers of criteria, priorities and steps run from 1 without a gap; no tier asks for more criteria than it has. */
function checkNumbers({ at }: Report, path: Path, scheme: Scheme): void {
  const lists: [Path, readonly { no: number }[]][] = [
    [[...path, 'criteria'], scheme.criteria],
    [[...path, 'priorities'], scheme.priorities],
    [[...path, 'steps'], scheme.steps],
    ...scheme.tiers.map((tier, t): [Path, readonly { no: number }[]] => [
      [...path, 'tiers', t, 'criteria'],
      tier.criteria,
    ]),
  ];
  for (const [at2, items] of lists)
    for (const [i, item] of items.entries())
      if (item.no !== i + 1) at([...at2, i, 'no'], 'number-order', { found: item.no, expected: i + 1 });
  const sets = scheme.tiers.length > 0 ? scheme.tiers.map((tier) => tier.criteria.length) : [scheme.criteria.length];
  const needed = scheme.minCriteria?.value ?? 0;
  if (needed > Math.min(...sets))
    at([...path, 'minCriteria', 'value'], 'criteria-too-few', { needed, available: Math.min(...sets) });
}
