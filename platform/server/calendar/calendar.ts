import type { WorkingCalendar } from '@qianmo/values/working-day';
import { sql } from 'kysely';
import type { CalendarDay } from '../../contract/calendar.ts';
import { NATION } from '../database/homes.ts';
import type { Database } from '../database/pool.ts';

export type CalendarRow = CalendarDay & { readonly decidedBy: string | null };

/**
 * Days of the years `from`…`to` that differ from their weekday, as they hold at `home`: the national list, and of the
 * corrections on a day that of the nearest home. The homes above are those of the transaction's scope.
 */
export async function listCalendarDays(db: Database, home: string, from: number, to: number): Promise<CalendarRow[]> {
  const { rows } = await sql<CalendarRow>`
    select distinct on (day, layer) day, kind, layer, home, name_zh as "nameZh", name_en as "nameEn", reason,
           decided_by as "decidedBy", version
    from platform.calendar_day
    where day between ${`${from}-01-01`}::date and ${`${to}-12-31`}::date
      and (home = ${NATION} or home = ${home} or home = any (platform.scope_above()))
    order by day, layer, case when home = ${home} then 0 when home = ${NATION} then 9999
                              else array_position(platform.scope_above(), home) end`.execute(db);
  return rows;
}

/** The calendar that counts at `home`, for rules of `@qianmo/values/working-day`. A year that is not loaded is not in it. */
export async function readWorkingCalendar(
  db: Database,
  home: string,
  from: number,
  to: number,
): Promise<WorkingCalendar> {
  const loaded = await db
    .selectFrom('platform.calendar_year')
    .select('year')
    .where('year', '>=', from)
    .where('year', '<=', to)
    .execute();
  return calendarOf(
    loaded.map((row) => row.year),
    await listCalendarDays(db, home, from, to),
  );
}

function calendarOf(years: readonly number[], days: readonly CalendarDay[]): WorkingCalendar {
  const official = days.filter((each) => each.layer === 'official');
  const corrections = days.filter((each) => each.layer === 'correction');
  return {
    years: new Set(years),
    holidays: new Set(official.filter((each) => each.kind === 'holiday').map((each) => each.day)),
    makeupDays: new Set(official.filter((each) => each.kind === 'workday').map((each) => each.day)),
    corrections: new Map(corrections.map((each) => [each.day, each.kind === 'workday' ? 'working' : 'free'])),
  };
}
