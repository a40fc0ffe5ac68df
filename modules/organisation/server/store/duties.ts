import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import { among, endedOn, fromOf, inForce, nextVersion, range, untilOf } from './range.ts';

export function listDuties(
  db: Database,
  query: { homes: readonly string[]; day: string; unit?: string; programme?: string },
) {
  let found = db
    .selectFrom('organisation.report_duty as d')
    .innerJoin('organisation.unit as u', (join) => join.onRef('u.home', '=', 'd.home').onRef('u.id', '=', 'd.unit'))
    .select(['d.id', 'd.unit', 'u.name as unitName', 'd.post', 'd.what', 'd.frequency', 'd.programme', 'd.clause'])
    .select(['d.version', fromOf('d.valid').as('from'), untilOf('d.valid').as('until')])
    .where(among('d.home', query.homes))
    .where(inForce('d.valid', query.day));
  if (query.unit) found = found.where('d.unit', '=', query.unit);
  if (query.programme) found = found.where('d.programme', '=', query.programme);
  return found.orderBy('u.name').orderBy('d.what').limit(5_000).execute();
}

export type NewDuty = {
  home: string;
  id: string;
  unit: string;
  post: string | null;
  what: string;
  frequency: string;
  programme: string | null;
  clause: string | null;
  from: string;
};

/** Those that stand already stay as they are. Returns how many are new. */
export async function addDuties(db: Database, duties: readonly NewDuty[]): Promise<number> {
  if (duties.length === 0) return 0;
  const rows = await db
    .insertInto('organisation.report_duty')
    .values(duties.map(({ from, ...duty }) => ({ ...duty, valid: range(from) })))
    .onConflict((clash) => clash.doNothing())
    .returning('id')
    .execute();
  return rows.length;
}

export function findDuty(db: Database, home: string, id: string) {
  return db
    .selectFrom('organisation.report_duty')
    .select(['id', 'version', fromOf('valid').as('from'), untilOf('valid').as('until')])
    .where('home', '=', home)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function endDuty(db: Database, home: string, id: string, until: string): Promise<number> {
  const row = await db
    .updateTable('organisation.report_duty')
    .set({ valid: endedOn('valid', until), version: nextVersion })
    .where('home', '=', home)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

/** Units of the programme with their posts on a day and whether each is held; one row per post, or one without. */
export function listUnitPosts(db: Database, homes: readonly string[], day: string) {
  return db
    .selectFrom('organisation.unit as u')
    .leftJoin('organisation.post as o', (join) =>
      join.onRef('o.home', '=', 'u.home').onRef('o.unit', '=', 'u.id').on(inForce('o.valid', day)),
    )
    .select(['u.home', 'u.id as unit', 'u.name as unitName', 'o.id as post', 'o.title', 'o.duty'])
    .select(
      sql<boolean>`exists (select from organisation.posting g
        where g.home = o.home and g.post = o.id and g.valid @> ${day}::date)`.as('held'),
    )
    .where(among('u.home', homes))
    .where('u.takes_part', '=', true)
    .where(inForce('u.valid', day))
    .orderBy('u.home')
    .orderBy('u.name')
    .orderBy('o.title')
    .execute();
}
