import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './embedded-account.ts';
import { findRunning, type Place, type Running } from './embedded-cluster.ts';
import { startOf } from './embedded-lock.ts';

/**
 * Makes the data folder free for a start: a server that outlived a killed supervisor is shut down in order, the workers
 * of a killed server are waited for (they may still write), and lock files that name ids of others are removed.
 * Call only while holding the folder's lock.
 */
export async function clearOrphan(place: Place, say: (message: string) => void): Promise<void> {
  const left = await findRunning(place.data);
  if (!left) return;
  if (await standsIn(left.pid, place.data)) {
    say(`a database server was left running here (process ${left.pid}): stopping it in order`);
    await endServer(left.pid, () => standsIn(left.pid, place.data), say);
  }
  await outlast(place.data, say);
  const file = path.join(place.data, 'postmaster.pid');
  // A dead id PostgreSQL clears up itself; one that is taken (or a zombie nobody buries) it would wait for for ever.
  if ((await startOf(left.pid)) !== undefined || (await isZombie(left.pid))) await rm(file, { force: true });
  await clearSocket(left);
}

async function clearSocket(left: Running): Promise<void> {
  if (!path.isAbsolute(left.socketFolder)) return;
  const socket = path.join(left.socketFolder, `.s.PGSQL.${left.port}`);
  for (const name of [socket, `${socket}.lock`]) await rm(name, { force: true });
}

/** Waits until no process of a server stands in the data; after 10 s they are ended. */
async function outlast(data: string, say: (message: string) => void): Promise<void> {
  for (let waited = 0; ; waited += 50) {
    const workers = await listWorkers(data);
    if (workers.length === 0) return;
    if (waited === 10_000) {
      say(`ending what is left of a database server: processes ${workers.join(', ')}`);
      for (const pid of workers) process.kill(pid, 'SIGKILL');
    }
    if (waited > 15_000) throw new Error(`database-stuck: processes ${workers.join(', ')} do not end`);
    await sleep(50);
  }
}

async function listWorkers(data: string): Promise<number[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const standing = await Promise.all(
    ids.map(async (id) => {
      const folder = await readlink(`/proc/${id}/cwd`).catch(() => '');
      return (
        folder === data &&
        /^post(gres|master)$/.test((await readFile(`/proc/${id}/comm`, 'utf8').catch(() => '')).trim())
      );
    }),
  );
  return ids.filter((_id, index) => standing[index]).map(Number);
}

async function isZombie(pid: number): Promise<boolean> {
  return /\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
}

/** Fast shutdown; if that takes longer than 30 s an immediate one (recovered at the next start), then the end. */
export async function endServer(
  pid: number,
  runs: () => Promise<boolean>,
  say: (message: string) => void,
): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 30],
    ['SIGQUIT', 10],
    ['SIGKILL', 5],
  ] as const) {
    if (signal !== 'SIGINT') say(`the database server did not stop: ${signal}`);
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited = 0; waited < seconds * 1000; waited += 20) {
      if (!(await runs())) return;
      await sleep(20);
    }
  }
  throw new Error(`database-stuck: process ${pid} does not end`);
}

async function standsIn(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    const said = await run(null, 'ps', ['-o', 'command=', '-p', String(pid)], '/');
    return said.output.includes(data);
  }
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '');
  return folder === data && !(await isZombie(pid));
}
