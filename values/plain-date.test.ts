import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  compareDates,
  dateInShanghai,
  dateOfDayNumber,
  dayNumber,
  daysBetween,
  earliestOf,
  isPlainDate,
  latestOf,
  plainDate,
  weekdayOf,
} from './plain-date.ts';

const dayNumbers = fc.integer({ min: -700_000, max: 2_900_000 });

describe('plain dates', () => {
  test.each([
    '2019-02-29',
    '2019-13-01',
    '2019-00-10',
    '2019-04-31',
    '2019-1-01',
    '0000-01-01',
    ' 2019-01-01',
    '2019-01-01T',
  ])('refuses %s', (text) => {
    expect(isPlainDate(text)).toBe(false);
    expect(() => dayNumber(text)).toThrow(RangeError);
  });

  test('knows leap years of centuries', () => {
    expect([isPlainDate('2000-02-29'), isPlainDate('1900-02-29'), isPlainDate('2020-02-29')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(() => plainDate(2021, 2, 29)).toThrow('2021-02-29');
  });

  test('counts days like the machine calendar does', () => {
    fc.assert(
      fc.property(dayNumbers, (days) => {
        const date = dateOfDayNumber(days);
        expect(date).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10));
        expect(dayNumber(date)).toBe(days);
        expect(weekdayOf(date) % 7).toBe(new Date(days * 86_400_000).getUTCDay());
      }),
    );
  });

  test('adding days and measuring them undo each other, and order agrees', () => {
    fc.assert(
      fc.property(dayNumbers, fc.integer({ min: -5000, max: 5000 }), (start, days) => {
        const from = dateOfDayNumber(start);
        const to = addDays(from, days);
        expect(daysBetween(from, to)).toBe(days);
        expect(compareDates(from, to)).toBe(Math.sign(-days) + 0);
        expect([earliestOf(from, to), latestOf(from, to)]).toEqual(days < 0 ? [to, from] : [from, to]);
      }),
    );
  });

  test.each([
    ['2019-12-31T16:00:00Z', '2020-01-01'],
    ['2019-12-31T15:59:59.999Z', '2019-12-31'],
    ['2020-01-01T00:00:00+08:00', '2020-01-01'],
    ['2020-01-01T02:30:00+14:00', '2019-12-31'],
    ['2020-02-29T10:00:00-08:00', '2020-03-01'],
  ])('%s is %s in China', (instant, date) => {
    expect(dateInShanghai(instant)).toBe(date);
  });

  test.each([
    '2019-12-31T16:00:00',
    '2019-12-31',
    '2019-12-31T24:00:00Z',
    '2019-12-31T10:61:00Z',
    '2019-02-30T10:00:00Z',
  ])('refuses the instant %s', (instant) => {
    expect(() => dateInShanghai(instant)).toThrow(RangeError);
  });
});
