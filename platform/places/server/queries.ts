import { spellName } from '@qianmo/database/places/spelling';
import { normaliseName } from '../rules.ts';
import type { ClassCount, PathStep, PlaceCard, PlaceChild, PlaceHistory, PlaceKind, PovertyClass } from '../shapes.ts';
import type { Sql } from './sql.ts';

/** A place by its code: the living one, else the last that had it. */
export async function findPlaceByCode(sql: Sql, code: string): Promise<number | undefined> {
  const { rows } = await sql.query(
    `select id from (
       select id, 0 as age, null::date as ended from place.place where code = $1 and until is null
       union all select id, 1, until from place.place where code = $1 and until is not null
       union all select place, 2, upper(valid) from place.former where code = $1
     ) c order by age, ended desc limit 1`,
    [code],
  );
  return (rows as { id: number }[])[0]?.id;
}

/** One place as it stood on a day ('YYYY-MM-DD'), with the units above it that day; undefined if it was not there. */
export async function findPlace(sql: Sql, id: number, at: string): Promise<PlaceCard | undefined> {
  const { rows } = await sql.query(
    `select a.id, a.code, a.name, a.kind, a.form, a.home, p.version, c.class as "povertyClass",
            coalesce((select json_agg(json_build_object('id', u.id, 'code', u.code, 'name', u.name, 'kind', u.kind)
                                      order by u.level)
                      from place.ancestors(a.id, $2) u where u.level <> 2 or u.form <> 'pseudo'), '[]') as path
     from place.at($2) a
     join place.place p on p.id = a.id
     left join place.poverty c on c.place = a.id and c.valid @> $2::date
     where a.id = $1`,
    [id, at],
  );
  return (rows as (PlaceCard & { path: PathStep[] })[])[0];
}

/** The units directly below one on a day, in code order; pages of at most 500 after the code given. */
export async function listChildren(
  sql: Sql,
  parent: number | null,
  at: string,
  page: { readonly after?: string; readonly limit?: number } = {},
): Promise<PlaceChild[]> {
  const { rows } = await sql.query(
    `select a.id, a.code, a.name, a.kind, a.form, c.class as "povertyClass"
     from place.at($2) a
     left join place.poverty c on c.place = a.id and c.valid @> $2::date
     where (a.parent = $1 or ($1::integer is null and a.level = 1)) and a.code > $3
     order by a.code limit $4`,
    [parent, at, page.after ?? '', Math.min(page.limit ?? 500, 500)],
  );
  return rows as PlaceChild[];
}

/** Everything dated about one place. Days are 'YYYY-MM-DD'; `to` is the first day that is no longer meant. */
export async function getHistory(sql: Sql, id: number): Promise<PlaceHistory> {
  const days = `lower(valid)::text as "from", upper(valid)::text as "to", source`;
  const former = await sql.query(`select name, code, kind, ${days} from place.former where place = $1 order by valid`, [
    id,
  ]);
  const aliases = await sql.query(
    `select name, within, ${days} from place.alias where place = $1 order by valid, name`,
    [id],
  );
  const classes = await sql.query(`select class, ${days} from place.poverty where place = $1 order by valid`, [id]);
  return { former: former.rows, aliases: aliases.rows, classes: classes.rows } as PlaceHistory;
}

/** PROG-03: villages of each home by poverty class on a day; the denominators of coverage. */
export async function countClasses(sql: Sql, homes: readonly string[], at: string): Promise<ClassCount[]> {
  const { rows } = await sql.query(
    `select a.home, count(*) filter (where c.class = 'poor')::integer as poor,
            count(*) filter (where c.class = 'deeply-poor')::integer as "deeplyPoor",
            count(*) filter (where c.class = 'non-poor')::integer as "nonPoor",
            count(*) filter (where c.class is null)::integer as unclassed
     from place.at($2) a
     left join place.poverty c on c.place = a.id and c.valid @> $2::date
     where a.home = any ($1::text[]) and a.kind = 'village' and a.form in ('villagers', 'herders')
     group by a.home order by a.home`,
    [[...homes], at],
  );
  return rows as ClassCount[];
}

export type ClassChange = {
  readonly place: number;
  readonly class: PovertyClass;
  /** First day of the class; null = as far back as known. */
  readonly from: string | null;
  /** First day after it; null = still. */
  readonly to?: string | null;
  readonly source: string;
};

/** Sets the class for a span of days; what stood there before keeps its days outside the span. */
export async function setPovertyClass(sql: Sql, change: ClassChange): Promise<void> {
  const span = [change.place, change.from, change.to ?? null];
  const { rows } = await sql.query(
    `delete from place.poverty where place = $1 and valid && daterange($2, $3)
     returning class, source, lower(valid)::text as "from", upper(valid)::text as "to"`,
    span,
  );
  const insert = `insert into place.poverty (place, valid, class, source)
                  select $1, v, $4, $5 from (select daterange($2, $3) as v) s where not isempty(v)`;
  for (const old of rows as { class: string; source: string; from: string | null; to: string | null }[]) {
    const { from, to } = change;
    if (from !== null && (old.from === null || old.from < from)) {
      await sql.query(insert, [change.place, old.from, from, old.class, old.source]);
    }
    if (to !== undefined && to !== null && (old.to === null || to < old.to)) {
      await sql.query(insert, [change.place, to, old.to, old.class, old.source]);
    }
  }
  await sql.query(insert, [...span, change.class, change.source]);
}

export type NewAlias = {
  readonly place: number;
  readonly name: string;
  /** The unit inside which the name means this place: for a village its township. */
  readonly within: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly source: string;
};

/** Adds a dated alias. Fails with constraint alias_means_one_place if the name means another place there and then. */
export async function addAlias(sql: Sql, alias: NewAlias): Promise<void> {
  const name = normaliseName(alias.name);
  const { pinyin, initials } = spellName(name);
  await sql.query(
    `insert into place.alias (place, name, valid, within, pinyin, initials, source)
     values ($1, $2, daterange($3, $4), $5, $6, $7, $8)`,
    [alias.place, name, alias.from, alias.to, alias.within, pinyin, initials, alias.source],
  );
}

export type NewPlace = {
  readonly level: number;
  readonly kind: PlaceKind;
  readonly form: string;
  readonly code: string;
  readonly name: string;
  readonly parent: number;
  readonly since: string | null;
  readonly source: string;
};

/** A unit that the register does not know: a special unit (its code has a letter), or a village founded since. */
export async function addPlace(sql: Sql, place: NewPlace): Promise<number> {
  const name = normaliseName(place.name);
  const { pinyin, initials } = spellName(name);
  const { rows } = await sql.query(
    `insert into place.place (level, kind, form, code, name, parent, home, pinyin, initials, since, source)
     select $1::smallint, $2, $3, $4, $5, p.id, case when $1::smallint <= 3 then $4 else p.home end, $7, $8, $9, $10
     from place.place p where p.id = $6 returning id`,
    [place.level, place.kind, place.form, place.code, name, place.parent, pinyin, initials, place.since, place.source],
  );
  const [row] = rows as { id: number }[];
  if (row === undefined) throw new Error(`no parent ${place.parent} for ${place.code}`);
  return row.id;
}

export type PlaceChange = {
  readonly id: number;
  /** The version that the writer saw. */
  readonly version: number;
  /** The day from which the new facts hold; after the last change. */
  readonly from: string;
  readonly source: string;
  readonly name?: string | undefined;
  readonly code?: string | undefined;
  readonly form?: string | undefined;
  readonly parent?: number | undefined;
};

/**
 * New facts from a day on; the old ones stay, dated. The place keeps its id, and its home: the office that keeps its
 * records does not move because a code changed. False if somebody saved first.
 */
export async function changePlace(sql: Sql, change: PlaceChange): Promise<boolean> {
  const name = change.name === undefined ? null : normaliseName(change.name);
  const spelling = name === null ? null : spellName(name);
  const { rowCount } = await sql.query(
    `with before as (
       select * from place.place where id = $1 and version = $2 and (since is null or since < $3) for update
     ), kept as (
       insert into place.former (place, valid, kind, form, code, name, parent, source)
       select id, daterange(since, $3), kind, form, code, name, parent, source from before
     )
     update place.place p
     set name = coalesce($4, p.name), code = coalesce($5, p.code), form = coalesce($6, p.form),
         parent = coalesce($7, p.parent), pinyin = coalesce($8, p.pinyin), initials = coalesce($9, p.initials),
         since = $3, source = $10, version = p.version + 1
     from before where p.id = before.id`,
    [
      change.id,
      change.version,
      change.from,
      name,
      change.code ?? null,
      change.form ?? null,
      change.parent ?? null,
      spelling?.pinyin ?? null,
      spelling?.initials ?? null,
      change.source,
    ],
  );
  return rowCount === 1;
}

/** A place ends on a day (merged, abolished). False if somebody saved first. Its records and id remain. */
export async function endPlace(
  sql: Sql,
  id: number,
  version: number,
  until: string,
  source: string | null = null,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update place.place set until = $3, source = coalesce($4, source), version = version + 1
     where id = $1 and version = $2 and until is null`,
    [id, version, until, source],
  );
  return rowCount === 1;
}
