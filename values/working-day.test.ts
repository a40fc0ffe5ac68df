import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countDays, dayRun } from './day-count.ts';
import { addDays, dateOfDayNumber, dayNumber } from './plain-date.ts';
import {
  addWorkingDays,
  countWorkingDays,
  isWorkingDay,
  nearestWorkingDay,
  type WorkingCalendar,
} from './working-day.ts';

// National Day 2018: 1-7 October free, 29 and 30 September worked.
const calendar: WorkingCalendar = {
  years: new Set([2018, 2019]),
  holidays: new Set(['2018-10-01', '2018-10-02', '2018-10-03', '2018-10-04', '2018-10-05', '2018-10-06', '2018-10-07']),
  makeupDays: new Set(['2018-09-29', '2018-09-30']),
  corrections: new Map([['2018-11-07', 'free']]),
};
const days2018 = fc.integer({ min: dayNumber('2018-02-01'), max: dayNumber('2019-10-01') }).map(dateOfDayNumber);

function known<T>(answer: { known: true; value: T } | { known: false; year: number }): T {
  if (!answer.known) throw new Error(`year ${answer.year} is not loaded`);
  return answer.value;
}

describe('working days', () => {
  test('weekends and holidays are free, make-up days are worked, a correction wins', () => {
    const answers = ['2018-09-28', '2018-09-29', '2018-10-05', '2018-10-13', '2018-11-07'].map((date) =>
      known(isWorkingDay(calendar, date)),
    );
    expect(answers).toEqual([true, true, false, false, false]);
    const opened: WorkingCalendar = { ...calendar, corrections: new Map([['2018-10-05', 'working']]) };
    expect(known(isWorkingDay(opened, '2018-10-05'))).toBe(true);
  });

  test('a year that is not loaded gives no result, whatever is corrected in it', () => {
    const corrected: WorkingCalendar = { ...calendar, corrections: new Map([['2020-01-02', 'working']]) };
    expect(isWorkingDay(corrected, '2020-01-02')).toEqual({ known: false, year: 2020 });
    expect(addWorkingDays(calendar, '2019-12-31', 1)).toEqual({ known: false, year: 2020 });
    expect(addWorkingDays(calendar, '2018-01-02', -5)).toEqual({ known: false, year: 2017 });
    expect(countWorkingDays(calendar, '2019-12-30', '2020-01-10')).toEqual({ known: false, year: 2020 });
    expect(nearestWorkingDay(calendar, '2020-01-01', -1)).toEqual({ known: false, year: 2020 });
    expect(dayRun(calendar, '2019-12-27', 10, 'working_day')).toEqual({ known: false, year: 2020 });
  });

  test('nearest working day looks both ways and keeps a working day', () => {
    expect(known(nearestWorkingDay(calendar, '2018-10-03', 1))).toBe('2018-10-08');
    expect(known(nearestWorkingDay(calendar, '2018-10-03', -1))).toBe('2018-09-30');
    expect(known(nearestWorkingDay(calendar, '2018-10-08', -1))).toBe('2018-10-08');
  });

  test('adding and counting agree', () => {
    fc.assert(
      fc.property(days2018, fc.integer({ min: 1, max: 40 }), (date, count) => {
        const end = known(addWorkingDays(calendar, date, count));
        expect(known(isWorkingDay(calendar, end))).toBe(true);
        expect(known(countWorkingDays(calendar, date, end))).toBe(count);
        expect(known(countWorkingDays(calendar, date, addDays(end, -1)))).toBe(count - 1);
      }),
    );
  });

  test('going back undoes going forward from a working day', () => {
    fc.assert(
      fc.property(days2018, fc.integer({ min: 0, max: 40 }), (date, count) => {
        const start = known(nearestWorkingDay(calendar, date, 1));
        expect(known(addWorkingDays(calendar, known(addWorkingDays(calendar, start, count)), -count))).toBe(start);
      }),
    );
  });

  test('a run of calendar days passes over holidays unmoved, also in a year that is not loaded', () => {
    expect(known(dayRun(calendar, '2025-09-21', 10, 'calendar_day'))).toEqual({
      firstDay: '2025-09-22',
      lastDay: '2025-10-01',
      nextStepFrom: '2025-10-02',
    });
    expect(known(countDays(calendar, '2025-09-21', '2025-10-01', 'calendar_day'))).toBe(10);
    expect(() => dayRun(calendar, '2018-09-21', 0, 'calendar_day')).toThrow(RangeError);
    expect(() => dayRun(calendar, '2018-09-21', 1.5, 'working_day')).toThrow(RangeError);
  });
});
