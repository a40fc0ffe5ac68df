import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { foundHolder } from '@qianmo/organisation/server';
import { createPool, databaseOf, hashToken, withClient } from '@qianmo/platform/server';
import { buildTemplate, startCluster, TEMPLATE, TEST_PASSWORD } from '@qianmo/platform/testing';
import { uuidV7 } from '@qianmo/values/id';
import type { Client, ClientConfig } from 'pg';
import { headersOf, type LoadAnswer, type LoadOrder } from './pipe-load.ts';
import { type Line, median } from './report.ts';

const TURN = { seconds: 1 }; // short turns in alternation: whatever else the machine does hits both sides alike
const PAIRS = 12;
const WARM_UP = { requests: 6_000 }; // until the code is compiled as well as it ever will be

const TOKEN = 'bench-token-that-is-long-enough';
const MOST_MEMORY_MB = 350;

/** Requests per second through the pipe against the same statement in bare Fastify + pg, alternating in one run. */
export async function benchPipe(): Promise<Line[]> {
  const cluster = await startCluster({ fsync: true });
  try {
    await buildTemplate(cluster, async (owner) => {
      await owner.query(
        `insert into place.place (id, level, kind, form, code, name, home, pinyin, initials, source) values (1, 1, 'province', '', '621221', '成县', '621221', '', '', 'bench')`,
      );
      await makeBareTable(owner);
    });
    const connection = { ...cluster.connection, database: TEMPLATE };
    await openSession(connection);
    return await withServers({ ...connection, password: TEST_PASSWORD }, measure);
  } finally {
    await cluster.stop();
  }
}

/** The same rows under the same policy, without log and capture: those are the pipe's own cost. */
async function makeBareTable(owner: Client): Promise<void> {
  await owner.query(`create schema bench; grant usage on schema bench to qianmo_app;
    create table bench.hold (like platform.hold including all);
    alter table bench.hold enable row level security;
    create policy scope_all on bench.hold to qianmo_app
      using (home = any ((select platform.scope_read())::text[])) with check (home = any ((select platform.scope_write())::text[]));
    create policy bare_all on bench.hold to qianmo_app using (current_setting('app.read', true) is null);
    grant select, insert on bench.hold to qianmo_app`);
}

async function openSession(connection: ClientConfig): Promise<void> {
  const pool = createPool(connection, 1);
  await withClient(pool, async (client) => {
    await client.query('begin');
    const db = databaseOf(client);
    const { account } = await foundHolder(db, {
      name: 'bench',
      login: 'bench',
      home: '621221',
      role: 'commerce',
      unitName: 'bench',
      postTitle: 'bench',
      now: new Date().toISOString(),
      today: '2015-01-01',
    });
    await db
      .insertInto('platform.session')
      .values({
        token_hash: Buffer.from(hashToken(TOKEN), 'hex'),
        account,
        kind: 'browser',
        name: null,
        created_at: '2020-01-01',
        expires_at: '2099-01-01',
        second_factor_at: null,
        client: 'bench',
        permissions: null,
      })
      .execute();
    await client.query('commit');
  });
  await pool.end();
}

const kinds = ['house', 'scoped', 'single'] as const;
type Kind = (typeof kinds)[number];
type Server = { readonly child: ChildProcess; readonly address: string };
type Servers = Record<Kind, Server> & { readonly generator: ChildProcess };

async function withServers<T>(connection: ClientConfig, run: (servers: Servers) => Promise<T>): Promise<T> {
  const children: ChildProcess[] = [];
  const start = async (kind: Kind) => {
    const server = await startServer(kind, connection);
    children.push(server.child);
    return server;
  };
  try {
    const generator = fork(fileURLToPath(new URL('./pipe-load.ts', import.meta.url)));
    children.push(generator);
    return await run({
      house: await start('house'),
      scoped: await start('scoped'),
      single: await start('single'),
      generator,
    });
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  }
}

async function startServer(kind: Kind, connection: ClientConfig): Promise<Server> {
  const program = fileURLToPath(new URL('./pipe-server.ts', import.meta.url));
  const child = spawn(process.execPath, [program, kind, JSON.stringify(connection)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the ${kind} server ended with ${code} before it listened`);
  });
  ended.catch(() => undefined);
  const [address] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
  return { child, address };
}

async function measure(servers: Servers): Promise<Line[]> {
  const known = uuidV7(Date.now());
  for (const kind of ['house', 'scoped'] as const) await post(servers[kind].address, known);
  const load = (kind: Kind, what: 'write' | 'read', lasts: LoadOrder['lasts'] = TURN) =>
    ordered(servers.generator, { address: servers[kind].address, what, known, token: TOKEN, lasts });
  for (const kind of kinds) {
    await load(kind, 'read', WARM_UP);
    // 'single' writes without begin and scope are refused by the policy, as they should be: it only reads.
    if (kind !== 'single') await load(kind, 'write', WARM_UP);
  }
  const write = await pairs((kind) => load(kind, 'write'), 'scoped');
  const read = await pairs((kind) => load(kind, 'read'), 'scoped');
  const single = await pairs((kind) => load(kind, 'read'), 'single');
  return [
    ratioLine('write: whole pipe / bare begin, scope, statement, commit', write, 0.5),
    ratioLine('read: whole pipe / bare begin, scope, statement, commit', read, 0.6),
    ratioLine('read: whole pipe / one bare statement', single, null),
    memoryLine(await residentMegabytes(servers.house.child.pid ?? 0)),
  ];
}

function memoryLine(memory: { now: number; peak: number }): Line {
  return {
    what: 'resident memory of the server under load, peak',
    value: memory.peak,
    unit: 'MB',
    want: `≤ ${MOST_MEMORY_MB}`,
    met: memory.peak <= MOST_MEMORY_MB,
    reference: `${memory.now} MB after it`,
  };
}

type Pair = { readonly house: number; readonly reference: number };

/** House and reference in turn, each first as often as the other. */
async function pairs(turn: (kind: Kind) => Promise<number>, reference: Kind): Promise<Pair[]> {
  const found: Pair[] = [];
  for (let round = 0; round < PAIRS; round += 1) {
    const first = await turn(round % 2 === 0 ? 'house' : reference);
    const second = await turn(round % 2 === 0 ? reference : 'house');
    found.push(round % 2 === 0 ? { house: first, reference: second } : { house: second, reference: first });
  }
  return found;
}

function ratioLine(what: string, found: readonly Pair[], wanted: number | null): Line {
  const value = median(found.map((pair) => pair.house / pair.reference));
  return {
    what,
    value,
    unit: 'ratio',
    want: wanted === null ? '(printed)' : `≥ ${wanted.toFixed(2)}`,
    met: wanted === null ? null : value >= wanted,
    reference: `${perSecond(found.map((pair) => pair.house))} of ${perSecond(found.map((pair) => pair.reference))}`,
  };
}

function perSecond(rates: readonly number[]): string {
  return `${Math.round(median(rates))}/s`;
}

async function ordered(generator: ChildProcess, order: LoadOrder): Promise<number> {
  generator.send(order);
  const [answer] = (await once(generator, 'message')) as [LoadAnswer];
  if ('failed' in answer) throw new Error(answer.failed);
  return answer.perSecond;
}

/** What the operating system says a process holds, and held at most. */
async function residentMegabytes(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (key: string) => {
    const kilobytes = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    if (kilobytes === undefined) throw new Error(`no ${key} in the status of process ${pid}`);
    return Math.round(Number(kilobytes) / 1024);
  };
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}

async function post(address: string, id: string): Promise<void> {
  const response = await fetch(`${address}/api/621221/probe/place`, {
    method: 'POST',
    headers: headersOf(TOKEN, id),
    body: '{"subject":"known"}',
  });
  if (response.status !== 200) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
}
