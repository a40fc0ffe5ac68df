import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import { among, endedOn, fromOf, inForce, nextVersion, notOver, range, untilOf } from './range.ts';

export type Post = {
  home: string;
  id: string;
  unit: string;
  unitName: string;
  unitKind: string;
  title: string;
  role: string;
  narrowKind: string | null;
  narrowId: string | null;
  duty: string | null;
  version: number;
  from: string | null;
  until: string | null;
};

function postsFrom(db: Database) {
  return db
    .selectFrom('organisation.post as o')
    .innerJoin('organisation.unit as u', (join) => join.onRef('u.home', '=', 'o.home').onRef('u.id', '=', 'o.unit'))
    .select(['o.home', 'o.id', 'o.unit', 'u.name as unitName', 'u.kind as unitKind', 'o.title', 'o.role', 'o.duty'])
    .select(['o.narrow_kind as narrowKind', 'o.narrow_id as narrowId', 'o.version'])
    .select([fromOf('o.valid').as('from'), untilOf('o.valid').as('until')]);
}

/** Locked until the act ends: two acts on one post follow each other. */
export function findPost(db: Database, home: string, id: string): Promise<Post | undefined> {
  return postsFrom(db).where('o.home', '=', home).where('o.id', '=', id).forUpdate('o').executeTakeFirst();
}

/** As it stands, without waiting for anybody; for reads. */
export function readPost(db: Database, home: string, id: string): Promise<Post | undefined> {
  return postsFrom(db).where('o.home', '=', home).where('o.id', '=', id).executeTakeFirst();
}

export type PostQuery = {
  homes: readonly string[];
  day: string;
  search: string | undefined;
  unit: string | undefined;
  role: string | undefined;
  vacant: boolean | undefined;
  closed: boolean;
  limit: number;
  offset: number;
};

export async function listPosts(db: Database, query: PostQuery) {
  const { homes, day, search, unit, role, vacant, closed } = query;
  let found = postsFrom(db)
    .leftJoin('organisation.posting as g', (join) =>
      join.onRef('g.home', '=', 'o.home').onRef('g.post', '=', 'o.id').on(inForce('g.valid', day)),
    )
    .leftJoin('organisation.person as p', 'p.id', 'g.person')
    .select(['g.id as posting', 'g.person', 'p.name as personName', fromOf('g.valid').as('since')])
    .where(among('o.home', homes));
  found = closed
    ? found.where(sql<boolean>`o.valid << daterange(${day}::date, null)`)
    : found.where(inForce('o.valid', day));
  if (unit) found = found.where('o.unit', '=', unit);
  if (role) found = found.where('o.role', '=', role);
  if (vacant !== undefined) found = found.where('g.id', vacant ? 'is' : 'is not', null);
  if (search) found = found.where(sql<boolean>`strpos(o.title || ' ' || u.name, ${search}) > 0`);
  const rows = await found
    .select(sql<bigint>`count(*) over ()`.as('total'))
    .orderBy('o.home')
    .orderBy('u.name')
    .orderBy('o.title')
    .orderBy('o.id')
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  return { total: Number(rows[0]?.total ?? 0), rows };
}

export type PostValues = {
  unit: string;
  title: string;
  role: string;
  narrow: { kind: string; id: string } | null;
  duty: string | null;
};

const columnsOf = (values: PostValues) => ({
  unit: values.unit,
  title: values.title,
  role: values.role,
  narrow_kind: values.narrow?.kind ?? null,
  narrow_id: values.narrow?.id ?? null,
  duty: values.duty,
});

export async function insertPosts(
  db: Database,
  posts: readonly (PostValues & { home: string; id: string; from: string })[],
): Promise<void> {
  if (posts.length === 0) return;
  await db
    .insertInto('organisation.post')
    .values(posts.map((post) => ({ home: post.home, id: post.id, ...columnsOf(post), valid: range(post.from) })))
    .execute();
}

export async function updatePost(db: Database, home: string, id: string, values: PostValues): Promise<number> {
  const row = await db
    .updateTable('organisation.post')
    .set({ ...columnsOf(values), version: nextVersion })
    .where('home', '=', home)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export async function endPost(db: Database, home: string, id: string, until: string): Promise<number> {
  const row = await db
    .updateTable('organisation.post')
    .set({ valid: endedOn('valid', until), version: nextVersion })
    .where('home', '=', home)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export async function wasEverHeld(db: Database, home: string, post: string): Promise<boolean> {
  const row = await db
    .selectFrom('organisation.posting')
    .select('id')
    .where('home', '=', home)
    .where('post', '=', post)
    .executeTakeFirst();
  return row !== undefined;
}

export async function isHeldFrom(db: Database, home: string, post: string, day: string): Promise<boolean> {
  const row = await db
    .selectFrom('organisation.posting')
    .select('id')
    .where('home', '=', home)
    .where('post', '=', post)
    .where(notOver('valid', day))
    .executeTakeFirst();
  return row !== undefined;
}

export async function isSeatedFrom(db: Database, home: string, post: string, day: string): Promise<boolean> {
  const row = await db
    .selectFrom('organisation.group_seat')
    .select('id')
    .where('home', '=', home)
    .where('post', '=', post)
    .where(notOver('valid', day))
    .executeTakeFirst();
  return row !== undefined;
}

/** Posts of one title in a unit that still stand, oldest first: a plan may seat several of them (副市长 2 人). */
export async function postsTitled(db: Database, home: string, unit: string, title: string): Promise<string[]> {
  const rows = await db
    .selectFrom('organisation.post')
    .select('id')
    .where('home', '=', home)
    .where('unit', '=', unit)
    .where('title', '=', title)
    .where(sql<boolean>`upper_inf(valid)`)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Posts of a role in force on a day; narrowed ones too. */
export async function postsWithRole(db: Database, home: string, role: string, day: string): Promise<string[]> {
  const rows = await db
    .selectFrom('organisation.post')
    .select('id')
    .where('home', '=', home)
    .where('role', '=', role)
    .where(inForce('valid', day))
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}
