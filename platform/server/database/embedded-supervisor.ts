import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, cleanEnvironment, identity } from './embedded-account.ts';
import { explain, findRunning, type Place } from './embedded-cluster.ts';
import { clearOrphan, endServer } from './embedded-orphan.ts';
import type { Programs } from './embedded-programs.ts';

export type ServerExit = { readonly pid: number; readonly code: number | null; readonly signal: string | null };

export type ServerOptions = {
  readonly place: Place;
  readonly account: Account;
  readonly programs: Programs;
  readonly socketFolder: string;
  readonly port: number;
  readonly fsync: boolean;
  readonly say: (message: string) => void;
};

export type Supervised = {
  readonly pid: () => number;
  readonly onExit: (tell: (exit: ServerExit) => void) => void;
  stop(): Promise<void>;
};

/** Sized for a small machine; given on the command line, so that a start writes no file and no old one lingers. */
function settings(options: ServerOptions): Record<string, string> {
  return {
    listen_addresses: '',
    unix_socket_directories: options.socketFolder,
    unix_socket_permissions: '0700',
    port: String(options.port),
    max_connections: '60',
    shared_buffers: '64MB',
    wal_level: 'replica',
    max_wal_size: '512MB',
    archive_mode: 'off',
    synchronous_commit: 'on',
    fsync: options.fsync ? 'on' : 'off',
    full_page_writes: options.fsync ? 'on' : 'off',
    timezone: 'Asia/Shanghai',
    log_timezone: 'Asia/Shanghai',
    jit: 'off',
    random_page_cost: '1.1',
    // One request must not take both cores, and containers give 64 MB of shared memory: queries stay in one process.
    max_parallel_workers_per_gather: '0',
    logging_collector: 'on',
    log_directory: '../log',
    log_filename: 'postgresql-%a.log',
    log_rotation_age: '1d',
    log_truncate_on_rotation: 'on',
    log_file_mode: '0600',
    // Values of people's records stand in statements and error details: neither goes to the log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
  };
}

/** Starts the server, waits until it accepts work, and keeps it running until `stop`. Throws if the first start fails. */
export async function supervise(options: ServerOptions): Promise<Supervised> {
  const listeners: ((exit: ServerExit) => void)[] = [];
  const over = new AbortController();
  let child = await startServer(options);
  let restarting: Promise<void> = Promise.resolve();

  const watch = (watched: ChildProcess) => {
    const ended = (code: number | null, signal: string | null) => {
      if (over.signal.aborted) return;
      for (const tell of listeners) tell({ pid: watched.pid ?? 0, code, signal });
      restarting = restart(options, over.signal, `${signal ?? `code ${code}`}`).then((next) => {
        if (!next) return;
        child = next;
        watch(next);
      });
    };
    if (hasEnded(watched)) ended(watched.exitCode, watched.signalCode);
    else watched.once('exit', ended);
  };
  watch(child);
  const killWithUs = () => child.kill('SIGINT');
  process.once('exit', killWithUs);

  return {
    pid: () => child.pid ?? 0,
    onExit: (tell) => void listeners.push(tell),
    async stop() {
      over.abort();
      process.off('exit', killWithUs);
      await restarting;
      await endChild(child, options.say);
    },
  };
}

const RETRY_MS = [100, 500, 1_000, 2_000, 5_000];

async function restart(options: ServerOptions, over: AbortSignal, why: string): Promise<ChildProcess | undefined> {
  options.say(
    await explain(options.place.folder, 'database-stopped', `the database server ended (${why}): starting it again`),
  );
  let said = '';
  for (let attempt = 0; !over.aborted; attempt++) {
    await sleep(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)], undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) break;
    try {
      await clearOrphan(options.place, options.say);
      const child = await startServer(options);
      options.say('the database server is running again');
      return child;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== said) options.say(message);
      said = message;
    }
  }
  return undefined;
}

async function startServer(options: ServerOptions): Promise<ChildProcess> {
  const { place, account, programs } = options;
  const args = [
    '-D',
    place.dataName,
    ...Object.entries(settings(options)).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  // A process group of its own: Ctrl-C in the terminal reaches us alone, and we end the server when its users are done.
  const child = spawn(programs.postgres, args, {
    ...identity(account),
    cwd: place.data,
    env: cleanEnvironment(),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString('utf8')).slice(-4_000);
  });
  child.on('error', (error) => {
    words += error.message;
  });
  const since = performance.now();
  for (let waited = 0; !hasEnded(child); waited += 20) {
    const running = await findRunning(place.data);
    if (running?.pid === child.pid && running?.ready) return child;
    if (waited > 0 && waited % 10_000 === 0) {
      options.say(`the database is still recovering (${Math.round((performance.now() - since) / 1000)} s)`);
    }
    await sleep(20);
  }
  throw new Error(await explain(place.folder, 'database-start-failed', `${words}\n${await lastLog(place.log)}`));
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function endChild(child: ChildProcess, say: (message: string) => void): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return;
  await endServer(child.pid, async () => !hasEnded(child), say);
}

/** The end of the newest log file: after its first lines the server speaks only there. */
async function lastLog(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(path.join(folder, name))).mtimeMs })),
  );
  const newest = files.sort((a, b) => b.at - a.at)[0];
  return newest ? (await readFile(path.join(folder, newest.name), 'utf8')).slice(-1_500) : '';
}
