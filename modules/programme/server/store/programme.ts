import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import type { Pack } from '../../pack/index.ts';

export type ProgrammeKey = { readonly home: string; readonly id: string };
export type VersionRow = {
  readonly number: number;
  readonly sha256: string;
  readonly effectiveOn: string;
  readonly decision: { readonly no: string | null; readonly title: string };
  readonly importedBy: string;
  readonly importedAt: string;
  readonly supersedes: number | null;
};

/** The programmes that this transaction may see: at this home, below it, and shared from above. */
export function listProgrammeKeys(db: Database): Promise<ProgrammeKey[]> {
  return db.selectFrom('programme.programme').select(['home', 'id']).orderBy('home').orderBy('id').execute();
}

/** One programme by its id; should two homes use the same id, the own one, then that of the nearest home above. */
export async function findProgramme(db: Database, home: string, id: string): Promise<ProgrammeKey | undefined> {
  return db
    .selectFrom('programme.programme')
    .select(['home', 'id'])
    .where('id', '=', id)
    .orderBy(sql`case when home = ${home} then 0 else coalesce(array_position(platform.scope_above(), home), 9999) end`)
    .orderBy('home')
    .executeTakeFirst();
}

/** Locks the programme's row so that versions count up; makes it for its first pack. Answers the latest number, 0 if none. */
export async function lockProgramme(db: Database, key: ProgrammeKey): Promise<number> {
  await db
    .insertInto('programme.programme')
    .values({ home: key.home, id: key.id, latest: 0 })
    .onConflict((conflict) => conflict.columns(['home', 'id']).doNothing())
    .execute();
  const row = await db
    .selectFrom('programme.programme')
    .select('latest')
    .where('home', '=', key.home)
    .where('id', '=', key.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.latest;
}

export async function setLatest(db: Database, key: ProgrammeKey, latest: number): Promise<void> {
  await db
    .updateTable('programme.programme')
    .set({ latest, version: sql<number>`version + 1` })
    .where('home', '=', key.home)
    .where('id', '=', key.id)
    .execute();
}

/** All versions, oldest first. */
export async function listVersionRows(db: Database, key: ProgrammeKey): Promise<VersionRow[]> {
  const rows = await db
    .selectFrom('programme.pack_version')
    .select([
      'number',
      'sha256',
      'effective_on',
      'decision_no',
      'decision_title',
      'imported_by',
      'imported_at',
      'supersedes',
    ])
    .where('home', '=', key.home)
    .where('programme', '=', key.id)
    .orderBy('number')
    .execute();
  return rows.map((row) => ({
    number: row.number,
    sha256: row.sha256,
    effectiveOn: row.effective_on,
    decision: { no: row.decision_no, title: row.decision_title },
    importedBy: row.imported_by,
    importedAt: row.imported_at,
    supersedes: row.supersedes,
  }));
}

/** A version never changes and its hash names its content, so that a pack read once need not be read again. */
const packs = new Map<string, Pack>();
const MOST_PACKS = 32;

export async function getPack(
  db: Database,
  key: ProgrammeKey,
  version: Pick<VersionRow, 'number' | 'sha256'>,
): Promise<Pack> {
  const known = packs.get(version.sha256);
  if (known) return known;
  const row = await db
    .selectFrom('programme.pack_version')
    .select('content')
    .where('home', '=', key.home)
    .where('programme', '=', key.id)
    .where('number', '=', version.number)
    .executeTakeFirstOrThrow();
  const pack = row.content as Pack;
  if (packs.size >= MOST_PACKS) packs.delete(packs.keys().next().value ?? '');
  packs.set(version.sha256, pack);
  return pack;
}

export async function insertVersion(
  db: Database,
  key: ProgrammeKey,
  version: VersionRow & { readonly content: string },
): Promise<void> {
  await db
    .insertInto('programme.pack_version')
    .values({
      home: key.home,
      programme: key.id,
      number: version.number,
      sha256: version.sha256,
      effective_on: version.effectiveOn,
      decision_no: version.decision.no,
      decision_title: version.decision.title,
      imported_by: version.importedBy,
      imported_at: version.importedAt,
      supersedes: version.supersedes,
      content: version.content,
    })
    .execute();
}

/** Names of places by code as they are today; codes that nobody knows are left out. */
export async function listPlaceNames(db: Database, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .selectFrom('place.place')
    .select(['code', 'name'])
    .where('code', 'in', [...codes])
    .where('until', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.code, row.name]));
}

/** Which of these codes the register knows or knew. */
export async function listKnownCodes(db: Database, codes: readonly string[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const { rows } = await sql<{ code: string }>`
    select code from place.place where code = any (${codes}::text[])
    union select code from place.former where code = any (${codes}::text[])`.execute(db);
  return new Set(rows.map((row) => row.code));
}

/** Names behind account ids, for "who did it"; acts of the system itself carry their own name. */
export async function listActorNames(db: Database, accounts: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(accounts)].filter((id) => !id.includes(':'));
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('platform.account as a')
    .innerJoin('organisation.person as p', 'p.id', 'a.person')
    .select(['a.id', 'p.name'])
    .where('a.id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
