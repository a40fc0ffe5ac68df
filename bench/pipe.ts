import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { foundHolder } from '@qianmo/organisation/server';
import { createPool, databaseOf, hashToken, withClient } from '@qianmo/platform/server';
import { buildTemplate, startCluster, TEMPLATE, TEST_PASSWORD } from '@qianmo/platform/testing';
import { uuidV7 } from '@qianmo/values/id';
import autocannon from 'autocannon';
import type { Client, ClientConfig } from 'pg';
import type { Line } from './report.ts';

const SECONDS = 4;
const ROUNDS = 3;
const TOKEN = 'bench-token-that-is-long-enough';

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
    return await measure({ ...connection, password: TEST_PASSWORD });
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

type Rates = { write: number[]; read: number[] };

async function measure(connection: ClientConfig): Promise<Line[]> {
  const kinds = ['house', 'scoped', 'single'] as const;
  const servers = new Map<string, { child: ChildProcess; address: string }>();
  const rates = new Map<string, Rates>(kinds.map((kind) => [kind, { write: [], read: [] }]));
  try {
    for (const kind of kinds) servers.set(kind, await startChild(kind, connection));
    const known = uuidV7(Date.now());
    for (const kind of ['house', 'scoped']) await post(servers.get(kind)?.address ?? '', known);
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const kind of kinds) {
        const address = servers.get(kind)?.address ?? '';
        // 'single' writes without begin and scope are refused by the policy, as they should be: it only reads.
        const write = kind === 'single' ? 0 : await load(address, 'write', known);
        const read = await load(address, 'read', known);
        if (round === 0) continue; // warm-up
        rates.get(kind)?.write.push(write);
        rates.get(kind)?.read.push(read);
      }
    }
  } finally {
    for (const { child } of servers.values()) child.kill('SIGTERM');
  }
  const of = (kind: string, what: keyof Rates) => median(rates.get(kind)?.[what] ?? []);
  return [
    {
      what: 'write: whole pipe / bare begin, scope, statement, commit',
      value: of('house', 'write') / of('scoped', 'write'),
      unit: 'ratio',
      want: '≥ 0.50',
      met: of('house', 'write') >= 0.5 * of('scoped', 'write'),
      reference: `${Math.round(of('scoped', 'write'))}/s`,
    },
    {
      what: 'read: whole pipe / bare begin, scope, statement, commit',
      value: of('house', 'read') / of('scoped', 'read'),
      unit: 'ratio',
      want: '≥ 0.60',
      met: of('house', 'read') >= 0.6 * of('scoped', 'read'),
      reference: `${Math.round(of('scoped', 'read'))}/s`,
    },
    {
      what: 'read: whole pipe / one bare statement',
      value: of('house', 'read') / of('single', 'read'),
      unit: 'ratio',
      want: '(printed)',
      met: null,
      reference: `${Math.round(of('single', 'read'))}/s`,
    },
  ];
}

async function startChild(kind: string, connection: ClientConfig): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(
    process.execPath,
    [
      ...(process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : []),
      fileURLToPath(new URL('./pipe-server.ts', import.meta.url)),
      kind,
      JSON.stringify(connection),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [address] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, address };
}

async function post(address: string, id: string): Promise<void> {
  const response = await fetch(`${address}/api/621221/probe/place`, {
    method: 'POST',
    headers: headers(id),
    body: '{"subject":"known"}',
  });
  if (response.status !== 200) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
}

function headers(id: string): Record<string, string> {
  return { cookie: `qianmo_session=${TOKEN}`, 'content-type': 'application/json', 'idempotency-key': id };
}

async function load(address: string, what: 'write' | 'read', known: string): Promise<number> {
  const result = await autocannon({
    url: address,
    connections: 16,
    duration: SECONDS,
    requests: [
      what === 'write'
        ? {
            method: 'POST',
            path: '/api/621221/probe/place',
            body: '{"subject":"bench"}',
            setupRequest: (request: object) => ({ ...request, headers: headers(uuidV7(Date.now())) }),
          }
        : { method: 'GET', path: `/api/621221/probe/find?id=${known}`, headers: headers(known) },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${what}: ${result.non2xx} refused, ${result.errors} failed`);
  return result.requests.average;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
