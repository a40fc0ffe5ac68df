import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { cellProblem, type RowOutcome, type SheetCounts } from '../../contract/sheet.ts';
import type { RawCell } from '../../contract/sheet-cell.ts';
import type { Database } from '../database/pool.ts';
import { type EvaluatedRow, repeatedRow } from './evaluate.ts';
import type { RawRow } from './read-lines.ts';

export type StageKey = { readonly home: string; readonly id: string };

export async function insertStage(
  db: Database,
  stage: StageKey & { sheet: string; file: string; by: string; at: string; expiresAt: string },
): Promise<boolean> {
  const added = await db
    .insertInto('platform.sheet_stage')
    .values({
      home: stage.home,
      id: stage.id,
      sheet: stage.sheet,
      file: stage.file,
      staged_by: stage.by,
      staged_at: stage.at,
      expires_at: stage.expiresAt,
    })
    .onConflict((conflict) => conflict.columns(['home', 'file']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

export function findStage(db: Database, { home, id }: StageKey, lock = false) {
  const query = db.selectFrom('platform.sheet_stage').selectAll().where('home', '=', home).where('id', '=', id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

export type StageRow = Awaited<ReturnType<typeof findStage>> & object;

function update(db: Database, { home, id }: StageKey) {
  return db.updateTable('platform.sheet_stage').where('home', '=', home).where('id', '=', id);
}

export async function noteStageRun(db: Database, key: StageKey, run: string): Promise<void> {
  await update(db, key).set({ run }).execute();
}

export async function failStage(db: Database, key: StageKey, code: string, params: object): Promise<void> {
  await update(db, key)
    .set({ state: 'failed', error_code: code, error_params: JSON.stringify(params) })
    .where('state', '=', 'reading')
    .execute();
}

export async function readyStage(
  db: Database,
  key: StageKey,
  facts: { rows: number; unknownColumns: readonly string[]; letters: object },
): Promise<void> {
  await update(db, key)
    .set({
      state: 'ready',
      row_count: facts.rows,
      unknown_columns: [...facts.unknownColumns],
      column_letters: JSON.stringify(facts.letters),
      hash: await hashRows(db, key),
    })
    .execute();
}

export async function rehashStage(db: Database, key: StageKey): Promise<string> {
  const hash = await hashRows(db, key);
  await update(db, key).set({ hash }).execute();
  return hash;
}

export async function confirmStage(db: Database, key: StageKey, imported: number): Promise<void> {
  await update(db, key).set({ state: 'confirmed', imported_count: imported }).execute();
  await db.deleteFrom('platform.sheet_stage_row').where('home', '=', key.home).where('stage', '=', key.id).execute();
}

/** The stage with its rows. */
export async function deleteStage(db: Database, key: StageKey): Promise<void> {
  await db.deleteFrom('platform.sheet_stage').where('home', '=', key.home).where('id', '=', key.id).execute();
}

export async function deleteExpiredStages(db: Database, home: string, now: string) {
  return db
    .deleteFrom('platform.sheet_stage')
    .where('home', '=', home)
    .where('expires_at', '<=', now)
    .returning(['id', 'file', 'state'])
    .execute();
}

/** Names the content of a stage: any change of a cell or of a verdict makes another hash. */
async function hashRows(db: Database, { home, id }: StageKey): Promise<string> {
  const { rows } = await sql<{ hash: string }>`
    select encode(sha256(convert_to(coalesce(
      string_agg(number || ' ' || cells::text || ' ' || parsed::text || ' ' || outcome, E'\n' order by number), ''), 'UTF8')), 'hex') as hash
    from platform.sheet_stage_row where home = ${home} and stage = ${id}`.execute(db);
  return rows[0]?.hash ?? '';
}

/** Adds rows, or writes them anew where the stage has them already. */
export async function saveRows(db: Database, { home, id }: StageKey, rows: readonly EvaluatedRow[]): Promise<void> {
  const json = (pick: (row: EvaluatedRow) => unknown) => rows.map((row) => JSON.stringify(pick(row)));
  await sql`
    insert into platform.sheet_stage_row (home, stage, number, cells, parsed, problems, outcome, row_key)
    select ${home}, ${id}::uuid, number, cells::jsonb, parsed::jsonb, problems::jsonb, outcome, row_key
    from unnest(
      ${rows.map((row) => row.number)}::integer[], ${json((row) => row.cells)}::text[],
      ${json((row) => row.values)}::text[], ${json((row) => row.problems)}::text[],
      ${rows.map((row) => row.outcome)}::text[], ${rows.map((row) => row.key)}::text[]
    ) as t (number, cells, parsed, problems, outcome, row_key)
    on conflict (home, stage, number) do update set cells = excluded.cells, parsed = excluded.parsed,
      problems = excluded.problems, outcome = excluded.outcome, row_key = excluded.row_key`.execute(db);
}

const rawCells = z.record(
  z.string(),
  z.object({ kind: z.enum(['text', 'number', 'date', 'fault']), text: z.string(), meant: z.string().optional() }),
);
const problemsShape = z.array(cellProblem);

function cellsOf(stored: unknown): Record<string, RawCell> {
  return rawCells.parse(stored) as Record<string, RawCell>;
}

export async function listRawRows(db: Database, { home, id }: StageKey, number?: number): Promise<RawRow[]> {
  let query = db
    .selectFrom('platform.sheet_stage_row')
    .select(['number', 'cells'])
    .where('home', '=', home)
    .where('stage', '=', id)
    .orderBy('number');
  if (number !== undefined) query = query.where('number', '=', number);
  return (await query.execute()).map((row) => ({ number: row.number, cells: cellsOf(row.cells) }));
}

/** Rows as they stand: of several for one thing only the first counts. */
function judged({ home, id }: StageKey): RawBuilder<unknown> {
  return sql`
    select number, cells, problems, row_key, first_number,
           case when row_key is not null and first_number < number then 'wrong' else outcome end as outcome
    from (select *, case when row_key is not null then min(number) over (partition by row_key) end as first_number
          from platform.sheet_stage_row where home = ${home} and stage = ${id}) r`;
}

export async function countStage(db: Database, key: StageKey): Promise<SheetCounts> {
  const { rows } = await sql<{ outcome: RowOutcome; count: number }>`
    select outcome, count(*)::integer as count from (${judged(key)}) j group by outcome`.execute(db);
  const counts = { new: 0, changed: 0, same: 0, wrong: 0 };
  for (const { outcome, count } of rows) counts[outcome] = count;
  return counts;
}

type JudgedRow = {
  number: number;
  cells: unknown;
  problems: unknown;
  first_number: number | null;
  outcome: RowOutcome;
};

export type Page = {
  readonly only?: RowOutcome | undefined;
  /** Only the row of this line. */
  readonly number?: number;
  readonly limit: number;
  readonly offset: number;
};

export async function listStageRows(db: Database, key: StageKey, page: Page) {
  const { rows } = await sql<JudgedRow>`
    select number, cells, problems, first_number, outcome from (${judged(key)}) j
    where (${page.only ?? null}::text is null or outcome = ${page.only ?? null})
      and (${page.number ?? null}::integer is null or number = ${page.number ?? null})
    order by number limit ${page.limit} offset ${page.offset}`.execute(db);
  return rows.map((row) => ({
    row: row.number,
    outcome: row.outcome,
    cells: Object.fromEntries(Object.entries(cellsOf(row.cells)).map(([key, cell]) => [key, shown(cell)])),
    problems:
      row.first_number !== null && row.first_number < row.number
        ? [repeatedRow(row.first_number)]
        : problemsShape.parse(row.problems),
  }));
}

function shown(cell: RawCell): string {
  return (cell.kind === 'fault' ? (cell.meant ?? '') : cell.text).slice(0, 200);
}
