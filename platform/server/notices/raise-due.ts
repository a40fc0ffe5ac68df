import { uuidV7 } from '@qianmo/values/id';
import { addDays, earliestOf } from '@qianmo/values/plain-date';
import type { WorkingCalendar } from '@qianmo/values/working-day';
import { sql } from 'kysely';
import { readWorkingCalendar } from '../calendar/calendar.ts';
import { defineJob, type Job, type JobContext } from '../jobs/job.ts';
import { type DueDate, type DueDateSource, findLead, HORIZON_DAYS, yearsAround } from './due-dates.ts';
import { closingColumns, insertItem, toColumns } from './items.ts';
import { queueSms } from './notify.ts';

/** The daily job that turns due dates into inbox rows, moves them along and closes them. Running it again changes nothing. */
export function raiseDueJob(sources: readonly DueDateSource[]): Job {
  if (new Set(sources.map((source) => source.name)).size !== sources.length)
    throw new Error('two due-date sources have one name');
  return defineJob({
    name: 'notice.raise-due',
    schedule: { dailyAt: '00:10' },
    run: async (context) => {
      let done = 0;
      for (const source of sources) {
        await raiseFrom(context, source);
        done += 1;
        await context.progress(done, sources.length);
      }
    },
  });
}

async function raiseFrom(context: JobContext, source: DueDateSource): Promise<void> {
  const { db, home, today } = context;
  const open = await listOpen(context, source.name);
  const known = open.flatMap((item) => (item.due_on ? [item.due_on] : []));
  const from = earliestOf(addDays(today, -HORIZON_DAYS), ...known);
  const dues = await source.list(db, { home, from, to: addDays(today, HORIZON_DAYS), today });
  const days = dues.map((due) => due.dueOn);
  const calendar = await readWorkingCalendar(db, home, ...yearsAround(today, [...known, ...days]));
  for (const due of dues) {
    if (due.done) await close(context, source.name, due.key, 'done');
    else await raise(context, source.name, due, calendar);
  }
  const listed = new Set(dues.map((due) => keyOf(source.name, due.key)));
  // What its source does not name any more is no longer due; it is raised again if it comes back.
  for (const item of open) {
    if (!listed.has(item.key)) await closeKey(context, item.key, 'withdrawn');
  }
}

const keyOf = (source: string, key: string) => `${source}:${key}`;

function listOpen({ db, home }: JobContext, source: string) {
  return db
    .selectFrom('platform.inbox_item')
    .select(['key', 'due_on'])
    .where('home', '=', home)
    .where('source', '=', source)
    .where('kind', '=', 'due')
    .where('closed_at', 'is', null)
    .execute();
}

async function raise(context: JobContext, source: string, due: DueDate, calendar: WorkingCalendar): Promise<void> {
  const lead = findLead(calendar, due, context.today);
  const item = lead === undefined ? await findOpen(context, source, due.key) : await ensureItem(context, source, due);
  if (!item) return;
  await follow(context, item, due);
  if (lead === undefined) return;
  if (await noteReminder(context, item.id, due.dueOn, lead)) {
    await touch(context, item.id);
    if (due.sms) {
      const { home, actor, now } = context;
      await queueSms(context.db, { home, item: item.id, occasion: `${due.dueOn}-${lead}`, askedBy: actor, now });
    }
  }
}

type OpenItem = {
  id: string;
  due_on: string | null;
  to_kind: string;
  to_id: string;
  to_unit: string | null;
  to_narrow: string | null;
};

function findOpen({ db, home }: JobContext, source: string, key: string): Promise<OpenItem | undefined> {
  return db
    .selectFrom('platform.inbox_item')
    .select(['id', 'due_on', 'to_kind', 'to_id', 'to_unit', 'to_narrow'])
    .where('home', '=', home)
    .where('key', '=', keyOf(source, key))
    .where('closed_at', 'is', null)
    .executeTakeFirst();
}

/** The open row of a due date: a new one, one that came back after it was done or withdrawn, or none where it was closed by hand. */
async function ensureItem(context: JobContext, source: string, due: DueDate): Promise<OpenItem | undefined> {
  const { db, home, actor, now } = context;
  const key = keyOf(source, due.key);
  await insertItem(db, {
    home,
    id: uuidV7(context.clock.milliseconds()),
    key,
    source,
    kind: 'due',
    subject: due.subject,
    title: due.title,
    to: due.responsible,
    dueOn: due.dueOn,
    raisedBy: actor,
    now,
    ...(due.sms === undefined ? {} : { sms: due.sms }),
  });
  await db
    .updateTable('platform.inbox_item')
    .set({ closed_at: null, closed_by: null, closed_how: null, version: sql<number>`version + 1` })
    .where('home', '=', home)
    .where('key', '=', key)
    .where('closed_how', 'in', ['withdrawn', 'done'])
    .execute();
  return findOpen(context, source, due.key);
}

/** A due date or a responsibility that moved moves the open row with it. */
async function follow({ db, home }: JobContext, item: OpenItem, due: DueDate): Promise<void> {
  const to = toColumns(due.responsible);
  const same =
    item.due_on === due.dueOn &&
    item.to_kind === to.to_kind &&
    item.to_id === to.to_id &&
    item.to_unit === to.to_unit &&
    item.to_narrow === to.to_narrow;
  if (same) return;
  await db
    .updateTable('platform.inbox_item')
    .set({
      due_on: due.dueOn,
      ...to,
      title_params: JSON.stringify(due.title.params),
      version: sql<number>`version + 1`,
    })
    .where('home', '=', home)
    .where('id', '=', item.id)
    .execute();
}

async function noteReminder(context: JobContext, item: string, dueOn: string, lead: number): Promise<boolean> {
  const added = await context.db
    .insertInto('platform.inbox_reminder')
    .values({ home: context.home, item, due_on: dueOn, lead_days: lead, reminded_on: context.today })
    .onConflict((conflict) => conflict.columns(['home', 'item', 'due_on', 'lead_days']).doNothing())
    .returning('item')
    .executeTakeFirst();
  return added !== undefined;
}

async function touch({ db, home, today }: JobContext, item: string): Promise<void> {
  await db
    .updateTable('platform.inbox_item')
    .set({ reminded_on: today })
    .where('home', '=', home)
    .where('id', '=', item)
    .execute();
}

const close = (context: JobContext, source: string, key: string, how: 'done' | 'withdrawn') =>
  closeKey(context, keyOf(source, key), how);

async function closeKey(context: JobContext, key: string, how: 'done' | 'withdrawn'): Promise<void> {
  await context.db
    .updateTable('platform.inbox_item')
    .set(closingColumns({ at: context.now, by: context.actor, how }))
    .where('home', '=', context.home)
    .where('key', '=', key)
    .where('closed_at', 'is', null)
    .execute();
}
