import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import { endedOn, fromOf, inForce, nextVersion, range, untilOf } from './range.ts';

type Association = { home: string; id: string };

export async function insertMember(
  db: Database,
  member: {
    home: string;
    id: string;
    association: string;
    name: string;
    kind: string;
    entityCode: string | null;
    from: string;
  },
): Promise<void> {
  const { home, id, association, name, kind, entityCode } = member;
  await db
    .insertInto('organisation.association_member')
    .values({ home, id, association, name, kind, entity_code: entityCode, valid: range(member.from) })
    .execute();
}

export function findMember(db: Database, home: string, id: string) {
  return db
    .selectFrom('organisation.association_member')
    .select(['id', 'version', fromOf('valid').as('from'), untilOf('valid').as('until')])
    .where('home', '=', home)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function endMember(db: Database, home: string, id: string, until: string): Promise<number> {
  const row = await db
    .updateTable('organisation.association_member')
    .set({ valid: endedOn('valid', until), version: nextVersion })
    .where('home', '=', home)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export function listMembers(db: Database, { home, id }: Association, day: string) {
  return db
    .selectFrom('organisation.association_member')
    .select(['id', 'name', 'kind', 'entity_code as entityCode', 'version'])
    .select([fromOf('valid').as('from'), untilOf('valid').as('until')])
    .where('home', '=', home)
    .where('association', '=', id)
    .where(inForce('valid', day))
    .orderBy('name')
    .limit(2_000)
    .execute();
}

export function listBranches(db: Database, { home, id }: Association, day: string) {
  return db
    .selectFrom('organisation.leading_group as l')
    .select(['l.home', 'l.id', 'l.name'])
    .select(
      sql<number>`(select count(*)::int from organisation.association_member m
        where m.home = l.home and m.association = l.id and m.valid @> ${day}::date)`.as('members'),
    )
    .where('l.parent', '=', id)
    .where('l.parent_home', '=', home)
    .where('l.kind', '=', 'association')
    .where(inForce('l.valid', day))
    .orderBy('l.home')
    .orderBy('l.name')
    .execute();
}

export async function insertActivity(
  db: Database,
  made: {
    home: string;
    id: string;
    association: string;
    service: string | null;
    title: string;
    heldOn: string;
    participants: number | null;
    partners: string[];
    note: string | null;
    correctionOf: string | null;
  },
): Promise<void> {
  const { heldOn, correctionOf, ...rest } = made;
  await db
    .insertInto('organisation.association_activity')
    .values({ ...rest, held_on: heldOn, correction_of: correctionOf })
    .execute();
}

export async function isActivityOf(db: Database, { home, id }: Association, activity: string): Promise<boolean> {
  const row = await db
    .selectFrom('organisation.association_activity')
    .select('id')
    .where('home', '=', home)
    .where('association', '=', id)
    .where('id', '=', activity)
    .executeTakeFirst();
  return row !== undefined;
}

export function listActivities(db: Database, { home, id }: Association, day: string) {
  return db
    .selectFrom('organisation.association_activity as a')
    .select(['a.id', 'a.service', 'a.title', 'a.held_on as heldOn', 'a.participants', 'a.partners', 'a.note'])
    .select('a.correction_of as correctionOf')
    .select(
      sql<boolean>`exists (select from organisation.association_activity b
        where b.home = a.home and b.correction_of = a.id)`.as('corrected'),
    )
    .where('a.home', '=', home)
    .where('a.association', '=', id)
    .where('a.held_on', '<=', day)
    .orderBy('a.held_on', 'desc')
    .orderBy('a.id', 'desc')
    .limit(500)
    .execute();
}
