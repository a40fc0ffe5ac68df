import { check } from './check.ts';
import type { Problem } from './problem.ts';
import { parse } from './read.ts';
import type { Pack } from './shape.ts';

export { canonical } from './canonical.ts';
export { celLimits, checkCel } from './cel.ts';
export { ratioOfBudget } from './check-money.ts';
export { type Change, difference, type FieldChange } from './difference.ts';
export { type Fact, type FactType, type FactWindow, facts } from './facts.ts';
export { type Measure, measures } from './measure.ts';
export { parameterKeys } from './parameters.ts';
export type { Problem } from './problem.ts';
export { type ProblemCode, problemText } from './problem-text.ts';
export { type Parsed, type ParseResult, packLimits, parse } from './read.ts';
export { type Pack, type PackFile, packFile, type StoreRow } from './shape.ts';
export type { Group, Operator, Strictness } from './shape-basic.ts';
export type { Phase, Question } from './shape-duty.ts';
export type { Budget, FundSource, RatioRule, StoreAllocation, TrancheRule } from './shape-fund.ts';
export type { Penalty, Scheme } from './shape-scheme.ts';
export type { Parameter, Target } from './shape-target.ts';
export { check };

/** Reads and judges a pack in one go: a pack that is not entirely right is not a pack. */
export function readPack(
  text: string,
  files: Readonly<Record<string, string>>,
  knownPlace: (code: string) => boolean,
): { ok: true; pack: Pack } | { ok: false; problems: Problem[] } {
  const parsed = parse(text, files);
  if (!parsed.ok) return parsed;
  const problems = check(parsed, knownPlace);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, pack: parsed.pack };
}
