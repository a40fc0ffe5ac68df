import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import type { Succession } from '../../rules/succession.ts';
import { among, amongIds, endedOn, fromOf, inForce, nextVersion, range, untilOf } from './range.ts';

export type Holding = {
  id: string;
  home: string;
  post: string;
  title: string;
  unit: string;
  unitName: string;
  role: string;
  person: string;
  personName: string;
  endedReason: string | null;
  version: number;
  from: string | null;
  until: string | null;
};

function holdingsFrom(db: Database) {
  return db
    .selectFrom('organisation.posting as g')
    .innerJoin('organisation.person as p', 'p.id', 'g.person')
    .innerJoin('organisation.post as o', (join) => join.onRef('o.home', '=', 'g.home').onRef('o.id', '=', 'g.post'))
    .innerJoin('organisation.unit as u', (join) => join.onRef('u.home', '=', 'o.home').onRef('u.id', '=', 'o.unit'))
    .select(['g.id', 'g.home', 'g.post', 'o.title', 'o.unit', 'u.name as unitName', 'o.role', 'g.person'])
    .select(['p.name as personName', 'g.ended_reason as endedReason', 'g.version'])
    .select([fromOf('g.valid').as('from'), untilOf('g.valid').as('until')]);
}

export function findHolding(db: Database, home: string, id: string): Promise<Holding | undefined> {
  return holdingsFrom(db).where('g.home', '=', home).where('g.id', '=', id).forUpdate('g').executeTakeFirst();
}

export function holderOn(db: Database, home: string, post: string, day: string): Promise<Holding | undefined> {
  return holdingsFrom(db)
    .where('g.home', '=', home)
    .where('g.post', '=', post)
    .where(inForce('g.valid', day))
    .executeTakeFirst();
}

export function listHoldersOf(db: Database, home: string, post: string): Promise<Holding[]> {
  return holdingsFrom(db)
    .where('g.home', '=', home)
    .where('g.post', '=', post)
    .orderBy(sql`lower(g.valid) desc nulls last`)
    .orderBy('g.id', 'desc')
    .execute();
}

/** Postings of these persons in these homes; with a day, only those in force on it. */
export function listHoldings(
  db: Database,
  persons: readonly string[],
  homes: readonly string[],
  day: string | null,
): Promise<Holding[]> {
  const found = holdingsFrom(db).where(amongIds('g.person', persons)).where(among('g.home', homes));
  return (day === null ? found : found.where(inForce('g.valid', day)))
    .orderBy(sql`lower(g.valid) desc nulls last`)
    .orderBy('g.id')
    .execute();
}

export async function insertPosting(
  db: Database,
  made: { id: string; home: string; post: string; person: string; from: string; until: string | null },
): Promise<void> {
  const { id, home, post, person } = made;
  await db
    .insertInto('organisation.posting')
    .values({ id, home, post, person, valid: range(made.from, made.until) })
    .execute();
}

export async function endHolding(
  db: Database,
  end: { home: string; id: string; until: string; reason: string | null },
): Promise<number> {
  const row = await db
    .updateTable('organisation.posting')
    .set({ valid: endedOn('valid', end.until), ended_reason: end.reason, version: nextVersion })
    .where('home', '=', end.home)
    .where('id', '=', end.id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

/** The rights of these persons have changed: whatever is cached of them is loaded again at their next request. */
export async function renewRights(db: Database, persons: readonly string[]): Promise<void> {
  await db
    .updateTable('platform.account')
    .set({ epoch: sql<bigint>`epoch + 1` })
    .where(amongIds('person', persons))
    .execute();
}

export function seatsOf(db: Database, home: string, post: string) {
  return db
    .selectFrom('organisation.group_seat')
    .select(['id', 'post', fromOf('valid').as('from'), untilOf('valid').as('until')])
    .where('home', '=', home)
    .where('post', '=', post)
    .execute();
}

export async function insertSuccessions(
  db: Database,
  filed: { home: string; act: string; recordedAt: string; lines: readonly (Succession & { id: string })[] },
): Promise<void> {
  if (filed.lines.length === 0) return;
  await db
    .insertInto('organisation.seat_succession')
    .values(
      filed.lines.map((line) => ({
        home: filed.home,
        id: line.id,
        seat: line.seat,
        from_posting: line.from,
        to_posting: line.to,
        on_day: line.on,
        recorded_at: filed.recordedAt,
        act: filed.act,
      })),
    )
    .execute();
}
