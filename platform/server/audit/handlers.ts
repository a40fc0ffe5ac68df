import { addDays } from '@qianmo/values/plain-date';
import {
  checkChain,
  getCheck,
  getLoggedAct,
  historyOfRow,
  type LoggedChange,
  listChecks,
  listLoggedActs,
  newestSeal,
} from '../../contract/audit.ts';
import type { ParsedInputOf } from '../../contract/operation.ts';
import type { Database } from '../database/pool.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { type Bound, type Context, on } from '../serve/context.ts';
import { CHECK_JOB } from './job.ts';
import { actOf, changeOf, checkOf, fieldOf } from './shape.ts';
import {
  type ChangeRow,
  countUnsealed,
  findAct,
  findCheck,
  findKeyColumns,
  findNewestSeal,
  listActs,
  listChangesOf,
  listHistory,
  listStoredChecks,
  mayRead,
  readAddedRow,
} from './store.ts';

const MOST_CHANGES = 200;

/** Days are those of Asia/Shanghai, both included. */
function periodOf(from: string | undefined, to: string | undefined) {
  return {
    from: from && `${from}T00:00:00+08:00`,
    to: to && `${addDays(to, 1)}T00:00:00+08:00`,
  };
}

async function list(ctx: Context, input: ParsedInputOf<typeof listLoggedActs>) {
  const { below, from, to, ...filter } = input;
  if (filter.table !== undefined && !(await findKeyColumns(ctx.db, filter.table)))
    return ctx.reject('table-unknown', { params: { table: filter.table } });
  const found = await listActs(ctx.db, { ...filter, ...periodOf(from, to), home: below ? null : ctx.home });
  const items = found.slice(0, input.limit).map(actOf);
  return { items, next: found.length > input.limit ? (items.at(-1)?.seq ?? null) : null };
}

async function get(ctx: Context, id: string) {
  const row = await findAct(ctx.db, id);
  if (!row) return ctx.reject('operation-unknown', { status: 404 });
  const changes: LoggedChange[] = [];
  for (const change of await listChangesOf(ctx.db, row, MOST_CHANGES)) changes.push(await withValues(ctx.db, change));
  return {
    act: actOf(row),
    result: row.result,
    changes,
    more: Math.max(0, row.changes - changes.length),
    sealedIn: row.sealed_in === null ? null : Number(row.sealed_in),
  };
}

/** Of rows that are only ever added the log keeps a hash: what they say is read where they stand. */
async function withValues(db: Database, row: ChangeRow): Promise<LoggedChange> {
  const change = changeOf(row);
  if (change.rowHash === null) return change;
  const columns = await findKeyColumns(db, row.table_name);
  if (!columns || !(await mayRead(db, row.table_name))) return change;
  const added = await readAddedRow(db, row.table_name, columns, row.key);
  return { ...change, fields: added.map(fieldOf) };
}

async function history(ctx: Context, input: ParsedInputOf<typeof historyOfRow>) {
  const { table, key, before, limit } = input;
  const columns = await findKeyColumns(ctx.db, table);
  if (!columns) return ctx.reject('table-unknown', { params: { table } });
  const foreign = Object.keys(key).find((column) => !columns.includes(column));
  if (foreign !== undefined) return ctx.reject('key-column-unknown', { params: { column: foreign } });
  const whole = columns.every((column) => key[column] !== undefined);
  const found = await listHistory(ctx.db, { table, key, whole, before, limit });
  const items = [];
  for (const row of found.slice(0, limit)) {
    const { act_home: home, act_id: id, act_actor: actor, act_operation: operation, act_at: at } = row;
    const act = home && id && actor && operation && at ? { home, id, actor, operation, at } : null;
    items.push({ ...(await withValues(ctx.db, row)), act });
  }
  return { items, next: found.length > limit ? (items.at(-1)?.seq ?? null) : null };
}

async function seal(ctx: Context) {
  const row = await findNewestSeal(ctx.db);
  const unsealed = await countUnsealed(ctx.db);
  if (!row) return { seal: null, unsealed };
  return {
    seal: {
      number: Number(row.number),
      lastSeq: row.last_seq.toString(),
      count: row.leaf_count,
      root: row.root.toString('hex'),
      chain: row.chain.toString('hex'),
      chainSm3: row.chain_sm3.toString('hex'),
      sealedAt: row.sealed_at,
    },
    unsealed,
  };
}

async function storedCheck(ctx: Context, id: string) {
  const row = await findCheck(ctx.db, id);
  return row ? checkOf(row, new Set(ctx.readable)) : ctx.reject('check-unknown', { status: 404 });
}

async function checks(ctx: Context, limit: number) {
  const readable = new Set(ctx.readable);
  const rows = await listStoredChecks(ctx.db, limit);
  return {
    items: rows.map((row) => {
      const { id, home, askedBy, checkedAt, problemCount, batches, unsealedTail } = checkOf(row, readable);
      return { id, home, askedBy, checkedAt, problemCount, batches, unsealedTail };
    }),
  };
}

export const auditHandlers: Bound[] = [
  on(listLoggedActs, list),
  on(getLoggedAct, (ctx, { id }) => get(ctx, id)),
  on(historyOfRow, history),
  on(newestSeal, seal),
  on(checkChain, async (ctx) => ({
    job: await enqueue(ctx.db, { home: ctx.home, job: CHECK_JOB, askedBy: ctx.actor.user, now: ctx.now }),
  })),
  on(getCheck, (ctx, { id }) => storedCheck(ctx, id)),
  on(listChecks, (ctx, { limit }) => checks(ctx, limit)),
];
