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

/** Copies a tree into `root/name`. Entries that are neither file nor folder are refused by name. */
export async function copyTree(
  from: string,
  root: string,
  name: string,
  choose: (inner: string) => Choice = () => 'take',
): Promise<Copied> {
  const copied: Copied = { folders: [], files: [] };
  const walk = async (inner: string): Promise<void> => {
    const here = inner === '' ? name : `${name}/${inner}`;
    await mkdir(path.join(root, here), { recursive: true, mode: 0o700 });
    copied.folders.push(here);
    if (inner !== '' && choose(inner) === 'empty') return;
    for (const entry of await readdir(path.join(from, inner), { withFileTypes: true })) {
      const child = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (choose(child) === 'leave') continue;
      if (entry.isDirectory()) await walk(child);
      else if (entry.isFile()) {
        const done = await copyFile(path.join(from, child), path.join(root, name, child), `${name}/${child}`);
        if (done) copied.files.push(done);
      } else throw new Error(`backup-unsupported: ${path.join(from, child)} is a link or device`);
    }
  };
  await walk('');
  return copied;
}
