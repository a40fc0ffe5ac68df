import { type RegisterRow, readRegister } from '@qianmo/database/places';
import { readAliases } from '@qianmo/database/places/aliases';
import { spellName } from '@qianmo/database/places/spelling';
import { choose, listShipped, shippedPlace } from './shipped.ts';
import type { Sql } from './sql.ts';

export type LoadOptions = {
  /** Real instant (ISO) noted beside the edition. */
  readonly at: string;
  /** Only these homes (division codes), all below them and the units above; a later call without it fills the rest. */
  readonly only?: readonly string[];
  readonly onProgress?: (done: number, total: number) => void;
};

export type LoadOutcome = { readonly edition: string; readonly loaded: number; readonly placeCount: number };

const chunkSize = 10_000;
const bulkFrom = 50_000;

/**
 * Loads the shipped register of places into an installation, as the owner of the tables. Idempotent: what is there is
 * left alone. One transaction, so a load that was killed leaves nothing behind and the next start begins again.
 */
export async function loadRegister(owner: Sql, options: LoadOptions): Promise<LoadOutcome> {
  const register = readRegister();
  const wanted = choose(register, options.only);
  await owner.query('begin');
  try {
    await owner.query(`select pg_advisory_xact_lock(hashtext('place.edition'))`);
    const { edition } = register;
    if (await isComplete(owner, edition, options.only)) {
      await owner.query('commit');
      return { edition, loaded: 0, placeCount: register.size };
    }
    const present = await listPresent(owner);
    const total = wanted.total - present.size;
    const bulk = total >= bulkFrom;
    await owner.query('alter table place.place disable trigger user');
    const restore = bulk ? await strip(owner) : [];
    const loaded = await insertRows(owner, wanted.rows(), present, (done) => options.onProgress?.(done, total));
    for (const statement of restore) await owner.query(statement);
    await owner.query('alter table place.place enable trigger user');
    await insertAliases(owner);
    await noteEdition(owner, edition, options);
    await owner.query('commit');
    await owner.query(bulk ? 'vacuum (analyze) place.place' : 'analyze place.place');
    return { edition, loaded, placeCount: present.size + loaded };
  } catch (cause) {
    await owner.query('rollback');
    throw cause;
  }
}

async function isComplete(owner: Sql, edition: string, only: readonly string[] | undefined): Promise<boolean> {
  const { rows } = await owner.query('select homes from place.edition where edition = $1', [edition]);
  const [row] = rows as { homes: string[] | null }[];
  if (row === undefined) return false;
  if (row.homes === null) return true;
  return only?.every((home) => row.homes?.includes(home)) ?? false;
}

async function listPresent(owner: Sql): Promise<Set<number>> {
  const { rows } = await owner.query('select id from place.place where id < 10000000');
  return new Set((rows as { id: number }[]).map(({ id }) => id));
}

/** Building an index once is several times faster than feeding it row by row. Returns what puts everything back. */
async function strip(owner: Sql): Promise<string[]> {
  await owner.query(`set local maintenance_work_mem = '192MB'`);
  const { rows } = await owner.query(`
    select 'drop index ' || i.indexrelid::regclass as drop, pg_get_indexdef(i.indexrelid) as make
    from pg_index i
    where i.indrelid = 'place.place'::regclass
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))
    union all
    select format('alter table place.place drop constraint %I', conname),
           format('alter table place.place add constraint %I %s', conname, pg_get_constraintdef(oid))
    from pg_constraint where conrelid = 'place.place'::regclass and contype = 'f'`);
  const parts = rows as { drop: string; make: string }[];
  for (const { drop } of parts) await owner.query(drop);
  return parts.map(({ make }) => make);
}

const columns = ['id', 'level', 'form', 'code', 'name', 'parent', 'home', 'pinyin', 'initials'] as const;
type Column = (typeof columns)[number];
type Batch = Record<Column, (string | number | null)[]>;

const insertBatch = `
  insert into place.place (id, level, kind, form, code, name, parent, home, pinyin, initials, source)
  select id, level, (array['province', 'prefecture', 'county', 'township', 'village'])[level], form, code, name,
         parent, home, pinyin, initials, 'register'
  from unnest($1::integer[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::text[], $8::text[],
              $9::text[]) as t (id, level, form, code, name, parent, home, pinyin, initials)`;

/** While the database takes one batch, the next is being decoded. */
async function insertRows(
  owner: Sql,
  rows: Iterable<RegisterRow>,
  present: ReadonlySet<number>,
  onProgress: (done: number) => void,
): Promise<number> {
  let batch = emptyBatch();
  let done = 0;
  let sent: Promise<unknown> = Promise.resolve();
  const flush = async () => {
    const full = batch;
    batch = emptyBatch();
    await sent;
    onProgress(done);
    done += full.id.length;
    sent = owner.query(
      insertBatch,
      columns.map((column) => full[column]),
    );
  };
  for (const [row, parent] of listShipped(rows)) {
    if (present.has(row.id)) continue;
    addRow(batch, row, parent);
    if (batch.id.length >= chunkSize) await flush();
  }
  if (batch.id.length > 0) await flush();
  await sent;
  onProgress(done);
  return done;
}

function emptyBatch(): Batch {
  return { id: [], level: [], form: [], code: [], name: [], parent: [], home: [], pinyin: [], initials: [] };
}

function addRow(batch: Batch, row: RegisterRow, parent: number | null): void {
  const values = shippedPlace(row, parent);
  for (const column of columns) batch[column].push(values[column]);
}

/** Those of the shipped aliases whose places are there and which are not there yet. */
async function insertAliases(owner: Sql): Promise<void> {
  const aliases = readAliases().map((alias) => ({ ...alias, ...spellName(alias.name) }));
  await owner.query(
    `insert into place.alias (place, name, valid, within, pinyin, initials, source)
     select p.id, a.name, daterange(a."from", a."to"), w.id, a.pinyin, a.initials, a.source
     from jsonb_to_recordset($1) as a (within text, place text, name text, "from" date, "to" date, source text,
                                       pinyin text, initials text)
     join place.place p on p.code = a.place and p.until is null
     join place.place w on w.code = a.within and w.until is null
     on conflict do nothing`,
    [JSON.stringify(aliases)],
  );
}

async function noteEdition(owner: Sql, edition: string, { at, only }: LoadOptions): Promise<void> {
  await owner.query(
    `insert into place.edition (edition, homes, place_count, loaded_at)
     select $1, $2, count(*), $3 from place.place where id < 10000000
     on conflict (edition) do update set place_count = excluded.place_count, loaded_at = excluded.loaded_at,
       homes = case when excluded.homes is null then null else array(
         select distinct h from unnest(edition.homes || excluded.homes) h order by h) end`,
    [edition, only === undefined ? null : [...only].sort(), at],
  );
}

/** Whether the shipped register is loaded for the whole country, without reading the register itself. */
export async function hasRegister(owner: Sql): Promise<boolean> {
  const { rows } = await owner.query(`select 1 from place.edition where homes is null`);
  return rows.length > 0;
}
