import type { Finding } from '@qianmo/platform/finding';
import { holds, type NumericOperator } from '@qianmo/values/operator';
import { decimalText, type Share, share, shareText, subtractShares, zeroShare } from '@qianmo/values/share';
import { type Basis, findingOn } from './basis.ts';

/** One figure of a series that targets are compared with, with the paper it was taken from. */
export type BenchmarkValue = {
  readonly series: string;
  /** Period key, `2019` or `2020-H1`; only the same period is compared. */
  readonly period: string;
  readonly value: Share;
  readonly source: string;
};

export type BenchmarkJudgement = {
  readonly computable: boolean;
  readonly reason: 'value-missing' | 'benchmark-missing' | null;
  /** Own value less the benchmark, as a share: 0.02 are two percentage points. */
  readonly gap: Share | null;
  readonly gapPoints: string | null;
  readonly met: boolean | null;
  readonly finding: Finding;
};

export function findBenchmark(
  values: readonly BenchmarkValue[],
  series: string,
  period: string,
): BenchmarkValue | undefined {
  return values.find((each) => each.series === series && each.period === period);
}

/** Percentage points with one place, half up; for display only. */
export function pointsText(gap: Share, decimals = 1): string {
  return decimalText(share(gap.numerator * 100n, gap.denominator), decimals);
}

/**
 * Compares own growth with a benchmark of the same period in percentage points. `targetGap` is the wanted distance as a
 * share (2 points are 0.02); without one the operator compares the two figures themselves.
 */
export function judgeBenchmark(
  input: {
    own: Share | null;
    benchmark: Pick<BenchmarkValue, 'value' | 'period' | 'source' | 'series'> | null;
    operator: NumericOperator;
    targetGap: Share | null;
  },
  basis: Basis,
): BenchmarkJudgement {
  const { own, benchmark, operator } = input;
  const gap = own && benchmark ? subtractShares(own, benchmark.value) : null;
  const targetGap = input.targetGap ?? zeroShare;
  const met = gap && holds(operator, gap, targetGap);
  const reason = own === null ? 'value-missing' : benchmark === null ? 'benchmark-missing' : null;
  const gapPoints = gap && pointsText(gap);
  const finding = findingOn(basis, 'programme.benchmark', met === null ? 'pending' : met ? 'pass' : 'warn', {
    series: benchmark?.series ?? null,
    period: benchmark?.period ?? null,
    source: benchmark?.source ?? null,
    own: own && shareText(own),
    benchmark: benchmark && shareText(benchmark.value),
    operator,
    targetPoints: pointsText(targetGap),
    gapPoints,
    reason,
  });
  return { computable: gap !== null, reason, gap, gapPoints, met, finding };
}
