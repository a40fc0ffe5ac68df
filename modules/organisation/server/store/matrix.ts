import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import { endedOn, fromOf, inForce, notOver, range } from './range.ts';

export type SubjectKey = { home: string; programme: string; kind: string; id: string };

export type ResponsibilityRow = {
  kind: string;
  subject: string;
  name: string | null;
  unit: string;
  unitName: string;
  part: string;
  clause: string | null;
  from: string | null;
  version: number;
};

/** Rows of the matrix in force on a day, of one home. */
export function listResponsibilities(
  db: Database,
  query: { home: string; programme: string; day: string },
): Promise<ResponsibilityRow[]> {
  return db
    .selectFrom('organisation.responsibility as r')
    .innerJoin('organisation.unit as u', (join) => join.onRef('u.home', '=', 'r.home').onRef('u.id', '=', 'r.unit'))
    .select(['r.subject_kind as kind', 'r.subject', 'r.subject_name as name', 'r.unit', 'u.name as unitName'])
    .select(['r.part', 'r.clause', 'r.version', fromOf('r.valid').as('from')])
    .where('r.home', '=', query.home)
    .where('r.programme', '=', query.programme)
    .where(inForce('r.valid', query.day))
    .orderBy('r.subject_kind')
    .orderBy('r.subject')
    .orderBy('u.name')
    .execute();
}

/** Version and first day of what is in force from `day` on; undefined where nobody has been named. */
export async function findPresent(db: Database, subject: SubjectKey, day: string) {
  // The rows of one subject are locked together, so that two acts on it follow each other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${Object.values(subject).join('|')}, 0))`.execute(db);
  const row = await rowsOf(db, subject)
    .select([sql<number>`max(version)`.as('version'), sql<string | null>`max(lower(valid))`.as('from')])
    .where(notOver('valid', day))
    .executeTakeFirst();
  return row?.version ? { version: row.version, from: row.from } : undefined;
}

export async function lastVersion(db: Database, subject: SubjectKey): Promise<number> {
  const row = await rowsOf(db, subject).select(sql<number | null>`max(version)`.as('version')).executeTakeFirst();
  return row?.version ?? 0;
}

function rowsOf(db: Database, subject: SubjectKey) {
  return db
    .selectFrom('organisation.responsibility')
    .where('home', '=', subject.home)
    .where('programme', '=', subject.programme)
    .where('subject_kind', '=', subject.kind)
    .where('subject', '=', subject.id);
}

export async function endPresent(db: Database, subject: SubjectKey, until: string): Promise<void> {
  await db
    .updateTable('organisation.responsibility')
    .set({ valid: endedOn('valid', until) })
    .where('home', '=', subject.home)
    .where('programme', '=', subject.programme)
    .where('subject_kind', '=', subject.kind)
    .where('subject', '=', subject.id)
    .where(notOver('valid', until))
    .execute();
}

export async function insertResponsibilities(
  db: Database,
  rows: readonly {
    subject: SubjectKey;
    name: string | null;
    id: string;
    unit: string;
    part: 'lead' | 'with';
    clause: string | null;
    from: string;
    version: number;
  }[],
): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('organisation.responsibility')
    .values(
      rows.map((row) => ({
        home: row.subject.home,
        id: row.id,
        programme: row.subject.programme,
        subject_kind: row.subject.kind,
        subject: row.subject.id,
        subject_name: row.name,
        unit: row.unit,
        part: row.part,
        clause: row.clause,
        version: row.version,
        valid: range(row.from),
      })),
    )
    .execute();
}
