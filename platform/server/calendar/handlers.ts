import { uuidV7 } from '@qianmo/values/id';
import { addDays, yearOf } from '@qianmo/values/plain-date';
import { addWorkingDays, isWorkingDay } from '@qianmo/values/working-day';
import { sql } from 'kysely';
import {
  addWorkingDaysFrom,
  calendarYear,
  removeCalendarDay,
  setCalendarDay,
  setCalendarYear,
} from '../../contract/calendar.ts';
import type { InputOf } from '../../contract/operation.ts';
import { NATION } from '../database/homes.ts';
import type { Database } from '../database/pool.ts';
import { publish } from '../jobs/events.ts';
import { type Bound, type Context, on } from '../serve/context.ts';
import { listCalendarDays, readWorkingCalendar } from './calendar.ts';

/** Running notices and schedules listen: a corrected calendar makes them count again. */
export const CALENDAR_CHANGED = 'calendar.changed';

function tellChange(ctx: Context, from: string, to: string): Promise<void> {
  return publish(ctx.db, {
    home: ctx.home,
    id: uuidV7(ctx.clock.milliseconds()),
    kind: CALENDAR_CHANGED,
    subjectKind: 'calendar',
    subject: from.slice(0, 4),
    payload: { from, to },
    at: ctx.now,
  });
}

function findYear(db: Database, year: number) {
  return db.selectFrom('platform.calendar_year').selectAll().where('year', '=', year).executeTakeFirst();
}

async function setDay(ctx: Context, input: InputOf<typeof setCalendarDay>) {
  if (!(await findYear(ctx.db, yearOf(input.day))))
    ctx.reject('year-not-loaded', { params: { year: yearOf(input.day) } });
  const decided = { kind: input.kind, name_zh: input.name, reason: input.reason, decided_by: ctx.actor.user };
  const place = { home: ctx.home, day: input.day, layer: 'correction' };
  const saved =
    input.version === undefined
      ? await ctx.db
          .insertInto('platform.calendar_day')
          .values({ ...place, ...decided })
          .onConflict((conflict) => conflict.columns(['home', 'day', 'layer']).doNothing())
          .returning('version')
          .executeTakeFirst()
      : await correction(ctx, input.day, input.version)
          .set({ ...decided, version: input.version + 1 })
          .returning('version')
          .executeTakeFirst();
  if (!saved) ctx.stale({ day: input.day });
  await tellChange(ctx, input.day, input.day);
  return { day: input.day, version: saved.version };
}

function correction(ctx: Context, day: string, version: number) {
  return ctx.db
    .updateTable('platform.calendar_day')
    .where('home', '=', ctx.home)
    .where('day', '=', day)
    .where('layer', '=', 'correction')
    .where('version', '=', version);
}

async function removeDay(ctx: Context, input: InputOf<typeof removeCalendarDay>) {
  // The reason is written first: the log of changes then holds who took it back, and why, before the row goes.
  const noted = await correction(ctx, input.day, input.version)
    .set({ reason: input.reason, decided_by: ctx.actor.user, version: input.version + 1 })
    .executeTakeFirst();
  const rows = ctx.db
    .deleteFrom('platform.calendar_day')
    .where('home', '=', ctx.home)
    .where('day', '=', input.day)
    .where('layer', '=', 'correction');
  if (noted.numUpdatedRows === 0n) {
    const own = (await listCalendarDays(ctx.db, ctx.home, yearOf(input.day), yearOf(input.day))).some(
      (each) => each.day === input.day && each.layer === 'correction' && each.home === ctx.home,
    );
    if (own) ctx.stale({ day: input.day });
    ctx.reject('day-unknown', { status: 404 });
  }
  await rows.execute();
  await tellChange(ctx, input.day, input.day);
  return { day: input.day };
}

async function setYear(ctx: Context, input: InputOf<typeof setCalendarYear>) {
  const { year, days, source, version } = input;
  if (days.some((each) => yearOf(each.day) !== year)) ctx.reject('day-outside-year');
  if (new Set(days.map((each) => each.day)).size !== days.length) ctx.reject('day-twice');
  const stored = await findYear(ctx.db, year);
  if (stored?.shipped) ctx.reject('year-shipped', { status: 409 });
  if ((stored?.version ?? undefined) !== version) ctx.stale({ year });
  const next = (stored?.version ?? 0) + 1;
  const saved = await ctx.db
    .insertInto('platform.calendar_year')
    .values({ year, source, shipped: false })
    .onConflict((conflict) =>
      conflict
        .column('year')
        .doUpdateSet({ source, version: next })
        .where('platform.calendar_year.version', '=', version ?? 0),
    )
    .returning('year')
    .executeTakeFirst();
  if (!saved) ctx.stale({ year });
  await ctx.db
    .deleteFrom('platform.calendar_day')
    .where('layer', '=', 'official')
    .where(sql<boolean>`day between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date`)
    .execute();
  await ctx.db
    .insertInto('platform.calendar_day')
    .values(
      days.map((each) => ({ home: NATION, day: each.day, layer: 'official', kind: each.kind, name_zh: each.name })),
    )
    .execute();
  await tellChange(ctx, `${year}-01-01`, `${year}-12-31`);
  return { year, version: next };
}

/** No year of a count of 250 working days reaches further than this. */
const FAR_DAYS = 450;

async function count(ctx: Context, start: string, days: number) {
  const [from, to] = days < 0 ? [addDays(start, -FAR_DAYS), start] : [start, addDays(start, FAR_DAYS)];
  const calendar = await readWorkingCalendar(ctx.db, ctx.home, yearOf(from), yearOf(to));
  const end = addWorkingDays(calendar, start, days);
  if (!end.known) return ctx.reject('year-not-loaded', { params: { year: end.year } });
  const counted: string[] = [];
  const step = days < 0 ? -1 : 1;
  for (let at = start; at !== end.value; ) {
    at = addDays(at, step);
    const working = isWorkingDay(calendar, at);
    if (working.known && working.value) counted.push(at);
  }
  return { end: end.value, counted };
}

export const calendarHandlers: Bound[] = [
  on(calendarYear, async (ctx, { year }) => {
    const loaded = await findYear(ctx.db, year);
    const days = await listCalendarDays(ctx.db, ctx.home, year, year);
    return {
      year,
      loaded: loaded !== undefined,
      source: loaded?.source ?? null,
      days: days.map(({ decidedBy: _decidedBy, ...day }) => day),
    };
  }),
  on(setCalendarDay, setDay),
  on(removeCalendarDay, removeDay),
  on(setCalendarYear, setYear),
  on(addWorkingDaysFrom, (ctx, { start, days }) => count(ctx, start, days)),
];
