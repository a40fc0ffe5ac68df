import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { type Account, giveTree, run } from './embedded-account.ts';
import type { Programs } from './embedded-programs.ts';

export const SUPERUSER = 'qianmo';
export const DATABASE = 'qianmo';

/** The folder of one server: its data, its log, its socket, all owned by the account. */
export type Place = {
  readonly folder: string;
  readonly data: string;
  /** How the server itself names its data folder, see `dataName`. */
  readonly dataName: string;
  readonly log: string;
};

/**
 * A folder below a 0700 home cannot be named by the account, but a process may stand in it: it inherits the working
 * folder from us, and `/proc/self/cwd` is that folder without walking the path. Postgres always stands in its data.
 */
export function placeOf(folder: string, canName: boolean): Place {
  const data = path.join(folder, 'data');
  if (!canName && process.platform !== 'linux') throw unreachable(folder);
  return { folder, data, dataName: canName ? data : '/proc/self/cwd', log: path.join(folder, 'log') };
}

export function unreachable(folder: string): Error {
  return new Error(`folder-unreachable: the database's user cannot enter ${folder}; choose one outside a private home`);
}

/** Makes the cluster once. A half-made one (killed during the first start) is thrown away and made anew. */
export async function ensureCluster(
  place: Place,
  account: Account,
  programs: Programs,
  options: { readonly fsync: boolean; readonly say: (message: string) => void },
): Promise<void> {
  await ensureOwned(place.log, account);
  if (existsSync(path.join(place.data, 'PG_VERSION'))) return checkCluster(place, account, programs);
  const draft = path.join(place.folder, 'data.new');
  await rm(draft, { recursive: true, force: true });
  await ensureOwned(draft, account);
  options.say('making the database');
  const target = place.dataName === place.data ? draft : place.dataName;
  const args = ['-D', target, '-U', SUPERUSER, '-E', 'UTF8', '--locale=C', '--data-checksums'];
  args.push('--auth-local=trust', '--auth-host=reject', '--no-instructions', ...(options.fsync ? [] : ['--no-sync']));
  const done = await run(account, programs.initdb, args, draft);
  if (done.code !== 0) throw new Error(await explain(place.folder, 'initdb-failed', done.output));
  await rename(draft, place.data);
}

async function checkCluster(place: Place, account: Account, programs: Programs): Promise<void> {
  const made = Number((await readFile(path.join(place.data, 'PG_VERSION'), 'utf8')).trim());
  if (made !== programs.major) {
    throw new Error(
      `database-version: ${place.data} was made by PostgreSQL ${made}, this is ${programs.major}; ` +
        'take a backup with the version it was made by and restore it here',
    );
  }
  const owner = await stat(place.data);
  if (account && owner.uid !== account.uid) await giveTree(account, place.data);
  if (!account && process.getuid && owner.uid !== process.getuid()) {
    throw new Error(`folder-not-ours: ${place.data} belongs to user id ${owner.uid}; start as that user or as root`);
  }
  await chmod(place.data, 0o700);
}

/** A folder only the account may enter. */
export async function ensureOwned(folder: string, account: Account): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await giveTree(account, folder);
}

/** What a running server says of itself in its own lock file. */
export type Running = {
  readonly pid: number;
  readonly socketFolder: string;
  readonly port: number;
  readonly ready: boolean;
};

export async function findRunning(data: string): Promise<Running | undefined> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const [pid, , , port, socketFolder, , , status] = text?.split('\n').map((line) => line.trim()) ?? [];
  if (!pid || !/^\d+$/.test(pid)) return undefined;
  return { pid: Number(pid), socketFolder: socketFolder ?? '', port: Number(port), ready: status === 'ready' };
}

const LEAST_FREE_BYTES = 24 * 1024 * 1024; // one 16 MB log segment and a little: below this a start cannot succeed

/** Whether a failure is a lack of space: by its words, or because there is none (a full disk cannot log that it is full). */
export async function isDiskFull(folder: string, words: string): Promise<boolean> {
  if (/No space left on device|ENOSPC|Disk quota exceeded/i.test(words)) return true;
  const room = await statfs(folder).catch(() => null);
  return room !== null && room.bavail * room.bsize < LEAST_FREE_BYTES;
}

/** One line for the operator: disk full said plainly, otherwise the server's own last words. */
export async function explain(folder: string, code: string, words: string): Promise<string> {
  if (await isDiskFull(folder, words))
    return `disk full: there is no space left for ${folder}; free some and it goes on`;
  const last = words.trim().split('\n').slice(-6).join('\n');
  return `${code}: ${last || 'no message'}`;
}
