import { parseShare, share } from '@qianmo/values/share';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Basis, gravestVerdict } from './basis.ts';
import { type ExpertReview, maySeeScore, meanText, rankCounties, type SelectionTerms } from './selection.ts';
import { findEffectiveVersion, lookUpParameter, type SetParameter } from './versions.ts';

const basis: Basis = { clause: '000 五(一)', parameter: null, version: 1 };
const terms: SelectionTerms = { minimumExperts: 3, lowestScore: share(0), highestScore: share(100), places: 2 };
const scores = (county: string, ...given: readonly number[]): ExpertReview[] =>
  given.map((score, index) => ({ expert: `e${index}`, county, declaration: 'none', score: share(score) }));

describe('county selection', () => {
  test('[PROG-14:rank] the exact mean ranks; equal means inside the list need no decision', () => {
    const reviews = [...scores('a', 90, 91, 92), ...scores('b', 92, 91, 90), ...scores('c', 91, 91, 90)];
    const selection = rankCounties(['c', 'a', 'b'], reviews, terms, basis);
    expect(selection.results.map(({ county, rank, outcome }) => [county, rank, outcome])).toEqual([
      ['a', 1, 'selected'],
      ['b', 1, 'selected'],
      ['c', 3, 'not_selected'],
    ]);
    expect(selection.results.map(({ mean }) => mean && meanText(mean))).toEqual(['91.00', '91.00', '90.67']);
    expect(selection.tied).toEqual([]);
  });

  test('[PROG-14:tie] a tie across the last place is left to the board', () => {
    const reviews = [...scores('a', 95, 95, 95), ...scores('b', 80, 90, 85), ...scores('c', 85, 85, 85)];
    const selection = rankCounties(['a', 'b', 'c'], reviews, terms, basis);
    expect([selection.selected, selection.tied]).toEqual([['a'], ['b', 'c']]);
    expect(selection.findings.at(-1)).toMatchObject({
      rule: 'programme.selection-tie',
      verdict: 'pending',
      inputs: { counties: 'b,c', placesLeft: 1 },
    });
  });

  test('[PROG-14:conflict] a declared conflict is left out and the minimum counts the others only', () => {
    const reviews = scores('a', 90, 91, 92, 10).map((review) =>
      review.expert === 'e3' ? { ...review, declaration: 'conflict' as const } : review,
    );
    const enough = rankCounties(['a'], reviews, terms, basis);
    expect(enough.results[0]).toMatchObject({ countedExperts: 3, mean: share(91), outcome: 'selected' });
    const tooFew = rankCounties(['a'], reviews.slice(1), terms, basis);
    expect(tooFew).toMatchObject({ isComplete: false, selected: [], results: [{ outcome: 'incomplete', rank: null }] });
    expect(gravestVerdict(tooFew.findings)).toBe('block');
  });

  test('an expert who has not declared does not fill the minimum', () => {
    const reviews = scores('a', 90, 90, 90).map((review) =>
      review.expert === 'e2' ? { ...review, declaration: null } : review,
    );
    const { findings } = rankCounties(['a'], reviews, terms, basis);
    expect(findings.at(-1)).toMatchObject({
      rule: 'programme.selection-experts',
      verdict: 'block',
      inputs: { experts: 2 },
    });
  });

  test.each<[string, Partial<ExpertReview>, string]>([
    ['no declaration', { declaration: null }, 'programme.selection-declaration-missing'],
    ['no score', { score: null }, 'programme.selection-score-missing'],
    ['a score off the scale', { score: parseShare('100.5') }, 'programme.selection-score-range'],
    ['the same expert twice', { expert: 'e0' }, 'programme.selection-experts'],
  ])('%s holds the whole list back', (_, change, rule) => {
    const reviews = [...scores('a', 90, 90, 90, 90), ...scores('b', 80, 80, 80)];
    reviews[3] = { expert: 'e3', county: 'a', declaration: 'none', score: share(90), ...change };
    const selection = rankCounties(['a', 'b'], reviews, terms, basis);
    expect(selection).toMatchObject({ isComplete: false, selected: [], tied: [] });
    const grave = selection.findings.filter(({ verdict }) => verdict !== 'pass').map((finding) => finding.rule);
    expect(grave).toEqual([rule]);
  });

  test('never more than the places, nobody outside beats anybody inside, order of entry does not matter', () => {
    const county = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(county, { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 6 }), (marks, places) => {
        const names = marks.map((_, index) => `c${index}`);
        const reviews = marks.flatMap((given, index) => scores(`c${index}`, ...given));
        const selection = rankCounties(names, reviews, { ...terms, places }, basis);
        expect(selection.selected.length).toBeLessThanOrEqual(places);
        if (selection.tied.length > 0)
          expect(selection.selected.length + selection.tied.length).toBeGreaterThan(places);
        else expect(selection.selected.length).toBe(Math.min(places, names.length));
        const turned = rankCounties(names.toReversed(), reviews.toReversed(), { ...terms, places }, basis);
        expect(new Set(turned.selected)).toEqual(new Set(selection.selected));
      }),
    );
  });

  test('blind: an expert sees the own score only until the review is closed', () => {
    const review = { expert: 'e1' };
    const views = [
      { expert: 'e1', isReviewClosed: false },
      { expert: 'e2', isReviewClosed: false },
      { expert: null, isReviewClosed: false },
      { expert: 'e2', isReviewClosed: true },
    ];
    expect(views.map((viewer) => maySeeScore(viewer, review))).toEqual([true, false, false, true]);
  });
});

describe('versions', () => {
  type Days = SetParameter & { days: number };
  const days = (key: string, value: number, part: string | null = null): Days => ({
    key,
    clause: '003A 六',
    part,
    days: value,
  });
  const versions = [
    { version: 1, effectiveOn: '2019-08-12', decision: 'plan', parameters: [days('publicity.beneficiary', 10, 'A')] },
    { version: 2, effectiveOn: '2019-10-01', decision: 'amendment', parameters: [days('publicity.beneficiary', 12)] },
    { version: 3, effectiveOn: '2019-10-01', decision: 'correction', parameters: [days('publicity.beneficiary', 7)] },
  ];
  const lookUp = (on: string, part: string | null = null, key = 'publicity.beneficiary') =>
    lookUpParameter(versions, { key, on, part });

  test('[PROG-15:lookup] the version in force on the day answers with value, clause, version and decision', () => {
    expect(lookUp('2019-09-30', 'A')).toMatchObject({
      state: 'set',
      parameter: { days: 10 },
      clause: '003A 六',
      version: 1,
      decision: 'plan',
    });
    expect(lookUp('2019-10-01', 'A')).toMatchObject({ parameter: { days: 7 }, version: 3, decision: 'correction' });
    expect(lookUp('2019-08-11', 'A')).toEqual({ state: 'no-version' });
  });

  test('what the plan does not set is off, and no other part lends its value', () => {
    expect(lookUp('2019-09-30', 'B')).toEqual({ state: 'off', version: 1 });
    expect(lookUp('2019-09-30')).toEqual({ state: 'off', version: 1 });
    expect(lookUp('2019-12-01', null, 'logistics.sla')).toEqual({ state: 'off', version: 3 });
  });

  test('the order in which versions are listed does not matter', () => {
    for (const on of ['2019-08-12', '2019-09-30', '2019-10-01', '2020-01-01']) {
      expect(findEffectiveVersion(versions.toReversed(), on)).toEqual(findEffectiveVersion(versions, on));
    }
  });
});
