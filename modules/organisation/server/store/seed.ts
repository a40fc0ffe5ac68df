import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import { notOver } from './range.ts';

/** The units that a plan's words mean here. */
export async function readReferences(db: Database, home: string, programme: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('organisation.unit_reference')
    .select(['reference', 'unit'])
    .where('home', '=', home)
    .where('programme', '=', programme)
    .execute();
  return new Map(rows.map((row) => [row.reference, row.unit]));
}

export async function insertReference(
  db: Database,
  made: { home: string; programme: string; reference: string; unit: string },
): Promise<void> {
  await db
    .insertInto('organisation.unit_reference')
    .values(made)
    .onConflict((clash) => clash.columns(['home', 'programme', 'reference']).doNothing())
    .execute();
}

/** The group that stands for an item of the plan, ended or not. */
export function findGroupOfItem(db: Database, home: string, programme: string, item: string) {
  return db
    .selectFrom('organisation.leading_group')
    .select(['id', 'name', 'kind'])
    .where('home', '=', home)
    .where('programme', '=', programme)
    .where('pack_item', '=', item)
    .executeTakeFirst();
}

export async function renameGroup(db: Database, home: string, id: string, name: string): Promise<void> {
  await db
    .updateTable('organisation.leading_group')
    .set({ name, version: sql<number>`version + 1` })
    .where('home', '=', home)
    .where('id', '=', id)
    .execute();
}

/** Seats that come from the plan and still stand, by item. */
export async function seatsByItem(
  db: Database,
  home: string,
  body: string,
  day: string,
): Promise<Map<string, { id: string; post: string }>> {
  const rows = await db
    .selectFrom('organisation.group_seat')
    .select(['id', 'post', 'pack_item'])
    .where('home', '=', home)
    .where('body', '=', body)
    .where('pack_item', 'is not', null)
    .where(notOver('valid', day))
    .execute();
  return new Map(rows.map((row) => [row.pack_item ?? '', { id: row.id, post: row.post }]));
}

/** Subjects of a programme for which somebody has been named at any time. */
export async function namedSubjects(db: Database, home: string, programme: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('organisation.responsibility')
    .select(['subject_kind', 'subject'])
    .distinct()
    .where('home', '=', home)
    .where('programme', '=', programme)
    .execute();
  return new Set(rows.map((row) => `${row.subject_kind} ${row.subject}`));
}

export async function hasDualOfficeOfItem(db: Database, home: string, item: string): Promise<boolean> {
  const row = await db
    .selectFrom('organisation.dual_office')
    .select('id')
    .where('home', '=', home)
    .where('pack_item', '=', item)
    .executeTakeFirst();
  return row !== undefined;
}

export function townshipUnits(db: Database, home: string) {
  return db
    .selectFrom('organisation.unit')
    .select(['id', sql<string>`place::text`.as('place')])
    .where('home', '=', home)
    .where('kind', '=', 'township')
    .where('place', 'is not', null)
    .where(sql<boolean>`upper_inf(valid)`)
    .orderBy('id')
    .execute();
}
