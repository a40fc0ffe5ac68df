import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type CopiedFile, eachAtOnce, hashFile, sha256 } from './copy.ts';

/** A path inside the backup: relative, forward slashes, never out of it. */
const innerPath = z
  .string()
  .min(1)
  .max(1_000)
  .refine((text) => !text.startsWith('/') && !text.includes('\\') && !text.split('/').includes('..'));

const manifest = z.strictObject({
  format: z.literal('qianmo-backup/1'),
  installation: z.uuid(),
  kind: z.enum(['real', 'demo', 'test']),
  takenAt: z.iso.datetime({ offset: true }),
  /** Which keys are needed to read it; the keys themselves are in the file beside the folder. */
  keyIds: z.array(z.string()),
  database: z.discriminatedUnion('included', [
    z.strictObject({
      included: z.literal(true),
      major: z.int(),
      startLsn: z.string(),
      stopLsn: z.string(),
      migrations: z.array(z.string()),
    }),
    /** The database of another server: not in here, and by which command it is taken. */
    z.strictObject({ included: z.literal(false), take: z.string(), restore: z.string() }),
  ]),
  folders: z.array(innerPath),
  files: z.array(
    z.strictObject({ path: innerPath, bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

export type Manifest = Readonly<z.infer<typeof manifest>>;
export type BackupProblem = {
  readonly path: string;
  readonly kind: 'missing' | 'truncated' | 'changed' | 'unexpected';
};
export type BackupCheck = {
  readonly manifest: Manifest;
  readonly bytes: number;
  readonly problems: readonly BackupProblem[];
};

export const manifestFileOf = (backup: string) => path.join(backup, 'manifest.json');
export const keysFileOf = (backup: string) => `${backup.replace(/\/+$/, '')}.keys`;

/** Reads the list of a backup. Throws `backup-damaged` naming the file. */
export async function readManifest(backup: string): Promise<{ manifest: Manifest; sha256: string }> {
  const file = manifestFileOf(backup);
  const text = await readFile(file).catch(() => {
    throw new Error(`backup-damaged: ${file} is missing; this is not a finished backup`);
  });
  try {
    return { manifest: manifest.parse(JSON.parse(text.toString('utf8'))), sha256: sha256(text) };
  } catch {
    throw new Error(`backup-damaged: ${file} is not readable`);
  }
}

/** Compares every file with the list: size first, then SHA-256. Needs neither the passphrase nor a server. */
export async function verifyBackup(backup: string): Promise<BackupCheck> {
  const { manifest: list } = await readManifest(backup);
  const found = await eachAtOnce(list.files, (entry) => problemOf(backup, entry));
  const problems = found.filter((problem) => problem !== undefined);
  const bytes = list.files.reduce((sum, entry) => sum + entry.bytes, 0);
  const listed = new Set([...list.files.map((entry) => entry.path), 'manifest.json']);
  for (const name of await listFiles(backup)) if (!listed.has(name)) problems.push({ path: name, kind: 'unexpected' });
  return { manifest: list, bytes, problems };
}

async function problemOf(backup: string, entry: CopiedFile): Promise<BackupProblem | undefined> {
  const file = path.join(backup, entry.path);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return { path: entry.path, kind: 'missing' };
  if (found.size < entry.bytes) return { path: entry.path, kind: 'truncated' };
  return (await hashFile(file)) === entry.sha256 ? undefined : { path: entry.path, kind: 'changed' };
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}
