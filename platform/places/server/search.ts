import { normaliseName } from '../rules.ts';
import type { MatchedBy, PlaceHit, PlaceKind } from '../shapes.ts';
import type { Sql } from './sql.ts';

export type SearchInput = {
  readonly text: string;
  /** Homes (division codes) whose places come first: the actor's own scope. */
  readonly within?: readonly string[] | undefined;
  /** Only places of these levels, 1 province … 5 village. */
  readonly levels?: readonly number[] | undefined;
  readonly limit?: number | undefined;
};

const most = 20;
const allLevels = [1, 2, 3, 4, 5];
/** Sorts after every string that starts with the same characters (collation "C", UTF-8). */
const after = '\u{10FFFF}';

type HitRow = {
  id: number;
  code: string;
  name: string;
  kind: PlaceKind;
  form: string;
  home: string;
  path: string[];
  by: MatchedBy;
  text: string | null;
  in_scope: boolean;
};

/*
 * Reads about 20 rows per (level, length) from an index instead of sorting all that match: "新" begins 15,000 names, yet the
 * cost is that of "新疆". rank = level * 32 + length; hence higher units and shorter names come first.
 */
function probe(column: 'name' | 'pinyin' | 'initials', by: MatchedBy): string {
  return `
    (select m.id, case when m.${column} = $1 then 0 else 1 end as tier, '${by}' as by, null::text as text
     from unnest($4::smallint[]) as on_level
     cross join generate_series(1, 31) as of_length
     cross join lateral (
       select p.id, p.rank, p.${column} from place.place p
       where p.rank = on_level * 32 + of_length and p.${column} >= $1 and p.${column} < $2 and p.until is null
       order by p.${column} limit $5
     ) m
     order by tier, m.rank, m.${column} limit $5)`;
}

/** The actor's own homes are few rows: read whole, matched anywhere in the name. `match` gives the tier or null. */
const ownScope = (by: string, match: string) => `
    (select o.id, o.tier, o.by, null::text as text
     from (
       select p.id, p.rank, (${by}) as by, (${match}) as tier from place.place p
       where p.home = any ($3::text[]) and p.level = any ($4::smallint[]) and p.until is null
     ) o
     where o.tier is not null order by o.tier, o.rank limit $5)`;

const alias = (column: 'name' | 'pinyin') => `
    (select a.place, case when a.${column} = $1 then 0 else 1 end, 'alias', a.name
     from place.alias a where a.${column} >= $1 and a.${column} < $2 limit $5)`;

const byName = `
  with prefix as materialized (
    ${probe('name', 'name')}
  ), infix as (
    select i.id, 2 as tier, 'name' as by, null::text as text
    from (
      select p.id, p.rank from place.place p
      where (select count(*) from prefix) < $5 and cardinality($6::text[]) > 0
        and place.grams(p.name) @> $6::text[] and p.level = any ($4::smallint[]) and p.until is null
      limit 1000
    ) i
    order by i.rank limit $5
  ), found as (
    select * from prefix
    union all select * from infix
    union all ${ownScope(
      `'name'`,
      `case when p.name = $1 then 0 when starts_with(p.name, $1) then 1
            when strpos(translate(p.name, '·', ''), nullif(translate($1, '·', ''), '')) > 0 then 2 end`,
    )}
    union all ${alias('name')}
    union all
    (select f.place, case when f.name = $1 then 0 else 1 end, 'former', f.name
     from place.former f where f.name >= $1 and f.name < $2 limit $5)
  )`;

const byLetters = `
  with found as (
    ${probe('pinyin', 'pinyin')}
    union all ${probe('initials', 'initials')}
    union all ${ownScope(
      `case when starts_with(p.pinyin, $1) then 'pinyin' else 'initials' end`,
      `case when $1 in (p.pinyin, p.initials) then 0
            when starts_with(p.pinyin, $1) or starts_with(p.initials, $1) then 1 end`,
    )}
    union all ${alias('pinyin')}
  )`;

/** Below six digits only units down to the county can be meant; from six on an index range is short. */
const codeProbe = (condition: string) => `
    (select p.id, case when p.code = $1 then 0 else 1 end as tier, 'code' as by, null::text as text
     from place.place p
     where ${condition} and p.code >= $1 and p.code < $2 and p.level = any ($4::smallint[]) and p.until is null
     order by p.home = any ($3::text[]) desc, p.rank, p.code limit $5)`;

const byCode = `
  with found as (
    ${codeProbe('length($1) < 6 and p.rank < 4 * 32')}
    union all ${codeProbe('length($1) >= 6')}
  )`;

/** 市辖区 and the like stand at prefecture level without being a place anybody would name. */
const shown = (step: string) => `case when ${step}.level <> 2 or ${step}.form <> 'pseudo' then ${step}.name end`;

const rankAndPath = `
  , best as (
    select distinct on (p.id) p.id, p.code, p.name, p.kind, p.form, p.home, p.parent, p.rank, f.tier, f.by, f.text,
           p.home = any ($3::text[]) as in_scope
    from found f join place.place p on p.id = f.id
    where p.level = any ($4::smallint[]) and p.until is null
    order by p.id, f.tier, f.text nulls first
  ), top as (
    select * from best order by in_scope desc, tier, rank, name, code limit $5
  )
  select t.id, t.code, t.name, t.kind, t.form, t.home, t.by, t.text, t.in_scope,
         array_remove(array[${shown('d')}, ${shown('c')}, ${shown('b')}, ${shown('a')}], null) as path
  from top t
  left join place.place a on a.id = t.parent
  left join place.place b on b.id = a.parent
  left join place.place c on c.id = b.parent
  left join place.place d on d.id = c.parent
  order by t.in_scope desc, t.tier, t.rank, t.name, t.code`;

/**
 * Places for a typed text: Chinese anywhere in the name, full pinyin or initials from the start, or a code from the start.
 * Own scope first, then exact before prefix before infix, higher units first, shorter names first. At most 20.
 */
export async function searchPlaces(sql: Sql, input: SearchInput): Promise<PlaceHit[]> {
  const asked = prepare(input.text);
  if (asked === undefined) return [];
  const { head, term, extra } = asked;
  const limit = Math.min(input.limit ?? most, most);
  const values = [term, term + after, [...(input.within ?? [])], [...(input.levels ?? allLevels)], limit, ...extra];
  const { rows } = await sql.query(head + rankAndPath, values);
  return (rows as HitRow[]).map(toHit);
}

function prepare(text: string): { head: string; term: string; extra: string[][] } | undefined {
  const term = normaliseName(text);
  if (term === '') return undefined;
  if (/^[0-9]/.test(term) && /^[0-9]+[A-Za-z]?[0-9]*$/.test(term))
    return { head: byCode, term: term.toUpperCase(), extra: [] };
  if (/^[a-zü][a-zü']*$/iu.test(term)) {
    return { head: byLetters, term: term.toLowerCase().replace(/ü/gu, 'v').replace(/'/g, ''), extra: [] };
  }
  return { head: byName, term, extra: [listGrams(term)] };
}

/** The same pieces as the SQL function place.grams. */
function listGrams(term: string): string[] {
  const characters = [...term.replaceAll('·', '')];
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
}

function toHit({ by, text, in_scope, ...place }: HitRow): PlaceHit {
  return { ...place, matchedBy: by, matchedText: text, inScope: in_scope };
}
