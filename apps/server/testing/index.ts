import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { foundHolder } from '@qianmo/organisation/server';
import type { Operation, Problem, Role } from '@qianmo/platform/contract';
import { createPool, databaseOf, type MovableClock, movableClock, withClient } from '@qianmo/platform/server';
import { cloneTemplate, dropClone, TEST_PASSWORD } from '@qianmo/platform/testing';
import { uuidV7 } from '@qianmo/values/id';
import { Client, type Pool } from 'pg';
import { inject } from 'vitest';
import type { z } from 'zod';
import { consoleFolder, ensureConsole } from '../build.ts';
import { type ComposedServer, composeServer, type ServerParts } from '../index.ts';
import { serveConsole } from '../pages.ts';
import { openTestSession } from './session.ts';

export type Call<I> = { home?: string; input: I; id?: string };
export type TestAnswer = { status: number; body: unknown; replayed: boolean };

/** A signed-in person of the test: `call` answers whatever comes, `ok` the result or throws the problem. */
export type TestUser = {
  readonly account: string;
  readonly person: string;
  readonly cookie: string;
  call<I extends z.ZodObject, R extends z.ZodType>(
    operation: Operation<I, R>,
    call: Call<z.input<I>>,
  ): Promise<TestAnswer>;
  ok<I extends z.ZodObject, R extends z.ZodType>(
    operation: Operation<I, R>,
    call: Call<z.input<I>>,
  ): Promise<z.output<R>>;
  refused<I extends z.ZodObject, R extends z.ZodType>(
    operation: Operation<I, R>,
    call: Call<z.input<I>>,
  ): Promise<Problem>;
};

export type SignInAs = {
  home: string;
  role: Role;
  name?: string;
  unit?: string;
  narrow?: { kind: string; id: string };
  secondFactor?: boolean;
};

export type TestServer = {
  readonly server: ComposedServer;
  readonly url: string;
  readonly clock: MovableClock;
  /** Superuser on this file's own database, past every policy. */
  readonly sql: Client;
  readonly anonymous: TestUser;
  readonly cloneMilliseconds: number;
  signInAs(who: SignInAs): Promise<TestUser>;
  stop(): Promise<void>;
};

export type TestOptions = {
  start?: string;
  extra?: NonNullable<ServerParts['extra']>;
  oidc?: NonNullable<ServerParts['oidc']>;
  console?: boolean;
  files?: string;
};

/** The composed server over HTTP on a copy of the template database, with a clock that the test moves. */
export async function startTestServer(options: TestOptions = {}): Promise<TestServer> {
  const { host, port, user } = inject('cluster');
  const database = `t_${randomBytes(6).toString('hex')}`;
  const owner = { host, port, user, database };
  const { milliseconds } = await cloneTemplate({ host, port, user, database: 'postgres' }, database);
  const filesFolder = path.join(tmpdir(), `qianmo-files-${database}`);
  const clock = movableClock(options.start);
  const connection = (role: string) => ({ host, port, user: role, password: TEST_PASSWORD, database });
  const server = await composeServer({
    ...testParts(clock, connection),
    files: options.files ?? filesFolder,
    ...(options.extra ? { extra: options.extra } : {}),
    ...(options.oidc ? { oidc: options.oidc } : {}),
  });
  if (options.console) {
    await ensureConsole(() => undefined);
    await serveConsole(server.app, consoleFolder);
  }
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 });
  const sql = new Client(owner);
  await sql.connect();
  const adminPool = createPool(owner, 2);
  return {
    server,
    url,
    clock,
    sql,
    cloneMilliseconds: milliseconds,
    anonymous: userOf(url, clock, { account: '', person: '', cookie: '' }),
    signInAs: async (who) => userOf(url, clock, await makeUser(adminPool, clock, who)),
    stop: async () => {
      await adminPool.end();
      await sql.end();
      await server.stop();
      await rm(filesFolder, { recursive: true, force: true });
      await dropClone({ host, port, user, database: 'postgres' }, database);
    },
  };
}

function testParts(clock: MovableClock, connection: ServerParts['connection']) {
  return {
    connection,
    kind: 'test',
    clock,
    secrets: { device: randomBytes(32), totp: randomBytes(32), personal: randomPersonalKeys() },
    trustProxy: false,
    tls: null,
    logger: process.env.QIANMO_TEST_LOG === '1',
    poolSize: 8,
    // The test's clock stands still, so a bucket would never fill again.
    unlimited: true,
  } as const;
}

function randomPersonalKeys() {
  return { currentMaster: 'test', masters: new Map([['test', randomBytes(32)]]), lookup: randomBytes(32) };
}

async function makeUser(pool: Pool, clock: MovableClock, who: SignInAs) {
  return withClient(pool, async (client) => {
    await client.query('begin');
    const db = databaseOf(client);
    const holder = await foundHolder(db, {
      name: who.name ?? `${who.role}·${who.home}`,
      login: `u${randomBytes(8).toString('hex')}`,
      home: who.home,
      role: who.role,
      unitName: who.unit ?? `${who.role}局`,
      postTitle: who.role,
      now: clock.instant(),
      today: '2015-01-01',
      ...(who.narrow ? { narrow: who.narrow } : {}),
    });
    const cookie = await openTestSession(db, holder.account, clock, who.secondFactor ?? true);
    await client.query('commit');
    return { ...holder, cookie };
  });
}

function userOf(url: string, clock: MovableClock, who: { account: string; person: string; cookie: string }): TestUser {
  const call: TestUser['call'] = async (operation, { home, input, id }) => {
    const path = operation.path.replace(':home', home ?? '');
    const headers: Record<string, string> = { cookie: who.cookie };
    if (operation.kind === 'write') headers['idempotency-key'] = id ?? uuidV7(clock.milliseconds());
    const query = operation.method === 'GET' ? `?${queryOf(input)}` : '';
    const body = operation.method === 'POST' ? JSON.stringify(input) : undefined;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(url + path + query, {
      method: operation.method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return {
      status: response.status,
      body: await response.json(),
      replayed: response.headers.get('operation-replayed') === 'true',
    };
  };
  return {
    ...who,
    call,
    ok: async (operation, given) => {
      const answer = await call(operation, given);
      if (answer.status !== 200) throw new Error(`${operation.name} → ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body as never;
    },
    refused: async (operation, given) => {
      const answer = await call(operation, given);
      if (answer.status < 400) throw new Error(`${operation.name} was not refused: ${JSON.stringify(answer.body)}`);
      return answer.body as Problem;
    },
  };
}

function queryOf(input: object): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) query.append(key, String(each));
  }
  return query.toString();
}
