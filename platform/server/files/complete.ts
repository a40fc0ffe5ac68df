import { createHash } from 'node:crypto';
import type { Context } from '../serve/context.ts';
import { chainParts, type FileBytes, type FileKey, type Part } from './bytes.ts';
import { createTextProbe, HEAD_BYTES, judgeType, type Sample, TAIL_BYTES } from './media-type.ts';
import { readPicture } from './picture.ts';
import { type FileRow, findFile, markStored } from './store.ts';

/** The declared file, if it is the actor's own to send. */
export async function getOwn(ctx: Context, id: string, lock?: 'update'): Promise<FileRow> {
  const row = await findFile(ctx.db, { home: ctx.home, id }, lock);
  if (!row || row.begunBy !== ctx.actor.user) ctx.reject('file-unknown', { status: 404 });
  return row;
}

/** Reads all that arrived once: only what is whole, hashes as declared and is of its type becomes a fact. */
export async function complete(ctx: Context, bytes: FileBytes, id: string) {
  const row = await getOwn(ctx, id, 'update');
  if (row.state !== 'awaited') ctx.reject('file-not-awaited', { status: 409, params: { state: row.state } });
  const key = { home: ctx.home, id };
  const parts = chainParts(await bytes.list(key));
  const received = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (received !== row.bytes) ctx.reject('file-incomplete', { status: 409, params: { received, bytes: row.bytes } });
  const { sample, sha256 } = await pass(bytes, key, parts);
  const verdict = sha256 === row.sha256 ? judgeType(row.name, sample) : { code: 'file-hash-differs' };
  if ('code' in verdict) {
    // What is refused is not kept; the declaration stays open, so that the right bytes can still be sent.
    await bytes.drop(key);
    return ctx.reject(verdict.code, { params: { name: row.name } });
  }
  const facts = await readPicture(verdict.mediaType, sample.head);
  const partBytes = parts.map((part) => part.bytes);
  await markStored(ctx.db, key, { ...facts, mediaType: verdict.mediaType, partBytes, at: ctx.now });
  return { id, mediaType: verdict.mediaType };
}

async function pass(
  bytes: FileBytes,
  key: FileKey,
  parts: readonly Part[],
): Promise<{ sample: Sample; sha256: string }> {
  const hash = createHash('sha256');
  const text = createTextProbe();
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let total = 0;
  for (const part of parts) {
    const content = await bytes.get(key, part);
    hash.update(content);
    text.feed(content);
    total += content.length;
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, content]).subarray(0, HEAD_BYTES);
    tail = Buffer.from(Buffer.concat([tail, content]).subarray(-TAIL_BYTES));
  }
  return { sample: { head, tail, bytes: total, isText: text.end() }, sha256: hash.digest('hex') };
}

/** The bytes of a stored file, part after part. */
export async function* readParts(bytes: FileBytes, key: FileKey, partBytes: readonly number[]): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const length of partBytes) {
    yield await bytes.get(key, { offset, bytes: length });
    offset += length;
  }
}
