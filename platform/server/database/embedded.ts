import { lstat, mkdir, mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type Account, canEnter, chooseAccount, giveTree } from './embedded-account.ts';
import {
  DATABASE,
  ensureCluster,
  ensureOwned,
  explain,
  findRunning,
  type Place,
  placeOf,
  SUPERUSER,
  unreachable,
} from './embedded-cluster.ts';
import { findLiveHolder, lockFolder } from './embedded-lock.ts';
import { clearOrphan } from './embedded-orphan.ts';
import { findPrograms, installedPrograms } from './embedded-programs.ts';
import { type ServerExit, supervise } from './embedded-supervisor.ts';

/** How to reach the server as its owner: a Unix socket in a folder that only its user may enter, never TCP. */
export type EmbeddedConnection = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
};

export type Embedded = {
  readonly connection: EmbeddedConnection;
  readonly dataFolder: string;
  /** The server's process; another one after a crash. */
  readonly pid: number;
  /** Tells of every unexpected end; the supervisor starts the server again by itself. */
  onExit(tell: (exit: ServerExit) => void): void;
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Told in plain words what happens: first start, an orphan found, a crash, a full disk. */
  readonly say: (message: string) => void;
  /** Off only for tests: a crash of the machine then loses data. */
  readonly fsync?: boolean;
  /** Only part of the socket's name. */
  readonly port?: number;
};

/** From this version on the programs stay in the folder they were started in; older ones walk to find themselves. */
const STANDS_STILL = 16;
const LONGEST_SOCKET_PATH = 107; // bytes of sun_path without its end

/**
 * Starts the embedded PostgreSQL of a folder, making it on first use. Throws `folder-in-use` (names the process),
 * `disk full`, `no-database-programs`, `no-database-user`, `database-version`, `folder-not-ours`.
 */
export async function openEmbedded(folder: string, options: EmbeddedOptions): Promise<Embedded> {
  try {
    return await openLocked(folder, options);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    // Of what Node itself could not write, in the same words as of what the server could not.
    if (/^(ENOSPC|EDQUOT)/.test(words)) throw new Error(await explain(folder, 'disk-full', words), { cause: error });
    throw error;
  }
}

async function openLocked(folder: string, options: EmbeddedOptions): Promise<Embedded> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const root = await realpath(folder);
  const lock = await lockFolder(root, options.say);
  try {
    const owner = await stat(path.join(root, 'data')).catch(() => null);
    const account = await chooseAccount(owner?.uid ?? null);
    if (account) await ensureOwnerOf(root, account);
    return await start(root, account, options, lock.release);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function start(
  root: string,
  account: Account,
  options: EmbeddedOptions,
  release: () => Promise<void>,
): Promise<Embedded> {
  const { say, fsync = true, port = 5432 } = options;
  const place = placeOf(root, canEnter(account, root));
  await clearOrphan(place, say);
  const programs = await findPrograms(account, root, say, await installedPrograms());
  if (place.dataName !== place.data && programs.major < STANDS_STILL) throw unreachable(root);
  await ensureCluster(place, account, programs, { fsync, say });
  const socketFolder = await makeSocketFolder(place, account, port);
  const server = await supervise({ place, account, programs, socketFolder, port, fsync, say });
  const connection = { host: socketFolder, port, user: SUPERUSER, database: DATABASE };
  const stop = once(async () => {
    await server.stop();
    if (path.dirname(socketFolder) !== root) await rm(socketFolder, { recursive: true, force: true });
    await release();
  });
  try {
    await ensureDatabase(connection);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    connection,
    dataFolder: place.data,
    get pid() {
      return server.pid();
    },
    onExit: server.onExit,
    stop,
  };
}

/** How to reach the server that another process runs on this folder; undefined if none does. */
export async function findEmbedded(
  folder: string,
): Promise<{ connection: EmbeddedConnection; dataFolder: string } | undefined> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined || !(await findLiveHolder(root))) return undefined;
  const dataFolder = path.join(root, 'data');
  const running = await findRunning(dataFolder);
  if (!running?.ready) return undefined;
  return {
    connection: { host: running.socketFolder, port: running.port, user: SUPERUSER, database: DATABASE },
    dataFolder,
  };
}

async function ensureOwnerOf(root: string, account: NonNullable<Account>): Promise<void> {
  const found = await lstat(root);
  if (found.uid !== account.uid) await giveTree(account, root);
}

async function makeSocketFolder(place: Place, account: Account, port: number): Promise<string> {
  const own = path.join(place.folder, 'socket');
  const fits = Buffer.byteLength(path.join(own, `.s.PGSQL.${port}`)) <= LONGEST_SOCKET_PATH;
  if (fits && place.dataName === place.data) {
    await ensureOwned(own, account);
    return own;
  }
  const temporary = Buffer.byteLength(tmpdir()) < 60 ? tmpdir() : '/tmp';
  const made = await mkdtemp(path.join(temporary, 'qianmo-'));
  await giveTree(account, made);
  return made;
}

async function ensureDatabase(connection: EmbeddedConnection): Promise<void> {
  const client = new Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [connection.database]);
    if (rowCount === 0) await client.query(`create database ${connection.database} template template0`);
  } finally {
    await client.end();
  }
}

function once(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= act();
    return running;
  };
}
