import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import { amongIds, endedOn, fromOf, inForce, nextVersion, notOver, range, untilOf } from './range.ts';

type PostRecord = {
  home: string;
  id: string;
  post: string;
  posting: string;
  file: string | null;
  correctionOf: string | null;
};

export async function insertUndertaking(
  db: Database,
  made: PostRecord & { title: string; signedOn: string },
): Promise<void> {
  const { signedOn, correctionOf, ...rest } = made;
  await db
    .insertInto('organisation.undertaking')
    .values({ ...rest, signed_on: signedOn, correction_of: correctionOf })
    .execute();
}

export async function insertDecision(
  db: Database,
  made: PostRecord & { kind: string; decidedOn: string; decidedBy: string; documentNo: string | null; text: string },
): Promise<void> {
  const { decidedOn, decidedBy, documentNo, correctionOf, ...rest } = made;
  await db
    .insertInto('organisation.accountability_decision')
    .values({
      ...rest,
      decided_on: decidedOn,
      decided_by: decidedBy,
      document_no: documentNo,
      correction_of: correctionOf,
    })
    .execute();
}

export async function isRecordOf(
  db: Database,
  table: 'undertaking' | 'accountability_decision',
  key: { home: string; post: string; id: string },
): Promise<boolean> {
  const row = await db
    .selectFrom(`organisation.${table}`)
    .select('id')
    .where('home', '=', key.home)
    .where('post', '=', key.post)
    .where('id', '=', key.id)
    .executeTakeFirst();
  return row !== undefined;
}

export function listUndertakings(db: Database, home: string, day: string) {
  return db
    .selectFrom('organisation.undertaking as r')
    .innerJoin('organisation.posting as g', 'g.id', 'r.posting')
    .innerJoin('organisation.person as p', 'p.id', 'g.person')
    .select(['r.id', 'r.post', 'r.posting', 'r.title', 'r.signed_on as signedOn', 'r.file', 'p.id as person', 'p.name'])
    .select(
      sql<boolean>`exists (select from organisation.undertaking c
        where c.home = r.home and c.correction_of = r.id)`.as('corrected'),
    )
    .where('r.home', '=', home)
    .where('r.signed_on', '<=', day)
    .orderBy('r.signed_on', 'desc')
    .orderBy('r.id', 'desc')
    .execute();
}

export function listDecisions(db: Database, home: string, day: string) {
  return db
    .selectFrom('organisation.accountability_decision as r')
    .innerJoin('organisation.posting as g', 'g.id', 'r.posting')
    .innerJoin('organisation.person as p', 'p.id', 'g.person')
    .select(['r.id', 'r.post', 'r.kind', 'r.decided_on as decidedOn', 'r.decided_by as decidedBy'])
    .select(['r.document_no as documentNo', 'r.text', 'r.file', 'p.id as person', 'p.name'])
    .select(
      sql<boolean>`exists (select from organisation.accountability_decision c
        where c.home = r.home and c.correction_of = r.id)`.as('corrected'),
    )
    .where('r.home', '=', home)
    .where('r.decided_on', '<=', day)
    .orderBy('r.decided_on', 'desc')
    .orderBy('r.id', 'desc')
    .execute();
}

export type NewDeclaration = {
  home: string;
  id: string;
  post: string;
  person: string;
  related: { kind: string; id: string | null; name: string };
  ground: string;
  from: string;
  until: string | null;
};

export async function insertDeclaration(db: Database, made: NewDeclaration): Promise<void> {
  const { home, id, post, person, related, ground } = made;
  await db
    .insertInto('organisation.conflict_declaration')
    .values({
      ...{ home, id, post, person, ground },
      related_kind: related.kind,
      related_id: related.id,
      related_name: related.name,
      valid: range(made.from, made.until),
    })
    .execute();
}

export function findDeclaration(db: Database, home: string, id: string) {
  return db
    .selectFrom('organisation.conflict_declaration')
    .select([
      'id',
      'person',
      'version',
      fromOf('valid').as('from'),
      untilOf('valid').as('until'),
      'ended_reason as reason',
    ])
    .where('home', '=', home)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function endDeclaration(
  db: Database,
  end: { home: string; id: string; until: string; reason: string },
): Promise<number> {
  const row = await db
    .updateTable('organisation.conflict_declaration')
    .set({ valid: endedOn('valid', end.until), ended_reason: end.reason, version: nextVersion })
    .where('home', '=', end.home)
    .where('id', '=', end.id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export function listDeclarations(db: Database, home: string, day: string) {
  return db
    .selectFrom('organisation.conflict_declaration as d')
    .innerJoin('organisation.person as p', 'p.id', 'd.person')
    .select(['d.id', 'd.post', 'd.person', 'p.name', 'd.related_kind as kind', 'd.related_id as relatedId'])
    .select(['d.related_name as relatedName', 'd.ground', 'd.version'])
    .select([fromOf('d.valid').as('from'), untilOf('d.valid').as('until')])
    .where('d.home', '=', home)
    .where(sql<boolean>`lower(d.valid) <= ${day}::date`)
    .orderBy(sql`lower(d.valid) desc`)
    .orderBy('d.id')
    .execute();
}

/**
 * Whom a person is tied to by a declaration, as of a day: those they named, and those who named them. In every home and
 * whatever post it was made for, since the natural person is the same (a function past the policies, ids only).
 */
export async function tiesOf(db: Database, person: string, day: string): Promise<{ kind: string; id: string }[]> {
  const { rows } = await sql<{ kind: string; id: string }>`
    select kind, id from organisation.ties_of(${person}::uuid, ${day}::date)`.execute(db);
  return rows;
}

/** Units and entities a person stands for on a day, in every home. */
export async function standsFor(db: Database, person: string, day: string): Promise<{ kind: string; id: string }[]> {
  const { rows } = await sql<{ kind: string; id: string }>`
    select kind, id from organisation.stands_for(${person}::uuid, ${day}::date)`.execute(db);
  return rows;
}

export async function insertDualOffice(
  db: Database,
  made: {
    home: string;
    id: string;
    unit: string;
    parts: readonly string[];
    ground: string;
    clause: string | null;
    packItem?: string | null;
    from: string;
  },
): Promise<void> {
  const { home, id, unit, parts, ground, clause } = made;
  await db
    .insertInto('organisation.dual_office')
    .values({
      ...{ home, id, unit, ground, clause },
      parts: [...parts],
      pack_item: made.packItem ?? null,
      valid: range(made.from),
    })
    .execute();
}

export function findDualOffice(db: Database, home: string, id: string) {
  return db
    .selectFrom('organisation.dual_office')
    .select(['id', 'version', fromOf('valid').as('from'), untilOf('valid').as('until')])
    .where('home', '=', home)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function endDualOffice(db: Database, home: string, id: string, until: string): Promise<number> {
  const row = await db
    .updateTable('organisation.dual_office')
    .set({ valid: endedOn('valid', until), version: nextVersion })
    .where('home', '=', home)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export async function hasDualOfficeFrom(db: Database, home: string, unit: string, day: string): Promise<boolean> {
  const row = await db
    .selectFrom('organisation.dual_office')
    .select('id')
    .where('home', '=', home)
    .where('unit', '=', unit)
    .where(notOver('valid', day))
    .executeTakeFirst();
  return row !== undefined;
}

export function listDualOffices(db: Database, home: string, day: string) {
  return db
    .selectFrom('organisation.dual_office as d')
    .innerJoin('organisation.unit as u', (join) => join.onRef('u.home', '=', 'd.home').onRef('u.id', '=', 'd.unit'))
    .select(['d.id', 'd.unit', 'u.name as unitName', 'd.parts', 'd.ground', 'd.clause', 'd.version'])
    .select([fromOf('d.valid').as('from'), untilOf('d.valid').as('until')])
    .where('d.home', '=', home)
    .where(inForce('d.valid', day))
    .orderBy('u.name')
    .execute();
}

export function dualOfficesOf(db: Database, units: readonly string[], day: string) {
  return db
    .selectFrom('organisation.dual_office')
    .select(['unit', 'parts', 'clause'])
    .where(amongIds('unit', units))
    .where(inForce('valid', day))
    .execute();
}
