import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { foundHolder } from '@qianmo/organisation/server';
import { clock as clocks, type Role } from '@qianmo/platform/contract';
import {
  attachInstallation,
  createPool,
  databaseOf,
  type Installation,
  machineClock,
  withClient,
} from '@qianmo/platform/server';
import { openTestSession } from '@qianmo/server/testing/session';
import type { Client } from 'pg';
import { type Answer, type Person, type Request, send } from './caller.ts';

/** One installation in a folder of its own with its server process, seen from outside. */
export type World = {
  readonly url: string;
  /** Process ids of the server and of its database, as of now. */
  serverPid(): number;
  databasePid(): Promise<number>;
  /** Faults in the server's log, by what they say, with how often. */
  readonly faults: ReadonlyMap<string, number>;
  /** Ends of the server that nobody asked for. */
  readonly deaths: readonly string[];
  send(person: Person, request: Request): Promise<Answer>;
  signIn(home: string, role: Role): Promise<Person>;
  /** The installation beside its server: keys, witness, connections. */
  readonly installation: Installation;
  /** Runs SQL as the owner, past every policy. */
  sql<T>(run: (owner: Client) => Promise<T>): Promise<T>;
  killServer(): Promise<void>;
  startServer(): Promise<void>;
  killDatabase(): Promise<void>;
  /** Kills one process that serves the application; PostgreSQL then drops every connection and recovers. */
  killBackend(): Promise<void>;
  /** Cuts every connection of the application, the database staying up. */
  cutConnections(): Promise<void>;
  /** Until a signed-in question is answered. Throws `no-recovery` after a minute. */
  answers(person: Person): Promise<void>;
  close(): Promise<void>;
};

const START_MS = 120_000;
const RECOVERY_MS = 60_000;
const file = fileURLToPath(new URL('./server.ts', import.meta.url));

type Process = { readonly child: ChildProcess; readonly ended: Promise<void> };

type ServerProcess = Pick<World, 'url' | 'serverPid' | 'faults' | 'deaths' | 'killServer' | 'startServer'> & {
  stop(): Promise<void>;
};

/** The server in a process of its own, on one port through all its lives. */
async function runServer(folder: string): Promise<ServerProcess> {
  const deaths: string[] = [];
  const faults = new Map<string, number>();
  let wanted = true;
  const launch = async (port: string): Promise<{ running: Process; url: string }> => {
    wanted = true;
    const child = fork(file, [folder, port], { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-20_000);
    });
    if (child.stdout) createInterface(child.stdout).on('line', (line) => noteFault(line, faults));
    const ended = once(child, 'exit').then(([code, signal]) => {
      if (wanted) deaths.push(`server ended by itself: ${signal ?? code}\n${said}`);
    });
    const failed = ended.then(() => Promise.reject(new Error(`start-failed: ${said}`)));
    const told = once(child, 'message', { signal: AbortSignal.timeout(START_MS) });
    const [{ url }] = (await Promise.race([told, failed])) as [{ url: string }];
    failed.catch(() => undefined); // from here on an end is a death, not a failed start
    return { running: { child, ended }, url };
  };
  let { running, url } = await launch('0');
  const end = async (how: (child: ChildProcess) => void) => {
    wanted = false;
    how(running.child);
    await running.ended;
  };
  return {
    url,
    serverPid: () => running.child.pid ?? 0,
    faults,
    deaths,
    killServer: () => end((child) => void child.kill('SIGKILL')),
    startServer: async () => {
      ({ running, url } = await launch(new URL(url).port));
    },
    stop: () => end((child) => child.connected && child.disconnect()),
  };
}

export async function openWorld(): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'qianmo-faults-'));
  await chmod(folder, 0o711);
  const server = await runServer(folder);
  const { url, deaths } = server;
  // Once, while the server runs: without one this would open the folder itself. Its socket stays where it is.
  const at = { say: () => undefined, now: machineClock().instant(), kind: 'test' } as const;
  const installation = await attachInstallation(folder, at);
  const databasePid = async () =>
    Number((await readFile(path.join(folder, 'db/data/postmaster.pid'), 'utf8')).split('\n')[0]);
  const sql: World['sql'] = (run) => asOwner(installation, run);
  return {
    ...server,
    databasePid,
    send: (person, request) => send(url, person, request),
    signIn: (home, role) => signIn(installation, home, role),
    installation,
    sql,
    killDatabase: async () => {
      process.kill(await databasePid(), 'SIGKILL');
    },
    killBackend: () => sql(killBackend),
    cutConnections: () => sql(cutConnections),
    answers: (person) => waitForAnswer(url, person, deaths),
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function asOwner<T>(installation: Installation, run: (owner: Client) => Promise<T>): Promise<T> {
  const owner = await installation.owner();
  try {
    return await run(owner);
  } finally {
    await owner.end();
  }
}

/** The log is one JSON object a line; a process that was killed may leave half of one. */
function noteFault(line: string, faults: Map<string, number>): void {
  if (!line.includes('"msg":"fault"') || !line.endsWith('}')) return;
  const { err } = JSON.parse(line) as { err: { message: string; stack: string } };
  const where = err.stack.split('\n').find((each) => /^ +at /.test(each));
  const what = `${err.message}${where ?? ''}`;
  faults.set(what, (faults.get(what) ?? 0) + 1);
}

const OF_THE_APPLICATION = `where usename = 'qianmo_app' and datname = current_database()`;

async function cutConnections(owner: Client): Promise<void> {
  await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity ${OF_THE_APPLICATION}`);
}

async function killBackend(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ pid: number }>(
    `select pid from pg_stat_activity ${OF_THE_APPLICATION} order by (state = 'active') desc, pid limit 1`,
  );
  if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
}

/** A person with a posting and a session, past the sign-in page; everything after that is the real thing. */
async function signIn(installation: Installation, home: string, role: Role): Promise<Person> {
  const clock = machineClock();
  const pool = createPool(installation.ownerConnection(), 1);
  try {
    return await withClient(pool, async (client) => {
      await client.query('begin');
      const db = databaseOf(client);
      const login = `u${randomBytes(8).toString('hex')}`;
      const unitName = `${role}局 ${login}`;
      const posted = { login, home, role, unitName, name: `${role}·${home}`, postTitle: role };
      const { account } = await foundHolder(db, { ...posted, now: clock.instant(), today: '2015-01-01' });
      const cookie = await openTestSession(db, account, clock, true);
      await client.query('commit');
      return { account, home, cookie };
    });
  } finally {
    await pool.end();
  }
}

async function waitForAnswer(url: string, person: Person, deaths: readonly string[]): Promise<void> {
  const until = performance.now() + RECOVERY_MS;
  for (;;) {
    const { status } = await send(url, person, { operation: clocks.getClock, input: {} });
    if (status === 200) return;
    if (deaths.length > 0) throw new Error(deaths.join('\n'));
    if (performance.now() > until) throw new Error(`no-recovery: still ${status} after ${RECOVERY_MS} ms`);
    await sleep(100);
  }
}
