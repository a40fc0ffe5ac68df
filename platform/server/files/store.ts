import { sql } from 'kysely';
import type { FileCard, FileState } from '../../contract/file.ts';
import type { Database } from '../database/pool.ts';
import type { FileKey } from './bytes.ts';
import type { PictureFacts } from './picture.ts';

export type FileRow = FileCard & { readonly partBytes: readonly number[] };

const columns = [
  'id',
  'name',
  'state',
  'purpose',
  'media_type',
  'part_bytes',
  'width',
  'height',
  'taken_at',
  'latitude',
  'longitude',
  'begun_by',
  'begun_at',
  'settled_at',
  'bytes',
  'sha256',
] as const;

type Row = Awaited<ReturnType<typeof selectFile>> & object;

function selectFile(db: Database, { home, id }: FileKey, lock?: 'update' | 'share') {
  const query = db.selectFrom('platform.file').select(columns).where('home', '=', home).where('id', '=', id);
  const locked = lock === 'update' ? query.forUpdate() : lock === 'share' ? query.forShare() : query;
  return locked.executeTakeFirst();
}

function shapeOf(row: Row): FileRow {
  return {
    id: row.id,
    name: row.name,
    state: row.state as FileState,
    purpose: row.purpose as FileCard['purpose'],
    bytes: Number(row.bytes),
    sha256: row.sha256.toString('hex'),
    mediaType: row.media_type,
    width: row.width,
    height: row.height,
    takenAt: row.taken_at,
    latitude: row.latitude === null ? null : Number(row.latitude),
    longitude: row.longitude === null ? null : Number(row.longitude),
    begunBy: row.begun_by,
    begunAt: row.begun_at,
    settledAt: row.settled_at,
    partBytes: row.part_bytes ?? [],
  };
}

export async function findFile(db: Database, key: FileKey, lock?: 'update' | 'share'): Promise<FileRow | undefined> {
  const row = await selectFile(db, key, lock);
  return row && shapeOf(row);
}

export type NewFile = FileKey & {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly purpose: 'evidence' | 'sheet';
  readonly by: string;
  readonly at: string;
};

export async function insertFile(db: Database, file: NewFile): Promise<void> {
  await db
    .insertInto('platform.file')
    .values({
      home: file.home,
      id: file.id,
      name: file.name,
      purpose: file.purpose,
      bytes: BigInt(file.bytes),
      sha256: Buffer.from(file.sha256, 'hex'),
      begun_by: file.by,
      begun_at: file.at,
    })
    .execute();
}

export async function markStored(
  db: Database,
  key: FileKey,
  facts: PictureFacts & { mediaType: string; partBytes: readonly number[]; at: string },
): Promise<void> {
  await db
    .updateTable('platform.file')
    .set({
      state: 'stored',
      media_type: facts.mediaType,
      part_bytes: [...facts.partBytes],
      width: facts.width,
      height: facts.height,
      taken_at: facts.takenAt,
      latitude: facts.latitude,
      longitude: facts.longitude,
      settled_at: facts.at,
    })
    .where('home', '=', key.home)
    .where('id', '=', key.id)
    .execute();
}

/** False when the subject has this file already. */
export async function insertLink(
  db: Database,
  link: FileKey & { subjectKind: string; subject: string; by: string; at: string },
): Promise<boolean> {
  const added = await db
    .insertInto('platform.file_link')
    .values({
      home: link.home,
      subject_kind: link.subjectKind,
      subject: link.subject,
      file: link.id,
      linked_by: link.by,
      linked_at: link.at,
    })
    .onConflict((conflict) => conflict.columns(['home', 'subject_kind', 'subject', 'file']).doNothing())
    .returning('file')
    .executeTakeFirst();
  return added !== undefined;
}

export async function listLinked(
  db: Database,
  subject: { home: string; subjectKind: string; subject: string },
): Promise<{ file: FileRow; linkedBy: string; linkedAt: string }[]> {
  const rows = await db
    .selectFrom('platform.file_link as l')
    .innerJoin('platform.file as f', (join) => join.onRef('f.home', '=', 'l.home').onRef('f.id', '=', 'l.file'))
    .select(columns.map((column) => `f.${column}` as const))
    .select(['l.linked_by', 'l.linked_at'])
    .where('l.home', '=', subject.home)
    .where('l.subject_kind', '=', subject.subjectKind)
    .where('l.subject', '=', subject.subject)
    .orderBy('l.linked_at')
    .orderBy('l.file')
    .limit(500)
    .execute();
  return rows.map((row) => ({ file: shapeOf(row), linkedBy: row.linked_by, linkedAt: row.linked_at }));
}

/** Files never completed become `expired`. */
export async function expireAwaited(db: Database, home: string, begunBefore: string, at: string): Promise<void> {
  await db
    .updateTable('platform.file')
    .set({ state: 'expired', settled_at: at })
    .where('home', '=', home)
    .where('state', '=', 'awaited')
    .where('begun_at', '<', begunBefore)
    .execute();
}

/** Uploads for an import that nothing came of: not linked, not being read. */
export async function dropUnusedSheets(db: Database, home: string, settledBefore: string, at: string): Promise<void> {
  await sql`
    update platform.file f set state = 'dropped', settled_at = ${at}
    where f.home = ${home} and f.state = 'stored' and f.purpose = 'sheet' and f.settled_at < ${settledBefore}
      and not exists (select from platform.file_link l where l.home = f.home and l.file = f.id)
      and not exists (select from platform.sheet_stage s where s.home = f.home and s.file = f.id)`.execute(db);
}

/** Files given up since a moment: their bytes must not be there any more. */
export async function listGone(db: Database, home: string, since: string): Promise<string[]> {
  const rows = await db
    .selectFrom('platform.file')
    .select('id')
    .where('home', '=', home)
    .where('state', 'in', ['expired', 'dropped'])
    .where('settled_at', '>=', since)
    .execute();
  return rows.map((row) => row.id);
}

/** True when the file was there to be dropped: stored for a sheet and linked to nothing. */
export async function dropSheetFile(db: Database, { home, id }: FileKey, at: string): Promise<boolean> {
  const { rows } = await sql`
    update platform.file f set state = 'dropped', settled_at = ${at}
    where f.home = ${home} and f.id = ${id} and f.state = 'stored' and f.purpose = 'sheet'
      and not exists (select from platform.file_link l where l.home = f.home and l.file = f.id)
    returning f.id`.execute(db);
  return rows.length > 0;
}
