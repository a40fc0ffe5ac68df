import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMonths,
  addYears,
  type Cadence,
  cadences,
  findPeriod,
  findTenDays,
  halfYearOf,
  listAnniversaries,
  listMonths,
  listPeriodEnds,
  periodContaining,
  quarterOf,
  tenDays,
  tenDaysOf,
} from './period.ts';
import { addDays, dateOfDayNumber, partsOf } from './plain-date.ts';

const dates = fc.integer({ min: 10_000, max: 40_000 }).map(dateOfDayNumber);

describe('periods', () => {
  test('ten-day parts cover a month without gap', () => {
    expect(tenDays(2020, 2, 'first')).toEqual({ start: '2020-02-01', end: '2020-02-10' });
    expect(tenDays(2020, 2, 'middle')).toEqual({ start: '2020-02-11', end: '2020-02-20' });
    expect(tenDays(2020, 2, 'last')).toEqual({ start: '2020-02-21', end: '2020-02-29' });
    fc.assert(
      fc.property(dates, (date) => {
        const { year, month, part, words } = tenDaysOf(date);
        const span = tenDays(year, month, part);
        expect(span.start <= date && date <= span.end).toBe(true);
        expect(findTenDays(words)).toEqual(span);
      }),
    );
  });

  test('reads the wording of plans and nothing else', () => {
    expect(findTenDays('2019年8月下旬')).toEqual({ start: '2019-08-21', end: '2019-08-31' });
    expect([findTenDays('8月下旬'), findTenDays('2019年13月上旬'), findTenDays('2019年8月底')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('reads period keys', () => {
    expect(findPeriod('2020')).toEqual({ start: '2020-01-01', end: '2020-12-31' });
    expect(findPeriod('2020-H2')).toEqual(halfYearOf(2020, 2));
    expect(findPeriod('2019-Q1')).toEqual(quarterOf(2019, 1));
    expect(findPeriod('2019-02')).toEqual({ start: '2019-02-01', end: '2019-02-28' });
    expect(findPeriod('2019-08-T3')).toEqual({ start: '2019-08-21', end: '2019-08-31' });
    for (const wrong of ['2019-Q5', '2019-H3', '2019-13', '2019-02-T4', '19', '0000'])
      expect(findPeriod(wrong)).toBeUndefined();
  });

  test('consecutive periods of a cadence touch', () => {
    fc.assert(
      fc.property(dates, fc.constantFrom<Cadence>(...cadences), (date, cadence) => {
        const span = periodContaining(date, cadence);
        expect(span.start <= date && date <= span.end).toBe(true);
        expect(periodContaining(addDays(span.end, 1), cadence).start).toBe(addDays(span.end, 1));
        expect(periodContaining(span.start, cadence)).toEqual(span);
      }),
    );
  });

  test('months end on the corresponding day, else on the last day of that month', () => {
    expect(addMonths('2021-01-31', 1)).toBe('2021-02-28');
    expect(addMonths('2020-01-31', 1)).toBe('2020-02-29');
    expect(addMonths('2021-03-31', -1)).toBe('2021-02-28');
    expect(addMonths('2021-11-30', 3)).toBe('2022-02-28');
    expect(addYears('2020-02-29', 1)).toBe('2021-02-28');
    fc.assert(
      fc.property(dates, fc.integer({ min: -600, max: 600 }), (date, months) => {
        const [from, to] = [partsOf(date), partsOf(addMonths(date, months))];
        expect(to.year * 12 + to.month - from.year * 12 - from.month).toBe(months);
        expect(to.day === from.day || (to.day < from.day && to.day >= 28)).toBe(true);
      }),
    );
  });

  test('anniversaries do not drift off the day they start from', () => {
    expect(listAnniversaries('2021-08-31', 6, 3)).toEqual(['2022-02-28', '2022-08-31', '2023-02-28']);
  });

  test('period ends within a span include both its ends', () => {
    expect(listPeriodEnds('quarterly', { start: '2019-03-31', end: '2019-09-30' })).toEqual([
      '2019-03-31',
      '2019-06-30',
      '2019-09-30',
    ]);
    expect(listPeriodEnds('yearly', { start: '2019-03-31', end: '2019-12-30' })).toEqual([]);
    expect(listMonths({ start: '2019-11-30', end: '2020-01-01' })).toEqual(['2019-11', '2019-12', '2020-01']);
  });
});
