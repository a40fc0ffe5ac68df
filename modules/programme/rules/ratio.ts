import type { Finding, Verdict } from '@qianmo/platform/finding';
import { type Fen, sumFen } from '@qianmo/values/money';
import { holds, isCeiling } from '@qianmo/values/operator';
import { ceilOfFen, floorOfFen, percentText, type Share, share, shareText } from '@qianmo/values/share';
import { type Basis, findingOn } from './basis.ts';

/** "原则上" only warns; words without softening block. */
export type Strictness = 'in_principle' | 'mandatory';

export type RatioRule = {
  readonly key: string;
  readonly operator: '<=' | '<' | '>=' | '>';
  readonly limit: Share;
  readonly strictness: Strictness;
  /** The lines that count; which ones do is a parameter of the plan, not of the code. */
  readonly countedLines: readonly string[];
};

export type RatioAmount = { readonly line: string; readonly amountFen: Fen };

/** The same rule is checked on budget, commitments and payments, always against the whole central fund. */
export type RatioStage = 'budget' | 'commitment' | 'payment';

export type RatioCheck = {
  readonly verdict: Verdict;
  readonly numeratorFen: Fen;
  readonly share: Share | null;
  /** A maximum rounded down, a minimum rounded up to the fen. */
  readonly limitFen: Fen;
  readonly excessFen: Fen;
  readonly shortfallFen: Fen;
  /** What a maximum still leaves; 0 for minima. */
  readonly headroomFen: Fen;
  readonly finding: Finding;
};

export type RatioInput = {
  readonly stage: RatioStage;
  readonly baseFen: Fen;
  readonly amounts: readonly RatioAmount[];
};

/** One check for each rule the plan sets: a plan without ratios has no findings. */
export function checkRatios(rules: readonly { rule: RatioRule; basis: Basis }[], input: RatioInput): RatioCheck[] {
  return rules.map(({ rule, basis }) => checkRatio(rule, input, basis));
}

/**
 * Share of the counted lines in the central fund. Decides on the exact fraction: equality passes, one fen beyond does not.
 * A base of zero is not computable and pending. Amounts of one line (several commitments) add up.
 */
export function checkRatio(rule: RatioRule, { stage, baseFen, amounts }: RatioInput, basis: Basis): RatioCheck {
  const counted = amounts.filter(({ line }) => rule.countedLines.includes(line));
  const numeratorFen = sumFen(counted.map(({ amountFen }) => amountFen));
  const isMaximum = isCeiling(rule.operator);
  const limitFen = isMaximum ? floorOfFen(rule.limit, baseFen) : ceilOfFen(rule.limit, baseFen);
  const ratio = baseFen > 0n ? share(numeratorFen, baseFen) : null;
  const verdict = ratioVerdict(rule, ratio);
  const measured = {
    numeratorFen,
    limitFen,
    excessFen: isMaximum ? positive(numeratorFen - limitFen) : 0n,
    shortfallFen: isMaximum ? 0n : positive(limitFen - numeratorFen),
    headroomFen: isMaximum ? positive(limitFen - numeratorFen) : 0n,
  };
  const finding = findingOn(basis, `programme.ratio.${rule.key}`, verdict, {
    stage,
    operator: rule.operator,
    limit: shareText(rule.limit),
    strictness: rule.strictness,
    countedLines: rule.countedLines.join(','),
    baseFen,
    sharePercent: ratio && percentText(ratio),
    ...measured,
  });
  return { verdict, share: ratio, ...measured, finding };
}

function ratioVerdict(rule: RatioRule, ratio: Share | null): Verdict {
  if (ratio === null) return 'pending';
  if (holds(rule.operator, ratio, rule.limit)) return 'pass';
  return rule.strictness === 'mandatory' ? 'block' : 'warn';
}

function positive(amountFen: Fen): Fen {
  return amountFen > 0n ? amountFen : 0n;
}
