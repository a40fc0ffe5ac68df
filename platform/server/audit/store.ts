import { type RawBuilder, sql } from 'kysely';
import { NATION } from '../database/homes.ts';
import type { Database } from '../database/pool.ts';

/** Reading the log as the application, inside the actor's scope: row-level security decides what is there. */

export type ActFilter = {
  readonly home: string | null;
  readonly actor?: string | undefined;
  readonly operation?: string | undefined;
  readonly table?: string | undefined;
  readonly key?: Readonly<Record<string, string | number>> | undefined;
  /** Instants: from included, to excluded. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly outcome?: string | undefined;
  readonly text?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
};

export type ActRow = {
  home: string;
  id: string;
  seq: bigint;
  actor: string;
  posting: string | null;
  operation: string;
  version: number;
  outcome: 'done' | 'rejected';
  code: string | null;
  happened_at: string;
  arrived_at: string;
  device: string | null;
  changes: number;
};

/** Changes of an act: those logged at its home, and those of reference and global rows of the same transaction. */
const changesOfAct = sql`from audit.change c
  where c.operation = o.id and c.home in (o.home, ${sql.lit(NATION)}) and c.xid = o.xid`;

const actColumns = sql`o.home, o.id, o.seq, o.actor, o.posting, o.operation, o.version, o.outcome,
  case when o.outcome = 'rejected' then o.result ->> 'code' end as code, o.happened_at, o.arrived_at, o.device,
  (select count(*)::integer ${changesOfAct}) as changes`;

/** Newest first; one more than asked for tells that there are more. */
export async function listActs(db: Database, filter: ActFilter): Promise<ActRow[]> {
  // Always true, and what the partial index of a home's newest acts asks for.
  const conditions = [sql`o.seq > 0`, ...conditionsOf(filter)];
  const { rows } = await sql<ActRow>`
    select ${actColumns} from audit.operation o
    where ${sql.join(conditions, sql` and `)}
    order by o.seq desc limit ${filter.limit + 1}`.execute(db);
  return rows;
}

function conditionsOf(filter: ActFilter): RawBuilder<unknown>[] {
  const { home, actor, operation, from, to, outcome, before } = filter;
  const found: RawBuilder<unknown>[] = [];
  if (home !== null) found.push(sql`o.home = ${home}`);
  if (actor !== undefined) found.push(sql`o.actor = ${actor}`);
  if (operation !== undefined)
    found.push(sql`(o.operation = ${operation} or starts_with(o.operation, ${`${operation}.`}))`);
  if (from !== undefined) found.push(sql`o.happened_at >= ${from}::timestamptz`);
  if (to !== undefined) found.push(sql`o.happened_at < ${to}::timestamptz`);
  if (outcome !== undefined) found.push(sql`o.outcome = ${outcome}`);
  if (before !== undefined) found.push(sql`o.seq < ${before}::bigint`);
  const touched = touchedBy(filter);
  if (touched.length > 0) found.push(sql`exists (select ${changesOfAct} and ${sql.join(touched, sql` and `)})`);
  return found;
}

function touchedBy({ table, key, text }: ActFilter): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [];
  if (table !== undefined) found.push(sql`c.table_name = ${table}`);
  if (key !== undefined) found.push(sql`c.key @> ${JSON.stringify(key)}::jsonb`);
  if (text !== undefined)
    found.push(sql`strpos(lower(concat(c.key::text, c.old_row::text, c.new_row::text)), lower(${text}::text)) > 0`);
  return found;
}

export type ActDetail = ActRow & { result: string; sealed_in: bigint | null };

/** An act by its id at any home in scope. */
export async function findAct(db: Database, id: string): Promise<ActDetail | undefined> {
  const { rows } = await sql<ActDetail>`
    select ${actColumns}, o.result::text as result, audit.sealed_in(o.seq) as sealed_in
    from audit.operation o where o.id = ${id} limit 1`.execute(db);
  return rows[0];
}

export type FieldRow = {
  field: string;
  old: string | null;
  old_type: string | null;
  new: string | null;
  new_type: string | null;
};

export type ChangeRow = {
  seq: bigint;
  home: string;
  table_name: string;
  key: Record<string, unknown>;
  kind: 'insert' | 'update' | 'delete';
  row_hash: Buffer | null;
  fields: FieldRow[];
};

// Compared as jsonb, told as text: numbers keep every digit on their way out.
const fieldsOfChange = sql`coalesce((
  select jsonb_agg(jsonb_build_object('field', coalesce(n.key, p.key), 'old', p.value #>> '{}',
    'old_type', jsonb_typeof(p.value), 'new', n.value #>> '{}', 'new_type', jsonb_typeof(n.value))
    order by coalesce(n.key, p.key))
  from jsonb_each(c.old_row) p full join jsonb_each(c.new_row) n on n.key = p.key
  where p.value is distinct from n.value
), '[]') as fields`;

const changeColumns = sql`c.seq, c.home, c.table_name, c.key, c.kind, c.row_hash, ${fieldsOfChange}`;

/** What an act changed, in order; at most `limit`. */
export async function listChangesOf(
  db: Database,
  act: { readonly home: string; readonly id: string },
  limit: number,
): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select ${changeColumns} from audit.operation o join audit.change c
      on c.operation = o.id and c.home in (o.home, ${sql.lit(NATION)}) and c.xid = o.xid
    where o.home = ${act.home} and o.id = ${act.id} order by c.seq limit ${limit}`.execute(db);
  return rows;
}

export type HistoryRow = ChangeRow & {
  act_home: string | null;
  act_id: string | null;
  act_actor: string | null;
  act_operation: string | null;
  act_at: string | null;
};

/** What happened to a record, newest first; one more than asked for tells that there is more. */
export async function listHistory(
  db: Database,
  record: {
    readonly table: string;
    readonly key: Readonly<Record<string, string | number>>;
    /** All key columns are given: the index finds it at once. */
    readonly whole: boolean;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<HistoryRow[]> {
  const key = sql`${JSON.stringify(record.key)}::jsonb`;
  const before = record.before === undefined ? sql`true` : sql`c.seq < ${record.before}::bigint`;
  const { rows } = await sql<HistoryRow>`
    select ${changeColumns}, o.home as act_home, o.id as act_id, o.actor as act_actor, o.operation as act_operation,
      o.happened_at as act_at
    from audit.change c
    left join audit.operation o on o.id = c.operation and o.xid = c.xid
    where c.table_name = ${record.table} and ${record.whole ? sql`c.key = ${key}` : sql`c.key @> ${key}`} and ${before}
    order by c.seq desc limit ${record.limit + 1}`.execute(db);
  return rows;
}

/** Key columns of a table that the log knows; undefined for any other name. */
export async function findKeyColumns(db: Database, table: string): Promise<readonly string[] | undefined> {
  const row = await db
    .selectFrom('platform.guarded')
    .select('key_columns')
    .where('name', '=', table)
    .where('capture', '<>', 'none')
    .executeTakeFirst();
  return row?.key_columns;
}

/**
 * The row itself, for tables that can only be added to: the log holds its hash, the table its values. Empty where the
 * actor's scope does not show it. The table is one that the guard knows, so its name is never the caller's own text.
 */
export async function readAddedRow(
  db: Database,
  table: string,
  keyColumns: readonly string[],
  key: Readonly<Record<string, unknown>>,
): Promise<FieldRow[]> {
  const name = sql.table(table);
  const same = keyColumns.map((column) => sql`t.${sql.id(column)} = k.${sql.id(column)}`);
  const { rows } = await sql<FieldRow>`
    select f.key as field, null as old, null as old_type, f.value #>> '{}' as new, jsonb_typeof(f.value) as new_type
    from ${name} t
    join jsonb_populate_record(null::${name}, ${JSON.stringify(key)}::jsonb) k on ${sql.join(same, sql` and `)}
    cross join jsonb_each(to_jsonb(t)) f
    order by f.key`.execute(db);
  return rows;
}

export async function mayRead(db: Database, table: string): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`select has_table_privilege(${table}, 'select') as may`.execute(db);
  return rows[0]?.may ?? false;
}

export async function findNewestSeal(db: Database) {
  return db
    .selectFrom('audit.batch')
    .select(['number', 'last_seq', 'leaf_count', 'root', 'chain', 'chain_sm3', 'sealed_at'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Rows of the log, at whatever home, that no seal vouches for yet. */
export async function countUnsealed(db: Database): Promise<number> {
  const { rows } = await sql<{ tail: bigint }>`select audit.tail() as tail`.execute(db);
  return Number(rows[0]?.tail ?? 0n);
}

export async function insertCheck(
  db: Database,
  check: { home: string; id: string; askedBy: string; checkedAt: string; report: string },
): Promise<void> {
  const { home, id, askedBy, checkedAt, report } = check;
  await db
    .insertInto('platform.log_check')
    .values({ home, id, asked_by: askedBy, checked_at: checkedAt, report })
    .execute();
}

export async function findCheck(db: Database, id: string) {
  return db.selectFrom('platform.log_check').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function listStoredChecks(db: Database, limit: number) {
  return db
    .selectFrom('platform.log_check')
    .selectAll()
    .orderBy('checked_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** One word to the server, so that a transaction that waits for other work does not count as idle. */
export async function stayAwake(db: Database): Promise<void> {
  await sql`select 1`.execute(db);
}
