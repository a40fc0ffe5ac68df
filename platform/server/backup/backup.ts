import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { externalConfig, type Installation } from '../database/installation.ts';
import { recordFileOf } from '../database/installation-record.ts';
import { keyFileOf, listKeyIds } from '../database/keys.ts';
import { copyCluster } from './cluster.ts';
import { type Copied, copyFile, copyTree, sha256 } from './copy.ts';
import { closeBox, readPassphrase } from './keys-box.ts';
import { keysFileOf, type Manifest, manifestFileOf } from './manifest.ts';

export type BackupRequest = {
  /** A folder that does not exist yet; the keys go to `<to>.keys`, to be kept somewhere else. */
  readonly to: string;
  readonly passphraseFile: string;
  readonly say: (message: string) => void;
  /** Now, as an ISO instant. */
  readonly now: string;
};

export type BackupOutcome = { readonly manifest: Manifest; readonly bytes: number; readonly keysFile: string };

/**
 * Takes a backup while everything runs: database (embedded only), evidence, witness file, record, and the keys in a
 * file of their own. The folder has its name only once it is whole. For a database on another server it says which
 * command must be used for it, and the manifest says that it is not included.
 * Throws `backup-exists`, `passphrase-…`, `backup-failed`, `backup-unsupported`.
 */
export async function backup(installation: Installation, request: BackupRequest): Promise<BackupOutcome> {
  const passphrase = await readPassphrase(request.passphraseFile);
  const target = path.resolve(request.to);
  const keysFile = keysFileOf(target);
  for (const name of [target, keysFile]) if (existsSync(name)) throw new Error(`backup-exists: ${name}`);
  refuseInside(installation, target);
  const draft = `${target}.unfinished`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const manifest = await fill(installation, draft, request);
    const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
    await writeDurably(manifestFileOf(draft), text);
    const keys = await readFile(keyFileOf(installation.folder), 'utf8');
    await writeDurably(keysFile, Buffer.from(await closeBox(passphrase, { keys, manifestSha256: sha256(text) })));
    await rename(draft, target);
    await syncFolder(path.dirname(target));
    return { manifest, keysFile, bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0) };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(target)) await rm(keysFile, { force: true });
    throw error;
  }
}

function refuseInside(installation: Installation, target: string): void {
  const inner = path.relative(installation.folder, target);
  if (!inner.startsWith('..')) throw new Error(`backup-inside: ${target} is in the folder that it is to save`);
}

async function fill(installation: Installation, draft: string, request: BackupRequest): Promise<Manifest> {
  // The witness goes first and the files last: the copied database then knows all that the witness saw, and every
  // file that a row of it names is there.
  const witness = await copyIfThere(installation.witnessFile, draft, 'witness.log');
  const record = await copyIfThere(recordFileOf(installation.folder), draft, 'installation.json');
  const { database, copied } = await takeDatabase(installation, draft, request.say);
  request.say('copying evidence files');
  const files = await copyTree(installation.filesFolder, draft, 'files');
  return {
    format: 'qianmo-backup/1',
    installation: installation.record.id,
    kind: installation.kind,
    takenAt: request.now,
    keyIds: listKeyIds(installation.keys),
    database,
    folders: [...copied.folders, ...files.folders],
    files: [...witness, ...record, ...copied.files, ...files.files],
  };
}

async function takeDatabase(installation: Installation, draft: string, say: (message: string) => void) {
  if (installation.dataFolder === null) {
    const commands = externalCommands(installation.databaseUrl ?? '');
    say(`the database is on a server of its own and NOT in this backup; take it with: ${commands.take}`);
    return { database: { included: false as const, ...commands }, copied: { folders: [], files: [] } satisfies Copied };
  }
  say('copying the database');
  const owner = await installation.owner();
  // Copying may take longer than a query ever should.
  await owner.query(`set idle_session_timeout = 0`);
  try {
    const { folders, files, ...rest } = await copyCluster(owner, installation.dataFolder, draft);
    return { database: { included: true as const, ...rest }, copied: { folders, files } };
  } finally {
    await owner.end();
  }
}

/** The commands of PostgreSQL's own tools for a server that is not ours. The password never appears in them. */
export function externalCommands(databaseUrl: string): { take: string; restore: string } {
  const { host = '', port, user, database, ssl } = externalConfig(databaseUrl);
  const parts = { host, port, user, dbname: database, sslmode: ssl ? 'verify-full' : undefined };
  const address = Object.entries(parts).flatMap(([name, value]) => (value ? [`${name}=${quoted(String(value))}`] : []));
  const connection = `"${address.join(' ')}"`;
  return {
    take: `pg_dump --format=custom --file=qianmo.dump --dbname=${connection}`,
    restore: `pg_restore --clean --if-exists --exit-on-error --dbname=${connection} qianmo.dump`,
  };
}

/** A value of a connection string, safe inside double quotes of a shell. */
function quoted(value: string): string {
  return /^[\w./-]+$/.test(value) ? value : `'${value.replace(/['\\"$`!]/g, '\\$&')}'`;
}

async function copyIfThere(from: string, root: string, name: string) {
  const done = await copyFile(from, path.join(root, name), name);
  return done ? [done] : [];
}

async function writeDurably(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  await readdir(folder);
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined);
  await handle.close();
}
