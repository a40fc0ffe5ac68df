import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import { among, endedOn, fromOf, inForce, nextVersion, range, untilOf } from './range.ts';

export type Unit = {
  home: string;
  id: string;
  name: string;
  kind: string;
  function: string | null;
  place: string | null;
  parent: string | null;
  takesPart: boolean;
  version: number;
  from: string | null;
  until: string | null;
};

function unitsFrom(db: Database) {
  return db
    .selectFrom('organisation.unit as u')
    .select(['u.home', 'u.id', 'u.name', 'u.kind', 'u.function', 'u.parent', 'u.version'])
    .select([
      'u.takes_part as takesPart',
      sql<string | null>`u.place::text`.as('place'),
      fromOf('u.valid').as('from'),
      untilOf('u.valid').as('until'),
    ]);
}

/** Locked until the act ends, so that what is decided on it holds. */
export function findUnit(db: Database, home: string, id: string): Promise<Unit | undefined> {
  return unitsFrom(db).where('u.home', '=', home).where('u.id', '=', id).forUpdate('u').executeTakeFirst();
}

export type UnitQuery = {
  homes: readonly string[];
  day: string;
  search: string | undefined;
  kind: string | undefined;
  closed: boolean;
  limit: number;
  offset: number;
};

export async function listUnits(db: Database, query: UnitQuery) {
  const { homes, day, search, kind, closed, limit, offset } = query;
  let found = unitsFrom(db).where(among('u.home', homes));
  found = closed
    ? found.where(sql<boolean>`u.valid << daterange(${day}::date, null)`)
    : found.where(inForce('u.valid', day));
  if (kind) found = found.where('u.kind', '=', kind);
  if (search) found = found.where(sql<boolean>`strpos(u.name, ${search}) > 0`);
  const rows = await found
    .select(sql<bigint>`count(*) over ()`.as('total'))
    .orderBy('u.home')
    .orderBy('u.name')
    .limit(limit)
    .offset(offset)
    .execute();
  const counts = await countPosts(db, rows, day);
  return {
    total: Number(rows[0]?.total ?? 0),
    items: rows.map(({ total: _, ...unit }) => ({ ...unit, ...(counts.get(unit.id) ?? { posts: 0, vacant: 0 }) })),
  };
}

async function countPosts(db: Database, units: readonly { home: string; id: string }[], day: string) {
  const rows = await db
    .selectFrom('organisation.post as o')
    .leftJoin('organisation.posting as g', (join) =>
      join.onRef('g.home', '=', 'o.home').onRef('g.post', '=', 'o.id').on(inForce('g.valid', day)),
    )
    .select([
      'o.unit',
      sql<number>`count(*)::int`.as('posts'),
      sql<number>`(count(*) filter (where g.id is null))::int`.as('vacant'),
    ])
    .where(among('o.home', [...new Set(units.map((unit) => unit.home))]))
    .where(sql<boolean>`o.unit = any (${units.map((unit) => unit.id)}::uuid[])`)
    .where(inForce('o.valid', day))
    .groupBy('o.unit')
    .execute();
  return new Map(rows.map(({ unit, ...counts }) => [unit, counts]));
}

export type UnitValues = {
  name: string;
  kind: string;
  function: string | null;
  place: string | null;
  parent: string | null;
  takesPart: boolean;
};

const columnsOf = (values: UnitValues) => ({
  name: values.name,
  kind: values.kind,
  function: values.function,
  place: values.place === null ? null : BigInt(values.place),
  parent: values.parent,
  takes_part: values.takesPart,
});

export async function insertUnit(
  db: Database,
  unit: UnitValues & { home: string; id: string; from: string },
): Promise<void> {
  await db
    .insertInto('organisation.unit')
    .values({ home: unit.home, id: unit.id, ...columnsOf(unit), valid: range(unit.from) })
    .execute();
}

export async function updateUnit(db: Database, home: string, id: string, values: UnitValues): Promise<number> {
  const row = await db
    .updateTable('organisation.unit')
    .set({ ...columnsOf(values), version: nextVersion })
    .where('home', '=', home)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export async function endUnit(db: Database, home: string, id: string, until: string): Promise<number> {
  const row = await db
    .updateTable('organisation.unit')
    .set({ valid: endedOn('valid', until), version: nextVersion })
    .where('home', '=', home)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

/** Whether `unit` lies above `below`, or is it: its parent must not become its own child. */
export async function isAbove(db: Database, home: string, unit: string, below: string): Promise<boolean> {
  const { rows } = await sql<{ hit: boolean }>`
    with recursive up as (
      select u.id, u.parent, 1 as depth from organisation.unit u where u.home = ${home} and u.id = ${below}
      union all
      select u.id, u.parent, up.depth + 1 from organisation.unit u join up on u.home = ${home} and u.id = up.parent
      where up.depth < 50
    ) select exists (select from up where id = ${unit}) as hit`.execute(db);
  return rows[0]?.hit ?? false;
}

export async function hasOpenPosts(db: Database, home: string, unit: string, until: string): Promise<boolean> {
  const row = await db
    .selectFrom('organisation.post')
    .select('id')
    .where('home', '=', home)
    .where('unit', '=', unit)
    .where(sql<boolean>`valid && daterange(${until}::date, null)`)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether this is a living township (level 4) or village (level 5) of the home. */
export async function isPlaceOf(db: Database, home: string, place: string, level?: 4 | 5): Promise<boolean> {
  const row = await db
    .selectFrom('place.place')
    .select('level')
    .where('id', '=', Number(place))
    .where('home', '=', home)
    .where('until', 'is', null)
    .where('level', 'in', level ? [level] : [4, 5])
    .executeTakeFirst();
  return row !== undefined;
}

export type Township = { place: string; name: string; unit: string | null };

/** The townships of a county with the unit that stands for each. */
export function listTownships(db: Database, home: string): Promise<Township[]> {
  return db
    .selectFrom('place.place as p')
    .leftJoin('organisation.unit as u', (join) =>
      join
        .on('u.home', '=', home)
        .on(sql<boolean>`u.place = p.id`)
        .on(sql<boolean>`upper_inf(u.valid)`)
        .on('u.kind', '=', 'township'),
    )
    .select([sql<string>`p.id::text`.as('place'), 'p.name', 'u.id as unit'])
    .where('p.home', '=', home)
    .where('p.level', '=', 4)
    .where('p.until', 'is', null)
    .orderBy('p.code')
    .execute();
}

/** Ids of the given units that are in force here on the day. */
export async function knownUnits(
  db: Database,
  home: string,
  ids: readonly string[],
  day: string,
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('organisation.unit')
    .select('id')
    .where('home', '=', home)
    .where(sql<boolean>`id = any (${[...ids]}::uuid[])`)
    .where(inForce('valid', day))
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** Names of units that still stand, for a plan's own words. */
export async function findUnitByName(db: Database, home: string, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('organisation.unit')
    .select('id')
    .where('home', '=', home)
    .where('name', '=', name)
    .where(sql<boolean>`upper_inf(valid)`)
    .executeTakeFirst();
  return row?.id;
}
