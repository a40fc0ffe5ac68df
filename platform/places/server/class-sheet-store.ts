import { sql } from 'kysely';
import type { Database } from '../../server/database/pool.ts';
import type { PovertyClass } from '../shapes.ts';

export type CountyRow = { readonly code: string; readonly name: string };

/** Days are `YYYY-MM-DD`; null: open. `to` is the first day that is no longer meant. */
export type ClassSpan = {
  readonly place: number;
  readonly class: PovertyClass;
  readonly from: string | null;
  readonly to: string | null;
  readonly source: string;
};

/** Living counties among the homes. */
export async function listCounties(db: Database, homes: readonly string[]): Promise<CountyRow[]> {
  return db
    .selectFrom('place.place')
    .select(['code', 'name'])
    .where('level', '=', 3)
    .where('until', 'is', null)
    .where(sql<boolean>`code = any (${[...homes]}::text[])`)
    .orderBy('code')
    .execute();
}

/** Keeps others from changing these villages until the transaction ends, in id order so that nobody waits in a ring. */
export async function lockPlaces(db: Database, places: readonly number[]): Promise<void> {
  await sql`select id from place.place where id = any (${[...places]}::integer[]) order by id for update`.execute(db);
}

export async function listSpans(db: Database, places: readonly number[]): Promise<ClassSpan[]> {
  const { rows } = await sql<ClassSpan>`
    select place, class, source, lower(valid)::text as "from", upper(valid)::text as "to"
    from place.poverty where place = any (${[...places]}::integer[]) order by place, valid`.execute(db);
  return rows;
}

export async function deleteSpans(db: Database, spans: readonly ClassSpan[]): Promise<void> {
  await sql`
    delete from place.poverty p using unnest(
      ${spans.map(({ place }) => place)}::integer[], ${spans.map(({ from }) => from)}::date[], ${spans.map(({ to }) => to)}::date[]
    ) as t (place, since, until) where p.place = t.place and p.valid = daterange(t.since, t.until)`.execute(db);
}

export async function insertSpans(db: Database, spans: readonly ClassSpan[]): Promise<void> {
  await sql`
    insert into place.poverty (place, valid, class, source)
    select place, daterange(since, until), class, source from unnest(
      ${spans.map(({ place }) => place)}::integer[], ${spans.map(({ from }) => from)}::date[],
      ${spans.map(({ to }) => to)}::date[], ${spans.map((span) => span.class)}::text[], ${spans.map(({ source }) => source)}::text[]
    ) as t (place, since, until, class, source)`.execute(db);
}

type ListedClass = { county: string; township: string; village: string; class: PovertyClass; since: string | null };

/** Villages of these homes that have a class on a day. */
export async function listClasses(db: Database, homes: readonly string[], at: string): Promise<ListedClass[]> {
  const { rows } = await sql<ListedClass>`
    select c.name as county, t.name as township, v.name as village, p.class, lower(p.valid)::text as since
    from place.place v
    join place.poverty p on p.place = v.id and p.valid @> ${at}::date
    join place.place t on t.id = v.parent
    join place.place c on c.id = t.parent
    where v.home = any (${[...homes]}::text[]) and v.level = 5 and v.until is null
    order by v.code`.execute(db);
  return rows;
}
