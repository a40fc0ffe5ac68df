import type { Database } from '@qianmo/platform/server';
import { parseShare, type Share, shareText } from '@qianmo/values/share';
import { sql } from 'kysely';
import type { Evidence } from '../../contract.ts';
import type { ProgrammeKey } from './programme.ts';

export type FactRow = {
  readonly home: string;
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly place: string | null;
  readonly operator: string;
  readonly value: Share;
  readonly unit: string;
  readonly observedOn: string;
  readonly source: string;
  readonly correctionOf: string | null;
  readonly correctedBy: string | null;
};

/** Facts found by survey, oldest first, corrected ones included. */
export async function listFacts(db: Database, key: ProgrammeKey): Promise<FactRow[]> {
  const rows = await db
    .selectFrom('programme.profile_fact as f')
    .leftJoin('programme.profile_fact as c', (join) =>
      join.onRef('c.home', '=', 'f.home').onRef('c.correction_of', '=', 'f.id'),
    )
    .selectAll('f')
    .select('c.id as corrected_by')
    .where('f.programme_home', '=', key.home)
    .where('f.programme', '=', key.id)
    .orderBy('f.observed_on')
    .orderBy('f.recorded_at')
    .orderBy('f.id')
    .execute();
  return rows.map((row) => ({
    home: row.home,
    id: row.id,
    key: row.key,
    name: row.name,
    place: row.place,
    operator: row.operator,
    value: parseShare(row.value),
    unit: row.unit,
    observedOn: row.observed_on,
    source: row.source,
    correctionOf: row.correction_of,
    correctedBy: row.corrected_by,
  }));
}

export async function insertFact(
  db: Database,
  key: ProgrammeKey,
  made: Omit<FactRow, 'correctedBy'> & { evidence: readonly Evidence[]; by: string; at: string; rulesVersion: number },
): Promise<void> {
  await db
    .insertInto('programme.profile_fact')
    .values({
      home: made.home,
      id: made.id,
      programme_home: key.home,
      programme: key.id,
      key: made.key,
      name: made.name,
      place: made.place,
      operator: made.operator,
      value: shareText(made.value),
      unit: made.unit,
      observed_on: made.observedOn,
      source: made.source,
      evidence: JSON.stringify(made.evidence),
      correction_of: made.correctionOf,
      recorded_by: made.by,
      recorded_at: made.at,
      rules_version: made.rulesVersion,
    })
    .execute();
}

export type VillageRow = {
  readonly place: number;
  readonly code: string;
  readonly name: string;
  readonly township: { readonly code: string; readonly name: string };
  readonly class: 'poor' | 'deeply-poor' | 'non-poor' | null;
  readonly classFrom: string | null;
  readonly source: string | null;
  readonly nameShared: boolean;
};

/** PROG-03, PROG-04: villages of a home on a day, each with its township; whether another of the home bears its name. */
export async function listVillageRows(
  db: Database,
  home: string,
  at: string,
  filter: {
    township?: string | undefined;
    class?: string | undefined;
    q?: string | undefined;
    limit: number;
    offset: number;
  },
): Promise<{ total: number; items: VillageRow[] }> {
  const { township = null, q = null } = filter;
  const wanted = filter.class ?? null;
  const { rows } = await sql<VillageRow & { total: number }>`
    with village as (
      select a.id as place, a.code, a.name, t.code as township_code, t.name as township_name, c.class,
             lower(c.valid)::text as class_from, c.source, count(*) over (partition by a.name) > 1 as name_shared
      from place.at(${at}::date) a
      join place.at(${at}::date) t on t.id = a.parent
      left join place.poverty c on c.place = a.id and c.valid @> ${at}::date
      where a.home = ${home} and a.kind = 'village' and a.form in ('villagers', 'herders')
    )
    select place, code, name, json_build_object('code', township_code, 'name', township_name) as township, class,
           class_from as "classFrom", source, name_shared as "nameShared", (count(*) over ())::integer as total
    from village
    where (${township}::text is null or township_code = ${township})
      and (${q}::text is null or strpos(name, ${q}) > 0 or strpos(township_name, ${q}) > 0 or code = ${q})
      and (${wanted}::text is null or coalesce(class, 'unclassed') = ${wanted})
    order by code limit ${filter.limit} offset ${filter.offset}`.execute(db);
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map(({ total: _total, ...row }) => row),
  };
}

/** Whether the place is a village of this home today. */
export async function isVillageOf(db: Database, home: string, place: number): Promise<boolean> {
  const row = await db
    .selectFrom('place.place')
    .select('id')
    .where('id', '=', place)
    .where('home', '=', home)
    .where('kind', '=', 'village')
    .where('until', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export type TableRow = { readonly rowKey: string; readonly chosen: number | null };

export async function listResolved(db: Database, home: string, source: string): Promise<TableRow[]> {
  const rows = await db
    .selectFrom('place.resolution')
    .select(['row_key as rowKey', 'chosen'])
    .where('home', '=', home)
    .where('source', '=', source)
    .execute();
  return rows;
}

/** Ids in the register by code, for units that stand today. */
export async function listPlaceIds(
  db: Database,
  codes: readonly string[],
): Promise<Map<string, { id: number; name: string }>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .selectFrom('place.place')
    .select(['code', 'id', 'name'])
    .where('code', 'in', [...codes])
    .where('until', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.code, { id: row.id, name: row.name }]));
}
