import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import { among, inForce, nextVersion, notOver } from './range.ts';

export type Person = {
  id: string;
  name: string;
  idNumber: Buffer | null;
  phone: Buffer | null;
  erasedAt: string | null;
  version: number;
};

function personsFrom(db: Database) {
  return db
    .selectFrom('organisation.person as p')
    .select(['p.id', 'p.name', 'p.id_number as idNumber', 'p.phone', 'p.erased_at as erasedAt', 'p.version']);
}

export function findPerson(db: Database, id: string): Promise<Person | undefined> {
  return personsFrom(db).where('p.id', '=', id).executeTakeFirst();
}

/** Somebody who holds or held a post in one of these homes; nobody else can be looked at from there. */
export function findPersonOf(db: Database, id: string, homes: readonly string[]): Promise<Person | undefined> {
  return personsFrom(db)
    .where('p.id', '=', id)
    .where((where) =>
      where.exists(
        where
          .selectFrom('organisation.posting as g')
          .select('g.id')
          .whereRef('g.person', '=', 'p.id')
          .where(among('g.home', homes)),
      ),
    )
    .executeTakeFirst();
}

export async function findPersonByHash(db: Database, hash: Buffer): Promise<{ id: string } | undefined> {
  return db.selectFrom('organisation.person').select('id').where('id_number_hash', '=', hash).executeTakeFirst();
}

export type PersonQuery = {
  homes: readonly string[];
  day: string;
  search: string | undefined;
  disabled: boolean | undefined;
  limit: number;
  offset: number;
};

export async function listPersons(db: Database, query: PersonQuery) {
  const { homes, day, search, disabled } = query;
  let found = db
    .selectFrom('organisation.person as p')
    .leftJoin('platform.account as a', 'a.person', 'p.id')
    .select(['p.id', 'p.name', 'p.erased_at as erasedAt'])
    .where((where) =>
      where.exists(
        where
          .selectFrom('organisation.posting as g')
          .select('g.id')
          .whereRef('g.person', '=', 'p.id')
          .where(among('g.home', homes))
          .where(disabled ? sql<boolean>`true` : inForce('g.valid', day)),
      ),
    );
  if (search) found = found.where(sql<boolean>`strpos(p.name, ${search}) > 0`);
  if (disabled !== undefined) found = found.where('a.disabled_at', disabled ? 'is not' : 'is', null);
  const rows = await found
    .select(sql<bigint>`count(*) over ()`.as('total'))
    .orderBy('p.name')
    .orderBy('p.id')
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  return { total: Number(rows[0]?.total ?? 0), rows };
}

export type Boxes = {
  idNumber: Buffer | null;
  idNumberHash: Buffer | null;
  phone: Buffer | null;
  phoneHash: Buffer | null;
};

export async function insertPerson(db: Database, id: string, name: string): Promise<void> {
  await db.insertInto('organisation.person').values({ id, name }).execute();
}

/** Only what is given changes. */
export async function updatePerson(
  db: Database,
  id: string,
  values: { name?: string } & Partial<Boxes>,
): Promise<number> {
  const row = await db
    .updateTable('organisation.person')
    .set({
      ...(values.name === undefined ? {} : { name: values.name }),
      ...(values.idNumber === undefined ? {} : { id_number: values.idNumber }),
      ...(values.idNumberHash === undefined ? {} : { id_number_hash: values.idNumberHash }),
      ...(values.phone === undefined ? {} : { phone: values.phone }),
      ...(values.phoneHash === undefined ? {} : { phone_hash: values.phoneHash }),
      version: nextVersion,
    })
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export async function markErased(db: Database, id: string, name: string, now: string): Promise<number> {
  const row = await db
    .updateTable('organisation.person')
    .set({
      name,
      id_number: null,
      id_number_hash: null,
      phone: null,
      phone_hash: null,
      erased_at: now,
      version: nextVersion,
    })
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

/** Homes where a person holds or will hold a post. */
export async function homesOfPerson(db: Database, person: string, day: string): Promise<string[]> {
  const rows = await db
    .selectFrom('organisation.posting')
    .select('home')
    .distinct()
    .where('person', '=', person)
    .where(notOver('valid', day))
    .execute();
  return rows.map((row) => row.home);
}

export async function logView(
  db: Database,
  view: { home: string; id: string; viewer: string; person: string; fields: string[]; purpose: string; at: string },
): Promise<void> {
  await db.insertInto('platform.personal_view').values(view).execute();
}

export function findView(db: Database, home: string, id: string, viewer: string) {
  return db
    .selectFrom('platform.personal_view')
    .select(['person', 'fields', 'at'])
    .where('home', '=', home)
    .where('id', '=', id)
    .where('viewer', '=', viewer)
    .executeTakeFirst();
}

export type Addressee = { user?: string; post?: string; unit?: string; role?: string; narrow?: string };

/** Encrypted phones of whoever answers to an address on a day; only those with a number and an open account. */
export function boxedPhones(db: Database, to: { home: string; day: string } & Addressee) {
  const phones = db
    .selectFrom('organisation.person as p')
    .innerJoin('platform.account as a', 'a.person', 'p.id')
    .select(['a.id as account', 'p.id as person', 'p.phone'])
    .where('a.disabled_at', 'is', null)
    .where('p.phone', 'is not', null)
    .orderBy('p.id');
  const { user, post, unit, role, narrow } = to;
  if (user) return phones.where('a.id', '=', user).execute();
  return phones
    .where((where) => {
      let held = where
        .selectFrom('organisation.posting as g')
        .innerJoin('organisation.post as o', (join) => join.onRef('o.home', '=', 'g.home').onRef('o.id', '=', 'g.post'))
        .select('g.id')
        .whereRef('g.person', '=', 'p.id')
        .where('g.home', '=', to.home)
        .where(inForce('g.valid', to.day))
        .where(inForce('o.valid', to.day));
      if (post) held = held.where('o.id', '=', post);
      if (unit) held = held.where('o.unit', '=', unit);
      if (role) held = held.where('o.role', '=', role);
      if (narrow) held = held.where(sql<boolean>`(o.narrow_id is null or o.narrow_id = ${narrow})`);
      return where.exists(held);
    })
    .execute();
}
