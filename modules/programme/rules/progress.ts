import type { Finding, Verdict } from '@qianmo/platform/finding';
import { holds, isCeiling, isWithin, type NumericOperator, type Range } from '@qianmo/values/operator';
import { daysBetween, type PlainDate } from '@qianmo/values/plain-date';
import {
  clampShare,
  compareShares,
  divideShares,
  multiplyShares,
  percentText,
  type Share,
  share,
  shareText,
  subtractShares,
  wholeShare,
  zeroShare,
} from '@qianmo/values/share';
import { type Basis, findingOn } from './basis.ts';

export type TargetState = 'achieved' | 'on_track' | 'at_risk' | 'missed' | 'not_computable';

/** What has to be reached. `benchmark` limits are the series' value of the same period: they know no linear pace. */
export type Goal =
  | { readonly kind: 'limit'; readonly operator: NumericOperator; readonly limit: Share | null }
  | { readonly kind: 'range'; readonly range: Range }
  | { readonly kind: 'benchmark'; readonly operator: NumericOperator; readonly limit: Share | null }
  | { readonly kind: 'qualitative' };

export type TargetTerms = {
  readonly goal: Goal;
  /** Where the count starts; null when no base is stored, and then there is no pace. */
  readonly base: Share | null;
  readonly startOn: PlainDate;
  /** The deadline day belongs to the period. Null: the plan sets none, and the target is never missed. */
  readonly deadline: PlainDate | null;
};

export type Observation = {
  readonly asOf: PlainDate;
  /** Latest value up to `asOf`. A qualitative target is 1 when judged fulfilled, 0 when judged not. */
  readonly value: Share | null;
  /** The value at the end of the deadline day; it decides after the deadline, for good. */
  readonly valueAtDeadline: Share | null;
};

export type Progress = {
  readonly state: TargetState;
  /** Why a state cannot be computed. */
  readonly reason:
    | 'value-missing'
    | 'value-at-deadline-missing'
    | 'limit-missing'
    | 'base-missing'
    | 'not-judged'
    | null;
  /** Met after the deadline had passed without it. */
  readonly reachedLate: boolean;
  /** Beyond an exact or upper bound: 75 of exactly 73, 5 of 1 to 3. */
  readonly isBeyond: boolean;
  readonly progress: Share | null;
  readonly elapsed: Share | null;
  readonly finding: Finding;
};

type Verdicts = Pick<Progress, 'state' | 'reason'>;

/**
 * State of a target on a day, by linear pace: on track while progress keeps up with elapsed time. A ceiling is on track
 * within the elapsed part of its limit, missed as soon as it is broken, achieved only when its period has ended.
 */
export function judgeTarget(terms: TargetTerms, observation: Observation, basis: Basis): Progress {
  const elapsed = elapsedShare(terms, observation.asOf);
  const progress = progressShare(terms, observation.value);
  const isOver = terms.deadline !== null && observation.asOf > terms.deadline;
  const verdicts = isOver ? judgeEnded(terms.goal, observation) : judgeRunning(terms, observation, elapsed, progress);
  const reachedLate =
    isOver &&
    verdicts.state === 'missed' &&
    !isCeilingGoal(terms.goal) &&
    isMet(terms.goal, observation.value) === true;
  const isBeyond = isBeyondGoal(terms.goal, observation.value);
  const judged = { ...verdicts, reachedLate, isBeyond, progress, elapsed };
  return { ...judged, finding: progressFinding(terms, observation, judged, basis) };
}

/** Elapsed part of start to deadline, held to 0..1; null without a deadline. */
export function elapsedShare(terms: Pick<TargetTerms, 'startOn' | 'deadline'>, asOf: PlainDate): Share | null {
  if (terms.deadline === null) return null;
  const total = daysBetween(terms.startOn, terms.deadline);
  if (total <= 0) return asOf < terms.startOn ? zeroShare : wholeShare;
  return clampShare(share(daysBetween(terms.startOn, asOf), total), zeroShare, wholeShare);
}

/** (value - base) / (target - base); to the lower end of a range. Null where there is no base, no pace or no distance. */
export function progressShare(terms: Pick<TargetTerms, 'goal' | 'base'>, value: Share | null): Share | null {
  const { goal, base } = terms;
  if (value === null || base === null || isCeilingGoal(goal)) return null;
  if (goal.kind === 'qualitative' || goal.kind === 'benchmark') return null;
  const target = goal.kind === 'range' ? goal.range.low : goal.limit;
  if (target === null || compareShares(target, base) === 0) return null;
  return divideShares(subtractShares(value, base), subtractShares(target, base));
}

/** Null when it cannot be said. */
export function isMet(goal: Goal, value: Share | null): boolean | null {
  if (value === null) return null;
  if (goal.kind === 'range') return isWithin(value, goal.range);
  if (goal.kind === 'qualitative') return compareShares(value, wholeShare) >= 0;
  return goal.limit === null ? null : holds(goal.operator, value, goal.limit);
}

function judgeEnded(goal: Goal, { value, valueAtDeadline }: Observation): Verdicts {
  const wasMet = isMet(goal, valueAtDeadline);
  if (wasMet !== null) return { state: wasMet ? 'achieved' : 'missed', reason: null };
  if (goal.kind === 'qualitative') return { state: 'not_computable', reason: 'not-judged' };
  if (goal.kind !== 'range' && goal.limit === null) return { state: 'not_computable', reason: 'limit-missing' };
  const reason = value === null ? 'value-missing' : 'value-at-deadline-missing';
  return { state: 'not_computable', reason };
}

function judgeRunning(
  terms: TargetTerms,
  observation: Observation,
  elapsed: Share | null,
  progress: Share | null,
): Verdicts {
  const { goal } = terms;
  const met = isMet(goal, observation.value);
  if (met === null) return { state: 'not_computable', reason: missingReason(goal, observation.value) };
  if (isCeilingGoal(goal)) return { state: ceilingState(terms, observation.value, met, elapsed), reason: null };
  if (met) return { state: 'achieved', reason: null };
  if (goal.kind === 'qualitative' || goal.kind === 'benchmark') return { state: 'at_risk', reason: null };
  // A target equal to its base has no distance to measure a pace by.
  if (progress === null && terms.base !== null) return { state: 'at_risk', reason: null };
  if (progress === null) return { state: 'not_computable', reason: 'base-missing' };
  // Without a deadline no time has gone by that could ask for anything.
  const isOnPace = compareShares(progress, elapsed ?? zeroShare) >= 0;
  return { state: isOnPace ? 'on_track' : 'at_risk', reason: null };
}

function ceilingState(terms: TargetTerms, value: Share | null, isKept: boolean, elapsed: Share | null): TargetState {
  const limit = terms.goal.kind === 'limit' ? terms.goal.limit : null;
  if (!isKept) return terms.deadline === null ? 'at_risk' : 'missed';
  if (value === null || limit === null || elapsed === null) return 'on_track';
  return compareShares(value, multiplyShares(limit, elapsed)) <= 0 ? 'on_track' : 'at_risk';
}

function missingReason(goal: Goal, value: Share | null): Progress['reason'] {
  if (goal.kind === 'qualitative') return 'not-judged';
  return value === null ? 'value-missing' : 'limit-missing';
}

function isCeilingGoal(goal: Goal): boolean {
  return goal.kind === 'limit' && isCeiling(goal.operator);
}

function isBeyondGoal(goal: Goal, value: Share | null): boolean {
  if (value === null) return false;
  if (goal.kind === 'range') return compareShares(value, goal.range.high) > 0;
  return goal.kind === 'limit' && goal.operator === '=' && goal.limit !== null && compareShares(value, goal.limit) > 0;
}

const verdictOfState: Readonly<Record<TargetState, Verdict>> = {
  achieved: 'pass',
  on_track: 'pass',
  at_risk: 'warn',
  missed: 'block',
  not_computable: 'pending',
};

function progressFinding(
  terms: TargetTerms,
  observation: Observation,
  judged: Omit<Progress, 'finding'>,
  basis: Basis,
): Finding {
  const { goal } = terms;
  const verdict = verdictOfState[judged.state];
  return findingOn(basis, 'programme.target-progress', verdict === 'pass' && judged.isBeyond ? 'warn' : verdict, {
    state: judged.state,
    reason: judged.reason,
    asOf: observation.asOf,
    startOn: terms.startOn,
    deadline: terms.deadline,
    operator: goal.kind === 'range' ? 'between' : goal.kind === 'qualitative' ? 'qualitative' : goal.operator,
    limit: limitText(goal),
    base: textOrNull(terms.base),
    value: textOrNull(observation.value),
    valueAtDeadline: textOrNull(observation.valueAtDeadline),
    progressPercent: judged.progress && percentText(judged.progress),
    elapsedPercent: judged.elapsed && percentText(judged.elapsed),
    reachedLate: judged.reachedLate,
    isBeyond: judged.isBeyond,
  });
}

function limitText(goal: Goal): string | null {
  if (goal.kind === 'qualitative') return null;
  if (goal.kind === 'range') return `${shareText(goal.range.low)}..${shareText(goal.range.high)}`;
  return textOrNull(goal.limit);
}

function textOrNull(value: Share | null): string | null {
  return value && shareText(value);
}
