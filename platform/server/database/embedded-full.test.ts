import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, open, rm, rmdir, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmbedded } from './embedded.ts';
import { explain } from './embedded-cluster.ts';

// A file system of its own, as small as a full disk needs; a machine that may not mount one proves the words only.
let disk: string;
const mounted = () => spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=176m', 'tmpfs', disk]).status === 0;
const mayMount = process.getuid?.() === 0 && probeMount();

function probeMount(): boolean {
  const done = spawnSync('/bin/sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs tmpfs "$d" && umount "$d" && rmdir "$d"']);
  return done.status === 0;
}

beforeAll(async () => {
  disk = await mkdtemp('/tmp/qianmo-full-');
  if (mayMount) expect(mounted()).toBe(true);
  await chmod(disk, 0o755);
});

afterAll(async () => {
  if (mayMount) spawnSync('umount', ['-l', disk]);
  await rmdir(disk);
});

test('the words of a failure for want of space are found in what any program says', async () => {
  const words = 'FATAL:  could not write lock file "postmaster.pid": No space left on device';
  expect(await explain(disk, 'database-start-failed', words)).toMatch(/^disk full: /);
  expect(await explain('/tmp', 'database-start-failed', 'FATAL:  bad page')).toBe(
    'database-start-failed: FATAL:  bad page',
  );
});

test.runIf(mayMount)(
  'a full disk is called one, and when there is space again work goes on with nothing lost',
  async () => {
    const said: string[] = [];
    const embedded = await openEmbedded(path.join(disk, 'db'), { say: (line) => void said.push(line), fsync: false });
    const ballast = path.join(disk, 'ballast');
    try {
      await query(embedded.connection, 'create table kept (n int, filler text)');
      await fill(ballast);
      const acknowledged = await insertUntilFailure(embedded.connection);
      // The log cannot grow: the server ends itself, or dies of this; it cannot come back before there is space.
      process.kill(embedded.pid, 'SIGKILL');
      await expect.poll(() => said.find((line) => line.startsWith('disk full: ')), { timeout: 10_000 }).toBeDefined();
      await rm(ballast);
      await expect.poll(() => said.at(-1), { timeout: 20_000 }).toBe('the database server is running again');
      const rows = await query(embedded.connection, 'select count(*)::int as n from kept');
      expect(rows[0]?.n).toBeGreaterThanOrEqual(acknowledged);
      await query(embedded.connection, `insert into kept values (0, 'after')`);
    } finally {
      await rm(ballast, { force: true });
      await embedded.stop();
    }
    await fill(ballast);
    await expect(openEmbedded(path.join(disk, 'new'), { say: () => undefined })).rejects.toThrow(/^disk full: /);
  },
);

async function query(connection: object, text: string): Promise<{ n: number }[]> {
  const client = new Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function fill(file: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  const handle = await open(file, 'w');
  const block = Buffer.alloc(1_048_576, 1);
  for (let left = bavail * bsize; left > 0; left -= block.length) {
    const written = await handle.write(block).catch(() => null);
    if (!written) break;
  }
  await handle.close();
}

/** Each statement commits alone; returns how many rows were acknowledged before the first failure. */
async function insertUntilFailure(connection: object): Promise<number> {
  const client = new Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  let acknowledged = 0;
  try {
    for (;;) {
      await client.query(`insert into kept select n, repeat(md5(n::text), 30) from generate_series(1, 1000) n`);
      acknowledged += 1000;
    }
  } catch {
    return acknowledged;
  } finally {
    await client.end().catch(() => undefined);
  }
}
