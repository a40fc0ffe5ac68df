import type { Finding } from '@qianmo/platform/finding';
import { holds, type NumericOperator } from '@qianmo/values/operator';
import {
  addShares,
  compareShares,
  divideShares,
  multiplyShares,
  percentText,
  raiseShare,
  type Share,
  share,
  shareText,
  subtractShares,
  wholeShare,
} from '@qianmo/values/share';
import { type Basis, findingOn } from './basis.ts';

export type GrowthGap = 'base-missing' | 'base-not-positive' | 'value-missing' | 'period-order';

export type Growth =
  | { readonly computable: true; readonly growth: Share }
  | { readonly computable: false; readonly reason: GrowthGap };

export type GrowthJudgement = {
  readonly computable: boolean;
  readonly reason: GrowthGap | null;
  readonly growth: Share | null;
  /** Null when not computable: neither met nor missed. */
  readonly met: boolean | null;
  readonly finding: Finding;
};

export type AverageGrowthJudgement = {
  readonly computable: boolean;
  readonly reason: GrowthGap | null;
  /** base × (1 + target)^years, exact. */
  readonly requiredEndValue: Share | null;
  /** The compound rate a year reached, percent with two places half up; for display, the decision is exact. */
  readonly ratePercent: string | null;
  readonly met: boolean | null;
  readonly finding: Finding;
};

/** (value - base) / base. No base, no growth: nothing is guessed (PROG-08). */
export function growthOver(base: Share | null, value: Share | null): Growth {
  const reason = growthGap(base, value);
  if (reason || base === null || value === null) return { computable: false, reason: reason ?? 'value-missing' };
  return { computable: true, growth: divideShares(subtractShares(value, base), base) };
}

/** `target` is the wanted growth, e.g. 30 %. */
export function judgeGrowth(
  {
    base,
    value,
    operator,
    target,
  }: { base: Share | null; value: Share | null; operator: NumericOperator; target: Share },
  basis: Basis,
): GrowthJudgement {
  const result = growthOver(base, value);
  const growth = result.computable ? result.growth : null;
  const met = growth && holds(operator, growth, target);
  const reason = result.computable ? null : result.reason;
  const finding = findingOn(basis, 'programme.growth', verdictOf(met), {
    base: base && shareText(base),
    value: value && shareText(value),
    operator,
    targetPercent: percentText(target),
    growthPercent: growth && percentText(growth),
    reason,
  });
  return { computable: result.computable, reason, growth, met, finding };
}

/** Average annual growth is compound: the end value is compared with base × (1 + target)^years, without roots. */
export function judgeAverageGrowth(
  input: {
    base: Share | null;
    baseYear: number;
    end: Share | null;
    endYear: number;
    operator: NumericOperator;
    target: Share;
  },
  basis: Basis,
): AverageGrowthJudgement {
  const years = input.endYear - input.baseYear;
  const reason = growthGap(input.base, input.end) ?? (years >= 1 && Number.isInteger(years) ? null : 'period-order');
  const { base, end } = input;
  const canCompute = reason === null && base !== null && end !== null;
  const factor = addShares(wholeShare, input.target);
  const requiredEndValue = canCompute ? multiplyShares(base, raiseShare(factor, years)) : null;
  const met = canCompute && requiredEndValue ? holds(input.operator, end, requiredEndValue) : null;
  const ratePercent = canCompute ? compoundRatePercent(base, end, years) : null;
  const finding = findingOn(basis, 'programme.average-growth', verdictOf(met), {
    base: base && shareText(base),
    baseYear: input.baseYear,
    end: end && shareText(end),
    endYear: input.endYear,
    operator: input.operator,
    targetPercent: percentText(input.target),
    requiredEndValue: requiredEndValue && shareText(requiredEndValue),
    ratePercent,
    reason,
  });
  return { computable: reason === null, reason, requiredEndValue, ratePercent, met, finding };
}

/** The yearly rate r with base × (1 + r)^years = end, percent with two places, half up, found by exact comparison. */
export function compoundRatePercent(base: Share, end: Share, years: number): string {
  // Half steps of a hundredth of a percent: the greatest odd number of them that the end value still covers.
  const reaches = (hundredths: bigint) =>
    compareShares(multiplyShares(base, raiseShare(share(20_000n + 2n * hundredths - 1n, 20_000n), years)), end) <= 0;
  let low = -10_000n;
  let high = 1n;
  while (reaches(high)) high *= 4n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (reaches(middle)) low = middle;
    else high = middle;
  }
  return percentText(share(low, 10_000n));
}

function growthGap(base: Share | null, value: Share | null): GrowthGap | null {
  if (base === null) return 'base-missing';
  if (base.numerator <= 0n) return 'base-not-positive';
  return value === null ? 'value-missing' : null;
}

function verdictOf(met: boolean | null) {
  if (met === null) return 'pending';
  return met ? 'pass' : 'warn';
}
