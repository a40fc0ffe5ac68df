import type { ClientBase } from 'pg';
import { loggedPlaces, REGISTER_TABLE, verifyRegister } from './compare-register.ts';
import type { ProblemKind, Recorder } from './report.ts';

/** A table whose rows are compared with the log, and what is needed to write the comparison. */
export type AuditedTable = {
  /** Schema-qualified, as the log names it. */
  readonly name: string;
  /** Quoted for SQL; null when the table is gone. */
  readonly relation: string | null;
  readonly capture: 'values' | 'hash';
  readonly keyColumns: readonly string[];
  /** Columns in order of their making, last first: those added after a row was captured come first. */
  readonly newestColumns: readonly string[];
  /** What rows older than an added column hold in it (null when nothing), as JSON text. */
  readonly added: string;
  readonly guarded: boolean;
  readonly triggersOff: readonly string[];
};

const PAGE = 500;

/** Compares each audited business row with its last captured image, table by table. */
export async function verifyRows(client: ClientBase, found: Recorder): Promise<void> {
  for (const table of await listAuditedTables(client)) {
    found.report.tables += 1;
    const at = { table: table.name };
    if (!table.guarded)
      found.add('row-unlogged', { ...at, detail: 'the log knows this table, the guard no longer does' });
    for (const trigger of table.triggersOff) {
      found.add('row-unlogged', {
        ...at,
        detail: `trigger ${trigger} is missing or switched off: changes are not captured`,
      });
    }
    if (table.relation === null) found.add('row-missing', { ...at, detail: 'the table itself is gone' });
    else await verifyTable(client, found, table, table.relation);
  }
}

async function verifyTable(client: ClientBase, found: Recorder, table: AuditedTable, relation: string) {
  await client.query('savepoint compared');
  const before = { count: found.report.problemCount, listed: found.report.problems.length };
  try {
    await comparePages(client, found, table, comparison(table, relation, 'lenient'));
  } catch (error) {
    if (!isValueError(error)) throw error;
    // An image that does not even fit the table's types: compare as text, which cannot fail.
    await client.query('rollback to savepoint compared');
    found.report.problemCount = before.count;
    found.report.problems.length = before.listed;
    await comparePages(client, found, table, comparison(table, relation, 'strict'));
  }
  if (table.name === REGISTER_TABLE) await verifyRegister(client, found);
  const { rows } = await client.query<{ count: string }>(`select count(*)::text as count from ${relation}`);
  found.report.rows += Number(rows[0]?.count ?? 0);
}

/** Data exceptions (class 22) and violated domains (class 23). */
function isValueError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('22') || code.startsWith('23');
}

type Difference = {
  problem: ProblemKind;
  key: string;
  seq: string | null;
  home: string | null;
  operation: string | null;
  detail: string;
};

async function comparePages(client: ClientBase, found: Recorder, table: AuditedTable, sql: string) {
  // A cursor takes no parameters in DECLARE's text when sent simply; values are written in as escaped literals.
  await client.query(`declare compared no scroll cursor for ${sql}`);
  for (;;) {
    const { rows } = await client.query<Difference>(`fetch ${PAGE} from compared`);
    for (const { problem, key, seq, home, operation, detail } of rows) {
      found.add(problem, { table: table.name, key, seq: seq === null ? null : BigInt(seq), home, operation, detail });
    }
    if (rows.length < PAGE) break;
  }
  await client.query('close compared');
}

/** SQL of one table's comparison. `lenient` allows for columns added since and for another time zone at capture. */
export function comparison(table: AuditedTable, relation: string, mode: 'lenient' | 'strict'): string {
  const key = table.keyColumns.map((column) => `${literal(column)}, j -> ${literal(column)}`).join(', ');
  const same = table.capture === 'values' ? sameValues(table, relation, mode) : sameHash(table);
  const logged = table.name === REGISTER_TABLE ? `where ${loggedPlaces}` : '';
  return `
  with live as (select jsonb_build_object(${key}) as key, j from (select to_jsonb(t) as j from ${relation} t ${logged}) rows),
  last as (
    select distinct on (c.key) c.key, c.seq, c.kind, c.home, c.operation, c.new_row, c.row_hash
    from audit.change c where c.table_name = ${literal(table.name)} order by c.key desc, c.seq desc
  )
  select case when live.key is null then 'row-missing'
              when last.key is null or last.kind = 'delete' then 'row-unlogged' else 'row-differs' end as problem,
         coalesce(live.key, last.key)::text as key, last.seq::text as seq,
         coalesce(last.home, live.j ->> 'home') as home, last.operation::text as operation,
         case when live.key is null then 'the log has no deletion of it'
              when last.key is null then 'the log has never seen it'
              when last.kind = 'delete' then 'the log has seen it deleted'
              ${table.capture === 'hash' ? '' : `else 'columns ' || ${changedColumns}`}
              ${table.capture === 'hash' ? `else 'its hash is not the captured one'` : ''} end as detail
  from last full join live on live.key = last.key
  where case when live.key is null then last.kind <> 'delete'
             when last.key is null or last.kind = 'delete' then true
             else not coalesce(${same}, false) end`;
}

const changedColumns = `coalesce((select string_agg(e.name, ', ' order by e.name) from jsonb_each(live.j) as e (name, value)
  where last.new_row -> e.name is distinct from e.value), '(image incomplete)')`;

function sameValues(table: AuditedTable, relation: string, mode: 'lenient' | 'strict'): string {
  if (mode === 'strict') return 'last.new_row = live.j';
  const image = `${literal(table.added)}::jsonb || last.new_row`;
  return `case when last.new_row = live.j then true
    else to_jsonb(jsonb_populate_record(null::${relation}, ${image})) = live.j end`;
}

// A hash covers the columns of its day. When it does not fit, the newest columns are left off one after another, as
// long as they hold what a column just added holds.
function sameHash(table: AuditedTable): string {
  const newest = `array[${table.newestColumns.map(literal).join(', ')}]::text[]`;
  const added = `${literal(table.added)}::jsonb`;
  return `case when sha256(convert_to(live.j::text, 'UTF8')) = last.row_hash then true
    else exists (select from generate_series(1, ${table.newestColumns.length}) as k
      where sha256(convert_to((live.j - (${newest})[1:k])::text, 'UTF8')) = last.row_hash
        and not exists (select from unnest((${newest})[1:k]) as c (name)
          where live.j -> c.name is distinct from coalesce(${added} -> c.name, 'null'::jsonb))) end`;
}

function literal(text: string): string {
  return text.includes('\\')
    ? ` E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`;
}

// Guarded tables, and tables that only the log still names: one could have been struck off the guard's list.
const tablesSql = `
  with recursive logged (name) as (
    (select c.table_name from audit.change c order by c.table_name limit 1)
    union all
    select (select c.table_name from audit.change c where c.table_name > l.name order by c.table_name limit 1)
    from logged l where l.name is not null
  ), named as (
    select g.name, g.capture, true as guarded from platform.guarded g where g.capture <> 'none'
    union all
    select l.name, case when exists (select from audit.change c where c.table_name = l.name and c.row_hash is not null)
                   then 'hash' else 'values' end, false
    from logged l
    where l.name is not null and not exists (select from platform.guarded g where g.name = l.name and g.capture <> 'none')
  ), placed as (select n.*, to_regclass(n.name) as oid from named n)
  select p.name, p.oid::text as relation, p.capture, p.guarded,
    coalesce((select json_agg(a.attname order by k.ord) from pg_index i
      cross join lateral unnest(i.indkey) with ordinality as k (attnum, ord)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
      where i.indrelid = p.oid and i.indisprimary), '[]')::text as key_columns,
    coalesce((select json_agg(a.attname order by a.attnum desc) from pg_attribute a
      where a.attrelid = p.oid and a.attnum > 0 and not a.attisdropped
        and not exists (select from pg_index i where i.indrelid = p.oid and i.indisprimary and a.attnum = any (i.indkey))
      ), '[]')::text as newest_columns,
    coalesce((select jsonb_object_agg(a.attname,
        case when a.atttypid in ('json'::regtype, 'jsonb'::regtype) then (a.attmissingval::text::text[])[1]::jsonb
             when a.atttypid = 'boolean'::regtype then to_jsonb((a.attmissingval::text::text[])[1]::boolean)
             when a.atttypid in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype)
             then to_jsonb((a.attmissingval::text::text[])[1]::numeric)
             else to_jsonb((a.attmissingval::text::text[])[1]) end)
      from pg_attribute a where a.attrelid = p.oid and a.attnum > 0 and not a.attisdropped and a.atthasmissing), '{}')::text
      as added,
    coalesce((select json_agg(w.name order by w.name) from unnest(case p.capture
        when 'hash' then array['capture_insert', 'refuse_rewrite']
        else array['capture_insert', 'capture_update', 'capture_delete'] end) as w (name)
      where p.oid is not null and not exists (select from pg_trigger t
        where t.tgrelid = p.oid and t.tgname = w.name and t.tgenabled in ('O', 'A'))), '[]')::text as triggers_off
  from placed p order by p.name`;

async function listAuditedTables(client: ClientBase): Promise<AuditedTable[]> {
  const { rows } = await client.query<Record<string, string> & { guarded: boolean; relation: string | null }>(
    tablesSql,
  );
  return rows.map((row) => ({
    name: row.name ?? '',
    relation: row.relation,
    capture: row.capture === 'hash' ? 'hash' : 'values',
    keyColumns: JSON.parse(row.key_columns ?? '[]') as string[],
    newestColumns: JSON.parse(row.newest_columns ?? '[]') as string[],
    added: row.added ?? '{}',
    guarded: row.guarded,
    triggersOff: JSON.parse(row.triggers_off ?? '[]') as string[],
  }));
}
