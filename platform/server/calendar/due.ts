import { yearOf } from '@qianmo/values/plain-date';
import type { DueDateSource } from '../notices/due-dates.ts';

/** DISC-05: each year's list must be entered before the year begins; the administrator is reminded. */
export const calendarDueDates: DueDateSource = {
  name: 'calendar.year',
  list: async (db, { from, to }) => {
    const loaded = await db.selectFrom('platform.calendar_year').select('year').execute();
    const years = new Set(loaded.map((row) => row.year));
    const listed: number[] = [];
    for (let year = yearOf(from) + 1; year <= yearOf(to) + 1; year += 1) listed.push(year);
    return listed
      .map((year) => ({ year, dueOn: `${year - 1}-12-31` }))
      .filter(({ dueOn }) => dueOn >= from && dueOn <= to)
      .map(({ year, dueOn }) => ({
        key: String(year),
        subject: { kind: 'calendar', id: String(year) },
        title: { code: 'calendar.year-missing', params: { year } },
        dueOn,
        responsible: { kind: 'role', role: 'administrator' },
        leadWorkingDays: [20, 5],
        done: years.has(year),
      }));
  },
};
