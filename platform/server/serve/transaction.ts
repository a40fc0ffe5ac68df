import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { type Statement, sendTogether } from '../database/together.ts';
import { Refusal } from './errors.ts';
import type { Scope } from './scope.ts';

export type Entry = {
  readonly session: string | null;
  readonly epoch: bigint | null;
  readonly actor: string;
  readonly scope: Scope;
  readonly home: string;
  readonly act: string | null;
  readonly now: string;
};

/** An act that is already stored under this id. */
export type StoredAct = {
  actor: string;
  operation: string;
  input_hash: string;
  outcome: 'done' | 'rejected';
  result: unknown;
};

const BEGIN: Statement = { name: 'begin', text: 'begin', values: [] };
const BEGIN_READ: Statement = {
  name: 'begin_read',
  text: 'begin isolation level repeatable read read only',
  values: [],
};
const COMMIT: Statement = { name: 'commit', text: 'commit', values: [] };
const ENTER = `select session_live, epoch, (done).actor as actor, (done).operation as operation,
  encode((done).input_hash, 'hex') as input_hash, (done).outcome as outcome, (done).result as result
  from platform.enter($1, $2, $3, $4, $5, $6, $7, $8)`;
const RECORD = 'select audit.record($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)';

/** Begins the transaction, sets its scope, checks the session and takes the act's id, in one round trip. */
export async function enter(client: PoolClient, entry: Entry, write: boolean): Promise<StoredAct | null> {
  const { scope } = entry;
  const values = [
    entry.session ? Buffer.from(entry.session, 'hex') : null,
    entry.now,
    entry.actor,
    scope.read.join(','),
    scope.write.join(','),
    scope.above.join(','),
    entry.home,
    entry.act,
  ];
  const [, entered] = await sendTogether(client, [write ? BEGIN : BEGIN_READ, { name: 'enter', text: ENTER, values }]);
  const row = entered?.rows[0];
  if (entry.session) {
    if (!row.session_live) throw new Refusal(401, 'not-signed-in');
    if (entry.epoch !== null && BigInt(row.epoch) !== entry.epoch) throw new StaleActor();
  }
  return row.operation === null ? null : row;
}

/** The actor's rights changed since they were cached: load them again and start over. */
export class StaleActor extends Error {}

export type ActRow = {
  home: string;
  posting: string | null;
  operation: string;
  version: number;
  inputHash: Buffer;
  outcome: 'done' | 'rejected';
  result: unknown;
  happenedAt: string;
  arrivedAt: string;
  device: string | null;
};

/** Stores the act and commits, in one round trip. A commit that PostgreSQL turned into a rollback is an error here. */
export async function recordAndCommit(client: PoolClient, act: ActRow | null): Promise<void> {
  const results = await sendTogether(client, act ? [recordOf(act), COMMIT] : [COMMIT]);
  if (results.at(-1)?.command !== 'COMMIT') throw new Error('transaction was rolled back at commit');
}

function recordOf(act: ActRow): Statement {
  const values = [
    act.home,
    act.posting,
    act.operation,
    String(act.version),
    act.inputHash,
    act.outcome,
    wireJson(act.result),
    act.happenedAt,
    act.arrivedAt,
    act.device,
  ];
  return { name: 'record', text: RECORD, values };
}

/** Ends a transaction that only read, without waiting: whoever has the client next is served after it. */
export function endRead(client: PoolClient): void {
  client.query('commit').catch(() => undefined); // a lost connection shows at its next use
}

/** Checks a client out, runs, and returns it; a client whose transaction could not be ended is destroyed. */
export async function withClient<T>(pool: Pool, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const value = await run(client);
    client.release();
    return value;
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  }
}

/** JSON as it travels: money and 64-bit ids as decimal text, since JSON numbers would round them. */
export function wireJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
}

/**
 * HMAC-SHA-256 over the input with its keys in order, so that the same act always hashes the same. Keyed, because an
 * input may hold an identity number, which a plain hash would give away to whoever tries them all.
 */
export function hashInput(key: Buffer, input: unknown): Buffer {
  return createHmac('sha256', secretOf(key)).update(canonicalJson(input)).digest();
}

const secrets = new WeakMap<Buffer, KeyObject>();

/** The key in the form the cipher library uses, made once: making it costs five times the hash. */
function secretOf(key: Buffer): KeyObject {
  const known = secrets.get(key);
  if (known) return known;
  const made = createSecretKey(key);
  secrets.set(key, made);
  return made;
}

export function canonicalJson(value: unknown): string {
  if (typeof value === 'bigint') return JSON.stringify(value.toString());
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
