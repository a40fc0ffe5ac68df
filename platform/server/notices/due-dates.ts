import { addDays, yearOf } from '@qianmo/values/plain-date';
import { addWorkingDays, countWorkingDays, type WorkingCalendar } from '@qianmo/values/working-day';
import type { Address, Title } from '../../contract/inbox.ts';
import type { Database } from '../database/pool.ts';

/** Something that somebody must have done by a day. */
export type DueDate = {
  /** Stable within its source, for as long as the thing exists. */
  readonly key: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly title: Title;
  readonly dueOn: string;
  readonly responsible: Address;
  /** Working days before the due date on which the post is reminded, e.g. [10, 3, 0]. */
  readonly leadWorkingDays: readonly number[];
  /** It has been done: an open reminder is closed, no other is sent. */
  readonly done: boolean;
  readonly sms?: boolean;
};

/** What a module registers. `list` answers all that is due from `from` to `to`, done or not, of one home. */
export type DueDateSource = {
  readonly name: string;
  list(db: Database, range: { home: string; from: string; to: string; today: string }): Promise<readonly DueDate[]>;
};

/** No reminder looks further ahead than this many calendar days. */
export const HORIZON_DAYS = 120;

/**
 * The lead whose reminder is in force today: the smallest one whose day has come; undefined while none has.
 * Where the calendar of a year is missing it reminds early rather than never.
 */
export function findLead(calendar: WorkingCalendar, due: DueDate, today: string): number | undefined {
  const begun = due.leadWorkingDays.filter((lead) => today >= remindOn(calendar, due.dueOn, lead));
  return begun.length === 0 ? undefined : Math.min(...begun);
}

export function remindOn(calendar: WorkingCalendar, dueOn: string, lead: number): string {
  const day = addWorkingDays(calendar, dueOn, -lead);
  return day.known ? day.value : addDays(dueOn, -(lead + 2 * Math.ceil(lead / 5) + LONGEST_HOLIDAY_DAYS));
}

const LONGEST_HOLIDAY_DAYS = 10;

/** Working days left, negative when past; null where a year in between has no calendar. */
export function dueInWorkingDays(calendar: WorkingCalendar, today: string, dueOn: string): number | null {
  const [from, to, sign] = dueOn >= today ? [today, dueOn, 1] : [dueOn, today, -1];
  const count = countWorkingDays(calendar, from, to);
  return count.known ? sign * count.value || 0 : null;
}

/** The last day that is still within `days` working days; calendar days where the year has no calendar. */
export function soonUntil(calendar: WorkingCalendar, today: string, days: number): string {
  const day = addWorkingDays(calendar, today, days);
  return day.known ? day.value : addDays(today, days);
}

/** Years a calendar must hold to judge these days as of `today`. */
export function yearsAround(today: string, days: readonly string[]): [number, number] {
  const years = [today, addDays(today, HORIZON_DAYS), addDays(today, -HORIZON_DAYS), ...days].map(yearOf);
  return [Math.min(...years), Math.max(...years)];
}
