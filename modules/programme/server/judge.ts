import type { Finding } from '@qianmo/platform/finding';
import type { NumericOperator } from '@qianmo/values/operator';
import {
  addShares,
  divideShares,
  multiplyShares,
  percentText,
  raiseShare,
  type Share,
  share,
  wholeShare,
  zeroShare,
} from '@qianmo/values/share';
import type { Target } from '../pack/index.ts';
import type { Basis } from '../rules/basis.ts';
import { type BenchmarkValue, findBenchmark, judgeBenchmark } from '../rules/benchmark.ts';
import { growthOver, judgeAverageGrowth, judgeGrowth } from '../rules/growth.ts';
import { type Goal, judgeTarget, type Progress, type TargetState } from '../rules/progress.ts';
import { type Figure, isRate } from './figure.ts';
import { countiesOf, type Member, number, type Subject } from './in-force.ts';

export type Base = { readonly period: string | null; readonly value: Share };

export type Judged = {
  readonly state: TargetState;
  readonly reason: string | null;
  readonly reachedLate: boolean;
  readonly isBeyond: boolean;
  readonly progressPercent: string | null;
  readonly elapsedPercent: string | null;
  readonly findings: readonly Finding[];
  /** Distance to the benchmark in percentage points, where the target has one. */
  readonly gapPoints: string | null;
  readonly benchmark: BenchmarkValue | null;
};

type Case = {
  readonly target: Target;
  readonly subject: Subject;
  readonly members: readonly Member[];
  readonly programmeStart: string;
  readonly asOf: string;
  readonly figure: Figure;
  readonly atDeadline: Figure;
  readonly base: Base | null;
  readonly benchmarks: readonly BenchmarkValue[];
  readonly basis: Basis;
};

const percent = (value: Share): Share => multiplyShares(value, share(100n));
const fraction = (value: Share): Share => divideShares(value, share(100n));

/** State of a target for a subject on a day, by the rule that its kind asks for. */
export function judge(given: Case): Judged {
  const { target } = given;
  if (target.operator !== 'qualitative' && target.base !== null) {
    return target.metric.endsWith('_cagr') ? judgeAverage(given) : judgeRise(given);
  }
  if (target.operator !== 'qualitative' && target.benchmark !== null) return judgeGap(given);
  return judged(
    given,
    judgeTarget(
      terms(given, goalOf(given), startOf(given)),
      observed(given, (figure) => figure.value),
      given.basis,
    ),
  );
}

/** What the subject has to reach; null where the plan does not say how much of the whole falls to it. */
export function limitOf(target: Target, subject: Subject, members: readonly Member[]): Share | null {
  const own = target.value === null ? null : number(target.value);
  if (owesWhole(target, subject, members)) return own;
  const part = subject.kind === 'group' ? target.split?.find((each) => each.part === subject.group) : undefined;
  return part ? number(part.value) : null;
}

function owesWhole(target: Target, subject: Subject, members: readonly Member[]): boolean {
  if (subject.kind === 'programme' || target.scope === 'each_county' || isRate(target.unit)) return true;
  if (countiesOf({ members }, subject).length === members.length) return true;
  return subject.kind === 'group' && target.group === subject.group;
}

function goalOf({ target, subject, members }: Case): Goal {
  if (target.operator === 'qualitative') return { kind: 'qualitative' };
  if (target.operator === 'between') {
    const range = target.range && owesWhole(target, subject, members) ? target.range : null;
    if (range) return { kind: 'range', range: { low: number(range[0]), high: number(range[1]) } };
    return { kind: 'limit', operator: '>=', limit: null };
  }
  return { kind: 'limit', operator: target.operator, limit: limitOf(target, subject, members) };
}

/** A stored base; else what a programme builds is counted from nothing. A rate that nobody measured has no start. */
function startOf({ target, base }: Case): Share | null {
  if (base) return base.value;
  return isRate(target.unit) && !target.metric.startsWith('coverage.') ? null : zeroShare;
}

const terms = (given: Case, goal: Goal, base: Share | null) => ({
  goal,
  base,
  startOn: given.target.start ?? given.programmeStart,
  deadline: given.target.deadline,
});

const observed = (given: Case, valueAt: (figure: Figure) => Share | null) => ({
  asOf: given.asOf,
  value: valueAt(given.figure),
  valueAtDeadline: valueAt(given.atDeadline),
});

/** PROG-08: growth over the stored base; against a benchmark where the plan compares it with one (PROG-09). */
function judgeRise(given: Case): Judged {
  const { target, figure, base, basis } = given;
  const growth = (at: Figure): Share | null => {
    const result = growthOver(base?.value ?? null, at.value);
    return result.computable ? percent(result.growth) : null;
  };
  const operator = target.operator as NumericOperator;
  const series = target.benchmark;
  const benchmark = series ? benchmarkOf(given, figure.period) : null;
  const limit = series ? (benchmark?.value ?? null) : limitOf(target, given.subject, given.members);
  const own = growthOver(base?.value ?? null, figure.value);
  const rule = judgeGrowth(
    { base: base?.value ?? null, value: figure.value, operator, target: limit ? fraction(limit) : zeroShare },
    basis,
  );
  const against = series
    ? judgeBenchmark(
        {
          own: own.computable ? own.growth : null,
          benchmark: benchmark && inFraction(benchmark),
          operator,
          targetGap: null,
        },
        basis,
      )
    : null;
  const goal: Goal = series ? { kind: 'benchmark', operator, limit } : { kind: 'limit', operator, limit };
  const progress = judgeTarget(terms(given, goal, zeroShare), observed(given, growth), basis);
  return {
    ...judged(given, progress),
    reason: progress.reason && (own.computable ? progress.reason : own.reason),
    findings: [progress.finding, ...(series ? [] : [rule.finding]), ...(against ? [against.finding] : [])],
    gapPoints: against?.gapPoints ?? null,
    benchmark,
  };
}

/** Average annual growth by a year: the way to the end value that the deadline's year asks for. */
function judgeAverage(given: Case): Judged {
  const { target, figure, base, basis } = given;
  const [baseYear, endYear] = [yearOf(base?.period ?? null), yearOf(figure.period)];
  const lastYear = yearOf(target.deadline);
  const wanted = limitOf(target, given.subject, given.members);
  const operator = target.operator as NumericOperator;
  const rule = judgeAverageGrowth(
    {
      base: base?.value ?? null,
      baseYear: baseYear ?? 0,
      end: figure.value,
      endYear: endYear ?? 0,
      operator,
      target: wanted ? fraction(wanted) : zeroShare,
    },
    basis,
  );
  const required =
    base && wanted && baseYear !== null && lastYear !== null && lastYear > baseYear
      ? multiplyShares(base.value, raiseShare(addShares(wholeShare, fraction(wanted)), lastYear - baseYear))
      : null;
  const goal: Goal = { kind: 'limit', operator, limit: required };
  const progress = judgeTarget(
    terms(given, goal, base?.value ?? null),
    observed(given, (at) => at.value),
    basis,
  );
  return {
    ...judged(given, progress),
    reason: progress.reason && (rule.computable ? progress.reason : rule.reason),
    findings: [progress.finding, rule.finding],
  };
}

/** PROG-09: an entered rate against the benchmark of the same period; the target is the distance wanted. */
function judgeGap(given: Case): Judged {
  const { target, figure, basis } = given;
  const operator = target.operator as NumericOperator;
  const wanted = limitOf(target, given.subject, given.members) ?? zeroShare;
  const benchmark = benchmarkOf(given, figure.period);
  const gapAt = (at: Figure): Share | null => {
    const value = benchmarkOf(given, at.period);
    if (at.value === null || value === null) return null;
    return addShares(at.value, { numerator: -value.value.numerator, denominator: value.value.denominator });
  };
  const against = judgeBenchmark(
    {
      own: figure.value && fraction(figure.value),
      benchmark: benchmark && inFraction(benchmark),
      operator,
      targetGap: fraction(wanted),
    },
    basis,
  );
  const goal: Goal = { kind: 'benchmark', operator, limit: wanted };
  const progress = judgeTarget(terms(given, goal, null), observed(given, gapAt), basis);
  return {
    ...judged(given, progress),
    reason: progress.reason && (against.reason ?? progress.reason),
    findings: [progress.finding, against.finding],
    gapPoints: against.gapPoints,
    benchmark,
  };
}

const inFraction = (benchmark: BenchmarkValue): BenchmarkValue => ({ ...benchmark, value: fraction(benchmark.value) });

function benchmarkOf({ target, benchmarks }: Case, period: string | null): BenchmarkValue | null {
  if (target.benchmark === null || period === null) return null;
  return findBenchmark(benchmarks, target.benchmark, period) ?? null;
}

function yearOf(text: string | null): number | null {
  const year = Number(text?.slice(0, 4));
  return Number.isInteger(year) && year > 0 ? year : null;
}

function judged(given: Case, progress: Progress): Judged {
  return {
    state: progress.state,
    reason: progress.reason,
    reachedLate: progress.reachedLate,
    isBeyond: progress.isBeyond,
    progressPercent: progress.progress && percentText(progress.progress),
    elapsedPercent: progress.elapsed && percentText(progress.elapsed),
    findings: [progress.finding],
    gapPoints: null,
    benchmark: benchmarkOf(given, given.figure.period),
  };
}

const gravity: readonly TargetState[] = ['achieved', 'on_track', 'not_computable', 'at_risk', 'missed'];

/** A target that every county has to reach stands as its worst county stands. */
export function worstOf(states: readonly Judged[]): Judged | undefined {
  return states.reduce<Judged | undefined>(
    (worst, each) => (worst && gravity.indexOf(worst.state) >= gravity.indexOf(each.state) ? worst : each),
    undefined,
  );
}
