import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type CopiedFile = { readonly path: string; readonly bytes: number; readonly sha256: string };
export type Copied = { readonly folders: string[]; readonly files: CopiedFile[] };

/** What to do with an entry of a tree, by its path in it: leave it out, or take a folder without its content. */
export type Choice = 'take' | 'leave' | 'empty';

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * Copies one file durably and returns its sum, taken from the bytes that were written; undefined if it was gone by then
 * (a running server deletes files). Throws if the target exists.
 */
export async function copyFile(from: string, to: string, name: string): Promise<CopiedFile | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const source = createReadStream(from, { highWaterMark: 262_144 });
  try {
    await new Promise<void>((resolve, reject) => source.once('ready', resolve).once('error', reject));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  await pipeline(source, measure, createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }));
  return { path: name, bytes, sha256: hash.digest('hex') };
}

const AT_ONCE = 8; // a copy is mostly waiting for the disk to confirm one small file

/** Copies a tree into `root/name`. Entries that are neither file nor folder are refused by name. */
export async function copyTree(
  from: string,
  root: string,
  name: string,
  choose: (inner: string) => Choice = () => 'take',
): Promise<Copied> {
  const { folders, files } = await listTree(from, choose);
  const place = (inner: string) => (inner === '' ? name : `${name}/${inner}`);
  for (const inner of folders) await mkdir(path.join(root, place(inner)), { recursive: true, mode: 0o700 });
  const copied = await eachAtOnce(files, (inner) =>
    copyFile(path.join(from, inner), path.join(root, place(inner)), place(inner)),
  );
  return { folders: folders.map(place), files: copied.filter((file) => file !== undefined) };
}

async function listTree(
  from: string,
  choose: (inner: string) => Choice,
): Promise<{ folders: string[]; files: string[] }> {
  const folders = [''];
  const files: string[] = [];
  for (const inner of folders) {
    if (inner !== '' && choose(inner) === 'empty') continue;
    for (const entry of await readdir(path.join(from, inner), { withFileTypes: true })) {
      const child = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (choose(child) === 'leave') continue;
      if (entry.isDirectory()) folders.push(child);
      else if (entry.isFile()) files.push(child);
      else throw new Error(`backup-unsupported: ${path.join(from, child)} is a link or device`);
    }
  }
  return { folders, files };
}

/** Runs `act` on all items, a few at a time, and gives the results in their order. */
export async function eachAtOnce<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  const lane = async () => {
    for (const [index, item] of rest) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}
