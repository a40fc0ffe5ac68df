import { chmod, mkdir, readdir, readFile, realpath, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { openEmbedded } from '../database/embedded.ts';
import { createOnce, ensureKeys, keyFileOf, listKeyIds, parseKeys } from '../database/keys.ts';
import { copyFile, eachAtOnce } from './copy.ts';
import { openBox, readPassphrase } from './keys-box.ts';
import { keysFileOf, type Manifest, readManifest, verifyBackup } from './manifest.ts';

export type RestoreRequest = {
  readonly passphraseFile: string;
  /** Where the keys are, if no longer beside the backup as `<from>.keys`. */
  readonly keysFile?: string;
  readonly say: (message: string) => void;
};

export type RestoreOutcome = {
  readonly manifest: Manifest;
  /** Tables that were read to the end in the restored database; null where the database is not in the backup. */
  readonly tablesRead: number | null;
};

/**
 * Makes an installation of a backup in a folder that is empty or not there. Everything is checked before anything is
 * written, and the folder gets its name only after the restored database has started and answered.
 * Throws `folder-not-empty`, `keys-file-missing`, `passphrase-wrong`, `backup-damaged` (naming the files).
 */
export async function restore(from: string, folder: string, request: RestoreRequest): Promise<RestoreOutcome> {
  const target = path.resolve(folder);
  await refuseUsed(target);
  const box = await readBox(request.keysFile ?? keysFileOf(path.resolve(from)), request.passphraseFile);
  request.say('checking the backup');
  if ((await readManifest(from)).sha256 !== box.manifestSha256) {
    throw new Error('backup-damaged: manifest.json was changed, or the key file belongs to another backup');
  }
  const { manifest, problems } = await verifyBackup(from);
  if (problems.length > 0) {
    const named = problems.slice(0, 20).map((problem) => `${problem.path} ${problem.kind}`);
    throw new Error(
      `backup-damaged: ${named.join(', ')}${problems.length > 20 ? ` and ${problems.length - 20} more` : ''}`,
    );
  }
  const keys = parseKeys(box.keys);
  const missing = manifest.keyIds.filter((id) => !listKeyIds(keys).includes(id));
  if (missing.length > 0) throw new Error(`keys-file-damaged: it lacks ${missing.join(', ')}`);
  const draft = `${target}.restoring`;
  await rm(draft, { recursive: true, force: true });
  try {
    await lay(from, draft, manifest, box.keys);
    const tablesRead = manifest.database.included
      ? await proveDatabase(draft, manifest.database.migrations, request.say)
      : null;
    if (!manifest.database.included) {
      request.say(`the database is not in this backup; bring it back with: ${manifest.database.restore}`);
    }
    await rmdir(target).catch(() => undefined);
    await rename(draft, target);
    return { manifest, tablesRead };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function refuseUsed(target: string): Promise<void> {
  const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries.length > 0) throw new Error(`folder-not-empty: ${target} is in use; restore into a new folder`);
}

async function readBox(file: string, passphraseFile: string) {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`keys-file-missing: ${file}; without the keys the personal data of a backup cannot be read`);
  });
  return openBox(await readPassphrase(passphraseFile), text);
}

/** `database/…` of the backup becomes `db/data/…`; the rest keeps its place. */
function placeOf(inner: string): string {
  return inner === 'database' || inner.startsWith('database/') ? `db/data${inner.slice('database'.length)}` : inner;
}

async function lay(from: string, draft: string, manifest: Manifest, keys: string): Promise<void> {
  await mkdir(draft, { recursive: true, mode: 0o711 });
  for (const name of ['keys', 'files', 'log']) await mkdir(path.join(draft, name), { recursive: true, mode: 0o700 });
  if (manifest.database.included) await mkdir(path.join(draft, 'db'), { mode: 0o711 });
  for (const name of manifest.folders) await mkdir(path.join(draft, placeOf(name)), { recursive: true, mode: 0o700 });
  await eachAtOnce(manifest.files, async (entry) => {
    const to = path.join(draft, placeOf(entry.path));
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
    const done = await copyFile(path.join(from, entry.path), to, entry.path);
    if (done?.sha256 !== entry.sha256) throw new Error(`backup-damaged: ${entry.path} changed while it was read`);
  });
  await createOnce(keyFileOf(draft), keys, 0o600);
  await ensureKeys(draft, false); // lays the public key of the log beside them
  await chmod(path.join(draft, 'installation.json'), 0o644);
}

/** Starts what was restored, compares its migrations with the list and reads every table of ours to its end. */
async function proveDatabase(
  draft: string,
  migrations: readonly string[],
  say: (message: string) => void,
): Promise<number> {
  say('starting the restored database');
  const embedded = await openEmbedded(path.join(await realpath(draft), 'db'), { say });
  const client = new Client(embedded.connection);
  try {
    await client.connect();
    const applied = await client.query<{ name: string }>('select name from migration.applied order by name');
    if (applied.rows.map((row) => row.name).join() !== migrations.join()) {
      throw new Error('restore-failed: the database holds other migrations than the backup says');
    }
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
    );
    for (const table of tables.rows) await client.query(`select count(t) from ${table.name} t`);
    return tables.rows.length;
  } finally {
    await client.end().catch(() => undefined);
    await embedded.stop();
  }
}
