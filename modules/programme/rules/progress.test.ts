import { addDays } from '@qianmo/values/plain-date';
import { compareShares, parseShare, type Share, share } from '@qianmo/values/share';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Basis } from './basis.ts';
import { judgeBenchmark } from './benchmark.ts';
import { compoundRatePercent, growthOver, judgeAverageGrowth, judgeGrowth } from './growth.ts';
import { type Goal, judgeTarget, type Observation, type TargetTerms } from './progress.ts';

const basis: Basis = { clause: '002 六', parameter: 'coverage.village_point', version: 3 };
const floor = (limit: number): Goal => ({ kind: 'limit', operator: '>=', limit: share(limit) });
const terms = (goal: Goal, more: Partial<TargetTerms> = {}): TargetTerms => ({
  goal,
  base: share(0),
  startOn: '2019-01-01',
  deadline: '2019-12-31',
  ...more,
});
const seen = (asOf: string, value: number | null, valueAtDeadline: number | null = null): Observation => ({
  asOf,
  value: value === null ? null : share(value),
  valueAtDeadline: valueAtDeadline === null ? null : share(valueAtDeadline),
});
const stateOf = (term: TargetTerms, observation: Observation) => judgeTarget(term, observation, basis).state;

describe('target states', () => {
  test('every finding states clause, parameter and the version of the rules it used', () => {
    const { finding } = judgeTarget(terms(floor(270)), seen('2019-06-30', 150), basis);
    expect(finding).toMatchObject({
      rule: 'programme.target-progress',
      verdict: 'pass',
      clause: '002 六',
      parameter: 'coverage.village_point',
      inputs: { rulesVersion: 3, value: '150/1', limit: '270/1', operator: '>=', asOf: '2019-06-30' },
    });
  });

  test('a floor: before the start nothing is asked, on the deadline day it is still open', () => {
    expect(stateOf(terms(floor(10)), seen('2018-12-01', 0))).toBe('on_track');
    expect(stateOf(terms(floor(10)), seen('2019-12-31', 9))).toBe('at_risk');
    expect(stateOf(terms(floor(10)), seen('2019-12-31', 10))).toBe('achieved');
    expect(stateOf(terms(floor(10)), seen('2020-01-01', 10, 9))).toBe('missed');
    expect(stateOf(terms(floor(10)), seen('2020-01-01', 3, 10))).toBe('achieved');
  });

  test('after the deadline only the value at its end decides, and it must be there', () => {
    expect(judgeTarget(terms(floor(10)), seen('2020-02-01', 12), basis)).toMatchObject({
      state: 'not_computable',
      reason: 'value-at-deadline-missing',
      finding: { verdict: 'pending' },
    });
    expect(judgeTarget(terms(floor(10)), seen('2020-02-01', 12, 9), basis).reachedLate).toBe(true);
    expect(judgeTarget(terms(floor(10)), seen('2020-02-01', 9, 9), basis).reachedLate).toBe(false);
  });

  test('without a deadline a target is never missed', () => {
    const open = terms(floor(10), { deadline: null });
    expect([0, 5, 10].map((value) => stateOf(open, seen('2030-01-01', value)))).toEqual([
      'on_track',
      'on_track',
      'achieved',
    ]);
    expect(stateOf(open, seen('2030-01-01', -1))).toBe('at_risk');
    const ceiling = terms({ kind: 'limit', operator: '<=', limit: share(10) }, { deadline: null });
    expect([10, 11].map((value) => stateOf(ceiling, seen('2030-01-01', value)))).toEqual(['on_track', 'at_risk']);
  });

  test('a ceiling: pace, break, and success only when its period has ended', () => {
    const ceiling = terms(
      { kind: 'limit', operator: '<=', limit: share(10) },
      { startOn: '2020-05-01', deadline: '2020-12-31' },
    );
    expect([5, 6, 10, 11].map((value) => stateOf(ceiling, seen('2020-08-31', value)))).toEqual([
      'on_track',
      'at_risk',
      'at_risk',
      'missed',
    ]);
    expect(stateOf(ceiling, seen('2020-12-31', 10))).toBe('on_track');
    expect(stateOf(ceiling, seen('2021-01-01', 12, 10))).toBe('achieved');
    expect(judgeTarget(ceiling, seen('2021-03-01', 9, 11), basis)).toMatchObject({
      state: 'missed',
      reachedLate: false,
    });
    const strict = terms({ kind: 'limit', operator: '<', limit: share(10) });
    expect(stateOf(strict, seen('2019-06-01', 10))).toBe('missed');
  });

  test('a range includes both ends; beyond it is flagged while it runs and missed at its end', () => {
    const range = terms({ kind: 'range', range: { low: share(10), high: share(20) } });
    const half = '2019-07-02';
    expect([4, 5, 10, 20].map((value) => stateOf(range, seen(half, value)))).toEqual([
      'at_risk',
      'on_track',
      'achieved',
      'achieved',
    ]);
    expect(judgeTarget(range, seen(half, 21), basis)).toMatchObject({ isBeyond: true, finding: { verdict: 'warn' } });
    expect(stateOf(range, seen('2020-01-01', 21, 21))).toBe('missed');
  });

  test('an exact number of centres is achieved by that number only', () => {
    const exactly = terms({ kind: 'limit', operator: '=', limit: share(73) });
    expect(stateOf(exactly, seen('2019-12-01', 73))).toBe('achieved');
    expect(judgeTarget(exactly, seen('2019-12-01', 75), basis)).toMatchObject({
      isBeyond: true,
      finding: { verdict: 'warn' },
    });
    expect(stateOf(exactly, seen('2020-01-01', 75, 75))).toBe('missed');
  });

  test('missing base, value, limit and judgement are said, never guessed', () => {
    const reasonOf = (term: TargetTerms, observation: Observation) => judgeTarget(term, observation, basis).reason;
    expect(reasonOf(terms(floor(10), { base: null }), seen('2019-06-01', 5))).toBe('base-missing');
    expect(stateOf(terms(floor(10), { base: null }), seen('2019-06-01', 10))).toBe('achieved');
    expect(reasonOf(terms(floor(10)), seen('2019-06-01', null))).toBe('value-missing');
    expect(reasonOf(terms({ kind: 'limit', operator: '>=', limit: null }), seen('2019-06-01', 5))).toBe(
      'limit-missing',
    );
    expect(reasonOf(terms({ kind: 'qualitative' }), seen('2019-06-01', null))).toBe('not-judged');
    expect(stateOf(terms({ kind: 'qualitative' }), seen('2020-06-01', null))).toBe('not_computable');
  });

  test('qualitative and benchmark targets know no pace: met or at risk, then decided', () => {
    const goals: Goal[] = [{ kind: 'qualitative' }, { kind: 'benchmark', operator: '>', limit: parseShare('0.5') }];
    for (const goal of goals) {
      expect(stateOf(terms(goal), seen('2019-06-01', 1))).toBe('achieved');
      expect(stateOf(terms(goal), seen('2019-06-01', 0))).toBe('at_risk');
      expect(stateOf(terms(goal), seen('2020-06-01', 1, 0))).toBe('missed');
    }
  });

  test('more of the wanted never worsens a floor, waiting never improves it', () => {
    const rank = { missed: 0, at_risk: 1, on_track: 2, achieved: 3, not_computable: -1 };
    const day = fc.integer({ min: -50, max: 364 }).map((days) => addDays('2019-01-01', days));
    fc.assert(
      fc.property(day, fc.nat(400), fc.nat(400), fc.nat(100), (asOf, value, more, later) => {
        const now = rank[stateOf(terms(floor(270)), seen(asOf, value))];
        expect(rank[stateOf(terms(floor(270)), seen(asOf, value + more))]).toBeGreaterThanOrEqual(now);
        const laterDay = addDays(asOf, later);
        expect(rank[stateOf(terms(floor(270)), seen(laterDay, value, value))]).toBeLessThanOrEqual(now);
      }),
    );
  });
});

describe('growth', () => {
  const positive = fc.integer({ min: 1, max: 10 ** 9 }).map((value): Share => share(value));

  test('no base, no growth', () => {
    expect(growthOver(null, share(860))).toEqual({ computable: false, reason: 'base-missing' });
    expect(growthOver(share(0), share(860))).toEqual({ computable: false, reason: 'base-not-positive' });
    expect(growthOver(share(860), null)).toEqual({ computable: false, reason: 'value-missing' });
    const judged = judgeGrowth({ base: null, value: share(1), operator: '>=', target: parseShare('30%') }, basis);
    expect(judged).toMatchObject({ met: null, finding: { verdict: 'pending', inputs: { reason: 'base-missing' } } });
  });

  test('a fen less than the wanted growth is not met', () => {
    const judge = (value: string) =>
      judgeGrowth(
        { base: parseShare('2450'), value: parseShare(value), operator: '>=', target: parseShare('30%') },
        basis,
      );
    expect([judge('3185').met, judge('3184.999999').met]).toEqual([true, false]);
    expect(judge('3184.999999').finding).toMatchObject({ verdict: 'warn', inputs: { growthPercent: '30.00' } });
  });

  test('average annual growth decides exactly where the shown rate no longer can', () => {
    const judge = (end: string) =>
      judgeAverageGrowth(
        {
          base: share(10_000),
          baseYear: 2021,
          end: parseShare(end),
          endYear: 2025,
          operator: '>=',
          target: parseShare('30%'),
        },
        basis,
      );
    expect(judge('28561')).toMatchObject({ met: true, ratePercent: '30.00' });
    expect(judge('28560.999999')).toMatchObject({ met: false, ratePercent: '30.00' });
    const sameYear = { base: share(1), baseYear: 2021, end: share(1), endYear: 2021, target: share(0) };
    expect(judgeAverageGrowth({ ...sameYear, operator: '>=' }, basis)).toMatchObject({
      computable: false,
      reason: 'period-order',
    });
  });

  test('the shown rate is within half a hundredth of the true one', () => {
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 1, max: 6 }), (base, end, years) => {
        const shown = Number(compoundRatePercent(base, end, years));
        const real = ((Number(end.numerator) / Number(base.numerator)) ** (1 / years) - 1) * 100;
        expect(Math.abs(shown - real)).toBeLessThanOrEqual(0.005 + Math.abs(real) * 1e-9);
      }),
    );
    expect(compoundRatePercent(share(100), share(0), 2)).toBe('-100.00');
  });

  test('growth of one period and average growth over one year agree', () => {
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: -50, max: 300 }), (base, end, percent) => {
        const target = share(percent, 100);
        const once = judgeGrowth({ base, value: end, operator: '>=', target }, basis).met;
        const yearly = { base, baseYear: 2019, end, endYear: 2020, operator: '>=' as const, target };
        expect(judgeAverageGrowth(yearly, basis).met).toBe(once);
      }),
    );
  });
});

describe('benchmarks', () => {
  const value = { series: 'national_rural_average', period: '2019', value: parseShare('21.4%'), source: 'bulletin' };

  test('without the benchmark of the period nothing is compared', () => {
    const judged = judgeBenchmark({ own: parseShare('30%'), benchmark: null, operator: '>', targetGap: null }, basis);
    expect(judged).toMatchObject({
      computable: false,
      reason: 'benchmark-missing',
      met: null,
      finding: { verdict: 'pending' },
    });
  });

  test('the gap is exact, its display is not the decision', () => {
    const own = parseShare('21.4000001%');
    const judged = judgeBenchmark({ own, benchmark: value, operator: '>', targetGap: null }, basis);
    expect(judged).toMatchObject({ gapPoints: '0.0', met: true });
    expect(judged.gap && compareShares(judged.gap, share(0))).toBe(1);
    expect(judged.finding.inputs).toMatchObject({
      period: '2019',
      source: 'bulletin',
      series: 'national_rural_average',
    });
  });
});
