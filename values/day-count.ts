import { addDays, daysBetween, type PlainDate } from './plain-date.ts';
import { addWorkingDays, countWorkingDays, type Known, type WorkingCalendar } from './working-day.ts';

export type DayUnit = 'working_day' | 'calendar_day';

export type DayRun = {
  readonly firstDay: PlainDate;
  /** The run ends at 24:00 (Asia/Shanghai) of this day. */
  readonly lastDay: PlainDate;
  /** The earliest day of the next step. */
  readonly nextStepFrom: PlainDate;
};

/**
 * The days of a period of `length` (at least 1) that starts with an event: the day after the event is day 1, calendar days
 * are not moved off holidays. Throws RangeError on a length that is not a positive whole number.
 */
export function dayRun(calendar: WorkingCalendar, eventOn: PlainDate, length: number, unit: DayUnit): Known<DayRun> {
  if (!Number.isInteger(length) || length < 1) throw new RangeError(`not a length in days: ${length}`);
  if (unit === 'calendar_day') return { known: true, value: runBetween(addDays(eventOn, 1), addDays(eventOn, length)) };
  const firstDay = addWorkingDays(calendar, eventOn, 1);
  if (!firstDay.known) return firstDay;
  const lastDay = addWorkingDays(calendar, eventOn, length);
  return lastDay.known ? { known: true, value: runBetween(firstDay.value, lastDay.value) } : lastDay;
}

/** Days counted after `eventOn` up to and including `until`. */
export function countDays(
  calendar: WorkingCalendar,
  eventOn: PlainDate,
  until: PlainDate,
  unit: DayUnit,
): Known<number> {
  if (unit === 'working_day') return countWorkingDays(calendar, eventOn, until);
  return { known: true, value: Math.max(0, daysBetween(eventOn, until)) };
}

function runBetween(firstDay: PlainDate, lastDay: PlainDate): DayRun {
  return { firstDay, lastDay, nextStepFrom: addDays(lastDay, 1) };
}
