import { spellName } from '@qianmo/database/places/spelling';
import { type NamedPlace, normaliseName, type Resolution, resolveName, type TownshipVillages } from '../rules.ts';
import type { ResolutionHow, ResolutionRow } from '../shapes.ts';
import type { Sql } from './sql.ts';

export type RowToResolve = { readonly rowKey: string; readonly township: string; readonly village: string };
export type ResolveInput = {
  /** The county whose places are meant, and whose work list takes what stays open. */
  readonly home: string;
  /** What the rows come from, e.g. 'chengxian-2019/stores'. */
  readonly source: string;
  /** The day of the document ('YYYY-MM-DD'). */
  readonly asOf: string;
  readonly rows: readonly RowToResolve[];
};
export type ResolutionCount = { readonly resolved: Readonly<Record<ResolutionHow, number>>; readonly open: number };

/** Resolves every row against the home's townships and keeps the answers; what a person decided is left alone. */
export async function resolveRows(sql: Sql, input: ResolveInput): Promise<ResolutionCount> {
  const townships = await listTownships(sql, input.home);
  const resolved = { exact: 0, variant: 0, alias: 0, former: 0, decided: 0 };
  const kept = await listDecided(sql, input);
  let open = 0;
  const columns: [string[], string[], string[], string[], (number | null)[], (string | null)[]] = [
    [],
    [],
    [],
    [],
    [],
    [],
  ];
  for (const row of input.rows) {
    if (kept.has(row.rowKey)) {
      resolved.decided += 1;
      continue;
    }
    const { pinyin } = spellName(normaliseName(row.village));
    const answer = resolveName({ township: row.township, village: row.village, asOf: input.asOf, pinyin }, townships);
    if (answer.kind === 'open') open += 1;
    else resolved[answer.how] += 1;
    const cells = [row.rowKey, row.township, row.village, ...answerCells(answer)] as const;
    for (const [at, column] of columns.entries()) (column as unknown[]).push(cells[at]);
  }
  await save(sql, input, columns);
  return { resolved, open };
}

function answerCells(answer: Resolution): [string, number | null, string | null] {
  if (answer.kind === 'open') return [JSON.stringify(answer.candidates), null, null];
  return ['[]', answer.place, answer.how];
}

async function listDecided(sql: Sql, { home, source }: ResolveInput): Promise<Set<string>> {
  const { rows } = await sql.query(
    `select row_key from place.resolution where home = $1 and source = $2 and how = 'decided'`,
    [home, source],
  );
  return new Set((rows as { row_key: string }[]).map((row) => row.row_key));
}

async function save(sql: Sql, { home, source, asOf }: ResolveInput, columns: readonly unknown[][]): Promise<void> {
  await sql.query(
    `insert into place.resolution (home, source, row_key, township_text, village_text, as_of, candidates, chosen, how)
     select $1, $2, row_key, township, village, $3, candidates::jsonb, chosen, how
     from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::integer[], $9::text[])
       as t (row_key, township, village, candidates, chosen, how)
     on conflict (home, source, row_key) do update
     set township_text = excluded.township_text, village_text = excluded.village_text, as_of = excluded.as_of,
         candidates = excluded.candidates, chosen = excluded.chosen, how = excluded.how,
         version = resolution.version + 1
     where resolution.how is distinct from 'decided'
       and (resolution.chosen, resolution.candidates, resolution.village_text, resolution.township_text)
         is distinct from (excluded.chosen, excluded.candidates, excluded.village_text, excluded.township_text)`,
    [home, source, asOf, ...columns],
  );
}

type NameRow = {
  id: number;
  code: string;
  name: string;
  pinyin: string;
  level: number;
  parent: number;
  other: NamedPlace['otherNames'];
};

/** The townships of a home with all that was ever called by a name in them. */
export async function listTownships(sql: Sql, home: string): Promise<TownshipVillages[]> {
  const { rows } = await sql.query(
    `select p.id, p.code, p.name, p.pinyin, p.level, p.parent,
            coalesce((select json_agg(n) from (
              select a.name, 'alias' as how, lower(a.valid)::text as "from", upper(a.valid)::text as "to"
              from place.alias a where a.place = p.id
              union all
              select f.name, 'former', lower(f.valid)::text, upper(f.valid)::text from place.former f where f.place = p.id
            ) n), '[]') as other
     from place.place p where p.home = $1 and p.level in (4, 5) order by p.level, p.code`,
    [home],
  );
  const places = (rows as NameRow[]).map(({ other, ...place }) => ({ ...place, otherNames: other }));
  const villages = Map.groupBy(
    places.filter(({ level }) => level === 5),
    ({ parent }) => parent,
  );
  return places
    .filter(({ level }) => level === 4)
    .map((place) => ({ ...place, villages: villages.get(place.id) ?? [] }));
}

/** The work list of a home: what is open first, then what was decided or found; one source or all. */
export async function listResolutions(
  sql: Sql,
  query: {
    readonly home: string;
    readonly source?: string | undefined;
    readonly openOnly?: boolean | undefined;
    readonly limit?: number;
    readonly offset?: number;
  },
): Promise<ResolutionRow[]> {
  const { rows } = await sql.query(
    `select home, source, row_key as "rowKey", township_text as "townshipText", village_text as "villageText",
            as_of::text as "asOf", candidates, chosen, how, decided_by as "decidedBy", version
     from place.resolution
     where home = $1 and ($2::text is null or source = $2) and (chosen is null or not $3)
     order by chosen is not null, source, row_key limit $4 offset $5`,
    [query.home, query.source ?? null, query.openOnly ?? false, query.limit ?? 1_000, query.offset ?? 0],
  );
  return rows as ResolutionRow[];
}

export type Decision = {
  readonly home: string;
  readonly source: string;
  readonly rowKey: string;
  readonly version: number;
  /** null puts the row back on the work list. */
  readonly place: number | null;
  readonly by: string;
};

/** A person says which place is meant: any place of the same home. False if stale, gone, or not of that home. */
export async function decideResolution(sql: Sql, decision: Decision): Promise<boolean> {
  const { home, source, rowKey, version, place, by } = decision;
  const { rowCount } = await sql.query(
    `update place.resolution r
     set chosen = $5::integer, how = case when $5::integer is not null then 'decided' end,
         decided_by = case when $5::integer is not null then $6 end, version = r.version + 1
     where r.home = $1 and r.source = $2 and r.row_key = $3 and r.version = $4
       and ($5::integer is null or exists (select from place.place p where p.id = $5 and p.home = $1))`,
    [home, source, rowKey, version, place, by],
  );
  return rowCount === 1;
}
