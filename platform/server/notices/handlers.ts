import { addDays } from '@qianmo/values/plain-date';
import { sql } from 'kysely';
import {
  closeInboxItem,
  countInbox,
  type InboxBand,
  type InboxItem,
  inboxItem,
  listInbox,
  listUpcoming,
  title,
  watchInboxItem,
} from '../../contract/inbox.ts';
import { readWorkingCalendar } from '../calendar/calendar.ts';
import { type Bound, type Context, on } from '../serve/context.ts';
import { type DueDateSource, dueInWorkingDays, soonUntil, yearsAround } from './due-dates.ts';
import { addressOf, closingColumns } from './items.ts';
import { addressedTo, type PostSource, type Standing, standingOf, toMe } from './visible.ts';

export type InboxParts = { readonly dueDates: readonly DueDateSource[]; readonly posts: PostSource };

const SOON_DAYS = 3; // the inbox marks what is due within three working days

type Tab = 'todo' | 'mine' | 'watching' | 'done';

function rowsOf(ctx: Context, standing: Standing, tab: Tab) {
  const all = ctx.db.selectFrom('platform.inbox_item').where('home', '=', ctx.home);
  const { user } = standing;
  switch (tab) {
    case 'todo':
      return all.where('closed_at', 'is', null).where(addressedTo(standing));
    case 'mine':
      return all.where('raised_by', '=', user);
    case 'watching':
      return all.where(watched(user));
    case 'done':
      return all
        .where('closed_at', 'is not', null)
        .where((where) => where.or([where('closed_by', '=', user), addressedTo(standing)]));
  }
}

const watched = (user: string) =>
  sql<boolean>`exists (select from platform.inbox_watch w
    where w.home = inbox_item.home and w.item = inbox_item.id and w.watcher = ${user})`;

async function list(ctx: Context, parts: InboxParts, input: { tab: Tab; limit: number; offset: number }) {
  const standing = await standingIn(ctx, parts);
  const rows = rowsOf(ctx, standing, input.tab);
  const { total } = await rows.select(sql<number>`count(*)::integer`.as('total')).executeTakeFirstOrThrow();
  const newestFirst = input.tab === 'done' || input.tab === 'mine';
  const page = await rows
    .selectAll()
    .select(watched(standing.user).as('watching'))
    // By due date is: overdue, then soon, then the rest; what has none comes last.
    .orderBy((order) => (newestFirst ? sql`coalesce(closed_at, raised_at) desc` : order.ref('due_on')))
    .orderBy('raised_at', 'desc')
    .orderBy('id')
    .limit(input.limit)
    .offset(input.offset)
    .execute();
  const days = page.flatMap((row) => row.due_on ?? []);
  const calendar = await readWorkingCalendar(ctx.db, ctx.home, ...yearsAround(ctx.today, days));
  const soon = soonUntil(calendar, ctx.today, SOON_DAYS);
  return {
    total,
    items: page.map((row) => ({
      ...shapeOf(row),
      watching: row.watching,
      dueInWorkingDays: row.due_on === null ? null : dueInWorkingDays(calendar, ctx.today, row.due_on),
      band: bandOf(row.due_on, ctx.today, soon),
    })),
  };
}

const standingIn = (ctx: Context, parts: InboxParts) =>
  standingOf(ctx.db, ctx.actor, { home: ctx.home, day: ctx.today }, parts.posts);

function bandOf(dueOn: string | null, today: string, soon: string): InboxBand {
  if (dueOn === null) return 'none';
  if (dueOn < today) return 'overdue';
  return dueOn <= soon ? 'soon' : 'later';
}

type ItemRow = NonNullable<Awaited<ReturnType<typeof findItem>>>;

function findItem(ctx: Context, id: string) {
  return ctx.db
    .selectFrom('platform.inbox_item')
    .selectAll()
    .where('home', '=', ctx.home)
    .where('id', '=', id)
    .executeTakeFirst();
}

function shapeOf(row: ItemRow): Omit<InboxItem, 'watching' | 'dueInWorkingDays' | 'band'> {
  const closed = row.closed_at !== null;
  return {
    id: row.id,
    source: row.source,
    kind: inboxItem.shape.kind.parse(row.kind),
    subject: { kind: row.subject_kind, id: row.subject },
    title: { code: row.title_code, params: title.shape.params.parse(row.title_params) },
    dueOn: row.due_on,
    to: addressOf(row),
    raisedAt: row.raised_at,
    remindedOn: row.reminded_on,
    closed: closed
      ? { at: row.closed_at ?? '', by: row.closed_by ?? '', how: row.closed_how ?? '', reason: row.closed_reason }
      : null,
    version: row.version,
  };
}

async function count(ctx: Context, parts: InboxParts) {
  const calendar = await readWorkingCalendar(ctx.db, ctx.home, ...yearsAround(ctx.today, []));
  const soon = soonUntil(calendar, ctx.today, SOON_DAYS);
  return rowsOf(ctx, await standingIn(ctx, parts), 'todo')
    .select([
      sql<number>`count(*)::integer`.as('todo'),
      sql<number>`(count(*) filter (where due_on < ${ctx.today}::date))::integer`.as('overdue'),
      sql<number>`(count(*) filter (where due_on between ${ctx.today}::date and ${soon}::date))::integer`.as('soon'),
    ])
    .executeTakeFirstOrThrow();
}

async function upcoming(ctx: Context, parts: InboxParts, days: number) {
  const standing = await standingIn(ctx, parts);
  const range = { home: ctx.home, from: ctx.today, to: addDays(ctx.today, days), today: ctx.today };
  const listed = await Promise.all(
    parts.dueDates.map(async (source) =>
      (await source.list(ctx.db, range)).map((due) => ({ ...due, key: `${source.name}:${due.key}` })),
    ),
  );
  const mine = listed.flat().filter((due) => !due.done && toMe(standing, due.responsible));
  const dues = mine.filter((due) => due.dueOn >= range.from && due.dueOn <= range.to);
  const calendar = await readWorkingCalendar(
    ctx.db,
    ctx.home,
    ...yearsAround(
      ctx.today,
      dues.map((due) => due.dueOn),
    ),
  );
  return dues
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
    .map(({ key, subject, title: words, dueOn }) => ({
      key,
      subject: { ...subject },
      title: words,
      dueOn,
      dueInWorkingDays: dueInWorkingDays(calendar, ctx.today, dueOn),
    }));
}

async function close(ctx: Context, parts: InboxParts, input: { id: string; reason: string; version: number }) {
  const row = (await findItem(ctx, input.id)) ?? ctx.reject('item-unknown', { status: 404 });
  const mine = toMe(await standingIn(ctx, parts), addressOf(row)) || row.raised_by === ctx.actor.user;
  if (!mine) ctx.reject('item-of-another', { status: 403 });
  if (row.closed_at !== null) ctx.reject('item-closed', { status: 409 });
  const { numUpdatedRows } = await ctx.db
    .updateTable('platform.inbox_item')
    .set(closingColumns({ at: ctx.now, by: ctx.actor.user, how: 'by-hand', reason: input.reason }))
    .where('home', '=', ctx.home)
    .where('id', '=', input.id)
    .where('version', '=', input.version)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) ctx.stale({ version: row.version });
  return { id: input.id, version: input.version + 1 };
}

/** Whoever it is addressed to, whoever raised it, and whoever looks after others' work may follow an item. */
async function watch(ctx: Context, parts: InboxParts, input: { id: string; on: boolean }) {
  const row = (await findItem(ctx, input.id)) ?? ctx.reject('item-unknown', { status: 404 });
  const address = addressOf(row);
  const near = toMe(await standingIn(ctx, parts), address) || row.raised_by === ctx.actor.user;
  const leads = ctx.actor.postings.some((held) => held.home === ctx.home && watchers.has(held.role));
  if (!near && !leads) ctx.reject('item-of-another', { status: 403 });
  const key = { home: ctx.home, item: input.id, watcher: ctx.actor.user };
  if (input.on) {
    await ctx.db
      .insertInto('platform.inbox_watch')
      .values(key)
      .onConflict((conflict) => conflict.columns(['home', 'item', 'watcher']).doNothing())
      .execute();
  } else {
    await ctx.db
      .deleteFrom('platform.inbox_watch')
      .where('home', '=', key.home)
      .where('item', '=', key.item)
      .where('watcher', '=', key.watcher)
      .execute();
  }
  return { id: input.id };
}

const watchers: ReadonlySet<string> = new Set(['leader', 'commerce', 'administrator']);

/** The inbox over the registered due dates; `posts` comes from the module that knows who holds a post. */
export function inboxHandlers(parts: InboxParts): Bound[] {
  return [
    on(listInbox, (ctx, input) => list(ctx, parts, input)),
    on(countInbox, (ctx) => count(ctx, parts)),
    on(listUpcoming, async (ctx, input) => ({ items: await upcoming(ctx, parts, input.days) })),
    on(closeInboxItem, (ctx, input) => close(ctx, parts, input)),
    on(watchInboxItem, (ctx, input) => watch(ctx, parts, input)),
  ];
}
