import type { Finding, Verdict } from '@qianmo/platform/finding';
import {
  addShares,
  compareShares,
  decimalText,
  divideShares,
  type Share,
  share,
  shareText,
  zeroShare,
} from '@qianmo/values/share';
import { type Basis, findingOn } from './basis.ts';

/** What an expert declared about a county. Without a declaration a score does not count. */
export type ConflictDeclaration = 'none' | 'conflict';

export type ExpertReview = {
  readonly expert: string;
  readonly county: string;
  readonly declaration: ConflictDeclaration | null;
  /** Null until the expert has handed the score in. */
  readonly score: Share | null;
};

export type SelectionTerms = {
  /** How many experts without conflict a county needs. */
  readonly minimumExperts: number;
  readonly lowestScore: Share;
  readonly highestScore: Share;
  /** How many counties can be chosen. */
  readonly places: number;
};

export type CountyResult = {
  readonly county: string;
  readonly countedExperts: number;
  /** Exact mean of the counted scores; null while the review is not complete. */
  readonly mean: Share | null;
  /** 1 is best; counties with equal means share a rank. Null without a mean. */
  readonly rank: number | null;
  /** `tied`: equal means across the last place; the board decides, not the software. */
  readonly outcome: 'selected' | 'tied' | 'not_selected' | 'incomplete';
};

export type Selection = {
  readonly isComplete: boolean;
  readonly results: readonly CountyResult[];
  /** Best first; empty until every county's review is complete. */
  readonly selected: readonly string[];
  readonly tied: readonly string[];
  readonly findings: readonly Finding[];
};

type Counted = { county: string; reviews: readonly ExpertReview[]; mean: Share | null; findings: readonly Finding[] };

/**
 * Ranks counties by the exact mean of blind scores (竞争性选择). Nothing is ranked before every county has its experts and all
 * of their scores. Ties inside the list stand; ties across its end are left to the board.
 */
export function rankCounties(
  counties: readonly string[],
  reviews: readonly ExpertReview[],
  terms: SelectionTerms,
  basis: Basis,
): Selection {
  const counted = [...new Set(counties)].map((county) => countReviews(county, reviews, terms, basis));
  const findings = counted.flatMap((each) => each.findings);
  const isComplete = counted.every(({ mean }) => mean !== null);
  const results = counted.map((each) => resultOf(each, counted, { isComplete, places: terms.places }));
  const ranked = results.toSorted((left, right) => (left.rank ?? 0) - (right.rank ?? 0));
  const tied = ranked.filter(({ outcome }) => outcome === 'tied').map(({ county }) => county);
  const selected = ranked.filter(({ outcome }) => outcome === 'selected').map(({ county }) => county);
  const ties = tied.length === 0 ? [] : [tieFinding(tied, terms.places - selected.length, basis)];
  return { isComplete, results: ranked, selected, tied, findings: [...findings, ...ties] };
}

/** Blind review: an expert sees the own score only, everybody's once the county's review is closed. */
export function maySeeScore(
  viewer: { readonly expert: string | null; readonly isReviewClosed: boolean },
  review: Pick<ExpertReview, 'expert'>,
): boolean {
  return viewer.isReviewClosed || viewer.expert === review.expert;
}

function countReviews(county: string, reviews: readonly ExpertReview[], terms: SelectionTerms, basis: Basis): Counted {
  const own = reviews.filter((review) => review.county === county);
  const free = own.filter(({ declaration }) => declaration === 'none');
  const scores = free.flatMap(({ score }) => (score === null ? [] : [score]));
  const report = (rule: string, verdict: Verdict, inputs: Record<string, string | number | null>) =>
    findingOn(basis, `programme.selection-${rule}`, verdict, { county, ...inputs });
  const findings = own.flatMap((review) => reviewFindings(review, terms, report));
  const experts = new Set(free.map(({ expert }) => expert)).size;
  const hasExperts = experts >= terms.minimumExperts && experts === free.length;
  const expertVerdict = hasExperts ? 'pass' : 'block';
  findings.push(
    report('experts', expertVerdict, { experts, reviews: free.length, minimumExperts: terms.minimumExperts }),
  );
  const areScoresSound = findings.every(({ verdict }) => verdict === 'pass');
  const isReady = areScoresSound && scores.length === free.length && scores.length > 0;
  const mean = isReady ? divideShares(scores.reduce(addShares, zeroShare), share(scores.length)) : null;
  return { county, reviews: free, mean, findings };
}

function reviewFindings(
  review: ExpertReview,
  terms: SelectionTerms,
  report: (rule: string, verdict: Verdict, inputs: Record<string, string | number | null>) => Finding,
): Finding[] {
  const { expert, declaration, score } = review;
  if (declaration === null) return [report('declaration-missing', 'pending', { expert })];
  if (declaration === 'conflict') return [report('conflict-excluded', 'pass', { expert })];
  if (score === null) return [report('score-missing', 'pending', { expert })];
  const isInRange = compareShares(score, terms.lowestScore) >= 0 && compareShares(score, terms.highestScore) <= 0;
  return isInRange ? [] : [report('score-range', 'block', { expert, score: shareText(score) })];
}

function resultOf(
  own: Counted,
  all: readonly Counted[],
  { isComplete, places }: { isComplete: boolean; places: number },
): CountyResult {
  const { county, mean } = own;
  const countedExperts = own.reviews.length;
  if (!isComplete || mean === null) return { county, countedExperts, mean, rank: null, outcome: 'incomplete' };
  const better = all.filter((other) => other.mean && compareShares(other.mean, mean) > 0).length;
  const equal = all.filter((other) => other.mean && compareShares(other.mean, mean) === 0).length;
  const outcome = better + equal <= places ? 'selected' : better < places ? 'tied' : 'not_selected';
  return { county, countedExperts, mean, rank: better + 1, outcome };
}

function tieFinding(tied: readonly string[], placesLeft: number, basis: Basis): Finding {
  return findingOn(basis, 'programme.selection-tie', 'pending', { counties: tied.join(','), placesLeft });
}

/** Mean with two places, half up, for lists; the ranking uses the exact fraction. */
export function meanText(mean: Share): string {
  return decimalText(mean, 2);
}
