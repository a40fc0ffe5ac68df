import { Readable } from 'node:stream';
import {
  beginFile,
  completeFile,
  fileCaps,
  fileContent,
  fileEndings,
  fileProgress,
  getFile,
  LEAST_PART_BYTES,
  linkFile,
  listFilesFor,
  MOST_PART_BYTES,
  oldOfficeEndings,
} from '../../contract/file.ts';
import type { ParsedInputOf } from '../../contract/operation.ts';
import type { Database } from '../database/pool.ts';
import { type Bound, type Context, on, onDownload } from '../serve/context.ts';
import { Rejection } from '../serve/errors.ts';
import { chainParts, type FileBytes, type FileKey } from './bytes.ts';
import { complete, getOwn, readParts } from './complete.ts';
import { endingOf } from './media-type.ts';
import { type FileRow, findFile, insertFile, insertLink, listLinked } from './store.ts';

async function begin(ctx: Context, input: ParsedInputOf<typeof beginFile>) {
  const ending = endingOf(input.name);
  const params = { name: input.name };
  if (oldOfficeEndings.includes(ending)) ctx.reject('file-type-old-office', { params });
  const mayBe = input.purpose === 'sheet' ? ['xlsx', 'csv'] : Object.keys(fileEndings);
  if (!mayBe.includes(ending)) ctx.reject('file-type-refused', { params });
  const mostBytes = fileCaps[ending] ?? fileCaps.other ?? 0;
  if (input.bytes > mostBytes) ctx.reject('file-too-large', { status: 413, params: { ...params, mostBytes } });
  await insertFile(ctx.db, { ...input, home: ctx.home, id: ctx.operation, by: ctx.actor.user, at: ctx.now });
  return { id: ctx.operation, mostPartBytes: MOST_PART_BYTES, leastPartBytes: LEAST_PART_BYTES };
}

async function progress(ctx: Context, bytes: FileBytes, id: string) {
  const row = await getOwn(ctx, id);
  const parts = row.state === 'awaited' ? chainParts(await bytes.list({ home: ctx.home, id })) : [];
  const received = row.state === 'awaited' ? parts.reduce((sum, part) => sum + part.bytes, 0) : row.bytes;
  return { state: row.state, bytes: row.bytes, received };
}

/** Offices and overseers see all files of the home; everybody else those they brought. */
async function getVisible(ctx: Context, id: string): Promise<FileRow> {
  const row = await findFile(ctx.db, { home: ctx.home, id });
  if (!row || !maySee(ctx, row)) ctx.reject('file-unknown', { status: 404 });
  return row;
}

function maySee(ctx: Context, row: FileRow): boolean {
  return row.begunBy === ctx.actor.user || ctx.can('file.read.all');
}

function cardOf({ partBytes: _parts, ...card }: FileRow) {
  return card;
}

async function content(ctx: Context, id: string) {
  const row = await getVisible(ctx, id);
  if (row.state !== 'stored' || row.mediaType === null)
    return ctx.reject('file-not-stored', { status: 409, params: { state: row.state } });
  const { name, mediaType, bytes, partBytes } = row;
  return { home: ctx.home, id, name, mediaType, bytes, partBytes: [...partBytes] };
}

async function link(ctx: Context, input: ParsedInputOf<typeof linkFile>) {
  await getVisible(ctx, input.id);
  await linkEvidence(ctx.db, { ...input, home: ctx.home, by: ctx.actor.user, at: ctx.now });
  return { id: input.id };
}

async function listFor(ctx: Context, subject: ParsedInputOf<typeof listFilesFor>) {
  const linked = await listLinked(ctx.db, { ...subject, home: ctx.home });
  const items = linked.filter(({ file }) => maySee(ctx, file));
  return { items: items.map(({ file, linkedBy, linkedAt }) => ({ ...cardOf(file), linkedBy, linkedAt })) };
}

export type Evidence = FileKey & {
  readonly subjectKind: string;
  readonly subject: string;
  readonly by: string;
  readonly at: string;
};

/**
 * Puts a stored file to a subject in the caller's transaction; the caller has decided that the actor may. Rejects with
 * `file-unknown`, `file-not-stored`, `file-linked-already`.
 */
export async function linkEvidence(db: Database, evidence: Evidence): Promise<void> {
  const row = await findFile(db, evidence, 'share');
  if (!row) throw new Rejection('file-unknown', { status: 404 });
  if (row.state !== 'stored') throw new Rejection('file-not-stored', { status: 409, params: { state: row.state } });
  if (!(await insertLink(db, evidence))) throw new Rejection('file-linked-already', { status: 409 });
}

export function fileHandlers(bytes: FileBytes): Bound[] {
  return [
    on(beginFile, begin),
    on(fileProgress, (ctx, { id }) => progress(ctx, bytes, id)),
    on(completeFile, (ctx, { id }) => complete(ctx, bytes, id)),
    on(getFile, async (ctx, { id }) => cardOf(await getVisible(ctx, id))),
    onDownload(
      fileContent,
      (ctx, { id }) => content(ctx, id),
      async ({ home, id, name, mediaType, bytes: length, partBytes }) => ({
        name,
        mediaType,
        bytes: length,
        body: Readable.from(readParts(bytes, { home, id }, partBytes), { objectMode: false }),
      }),
    ),
    on(linkFile, link),
    on(listFilesFor, listFor),
  ];
}
