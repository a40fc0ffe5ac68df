import { addDays, type PlainDate, weekdayOf, yearOf } from './plain-date.ts';

/** The national list of days off and make-up days, with the corrections an office entered. */
export type WorkingCalendar = {
  /** Years whose official list is loaded. A day of another year has no answer. */
  readonly years: ReadonlySet<number>;
  readonly holidays: ReadonlySet<PlainDate>;
  /** Weekend days that are worked (调休). */
  readonly makeupDays: ReadonlySet<PlainDate>;
  /** Entries of the editable table; they win over the official list, only in loaded years. */
  readonly corrections: ReadonlyMap<PlainDate, 'working' | 'free'>;
};

/** An answer, or the year that is not loaded and without which there is none. */
export type Known<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly year: number };

export function isWorkingDay(calendar: WorkingCalendar, date: PlainDate): Known<boolean> {
  const year = yearOf(date);
  if (!calendar.years.has(year)) return { known: false, year };
  return { known: true, value: isWorking(calendar, date) };
}

/**
 * The day on which `count` working days after `date` are complete; the day after `date` is the first that may count.
 * Negative counts go back. Zero is `date` itself.
 */
export function addWorkingDays(calendar: WorkingCalendar, date: PlainDate, count: number): Known<PlainDate> {
  const step = count < 0 ? -1 : 1;
  let at = date;
  for (let left = Math.abs(count); left > 0; ) {
    at = addDays(at, step);
    const working = isWorkingDay(calendar, at);
    if (!working.known) return working;
    if (working.value) left -= 1;
  }
  return { known: true, value: at };
}

/** Working days after `from` up to and including `to`; 0 when `to` is not later. */
export function countWorkingDays(calendar: WorkingCalendar, from: PlainDate, to: PlainDate): Known<number> {
  let count = 0;
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) {
    const working = isWorkingDay(calendar, at);
    if (!working.known) return working;
    if (working.value) count += 1;
  }
  return { known: true, value: count };
}

/** The first working day on or after `date` (`1`), or the last on or before it (`-1`). */
export function nearestWorkingDay(calendar: WorkingCalendar, date: PlainDate, direction: 1 | -1): Known<PlainDate> {
  for (let at = date; ; at = addDays(at, direction)) {
    const working = isWorkingDay(calendar, at);
    if (!working.known) return working;
    if (working.value) return { known: true, value: at };
  }
}

function isWorking(calendar: WorkingCalendar, date: PlainDate): boolean {
  const correction = calendar.corrections.get(date);
  if (correction) return correction === 'working';
  if (calendar.makeupDays.has(date)) return true;
  return !calendar.holidays.has(date) && weekdayOf(date) <= 5;
}
