import type { DB } from '@qianmo/database/schema';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import { type ClientConfig, Pool, type PoolClient } from 'pg';
import { typesConfig } from './types.ts';

export type Database = Kysely<DB>;

/** A pool whose clients send without waiting for the answer before (the pipe's round trips depend on it). */
export function createPool(connection: ClientConfig, max: number): Pool {
  const pool = new Pool({
    ...connection,
    max,
    pipeline: true,
    types: typesConfig,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
  });
  // A server that goes away breaks idle clients; the pool drops them and the next checkout connects anew.
  pool.on('error', () => undefined);
  // While a client is checked out nobody else listens; its statements fail and say so to whoever sent them.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

const databases = new WeakMap<PoolClient, Database>();
const admissions = new WeakMap<PoolClient, Promise<unknown>>();

/**
 * Runs while `admission` is still on its way on the same client, so that the first statement travels with it. Nothing
 * that is read is given out before admission is settled, and nothing at all if it fails; then that failure is thrown.
 */
export async function admitBy<T>(client: PoolClient, admission: Promise<unknown>, run: () => Promise<T>): Promise<T> {
  admissions.set(client, admission);
  const [admitted, ran] = await Promise.allSettled([admission, run()]);
  admissions.delete(client);
  if (admitted.status === 'rejected') throw admitted.reason;
  if (ran.status === 'rejected') throw ran.reason;
  return ran.value;
}

/** The query builder bound to one client, so that everything it runs stands in that client's transaction. */
export function databaseOf(client: PoolClient): Database {
  const known = databases.get(client);
  if (known) return known;
  const made = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverFor(client),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  databases.set(client, made);
  return made;
}

function driverFor(client: PoolClient): Driver {
  const connection: DatabaseConnection = {
    executeQuery: <R>(query: CompiledQuery) => execute<R>(client, query),
    streamQuery() {
      throw new Error('streaming runs on a client of its own');
    },
  };
  const refuse = async () => {
    throw new Error('the pipe owns the transaction');
  };
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  };
}

async function execute<R>(client: PoolClient, query: CompiledQuery): Promise<QueryResult<R>> {
  const sent = client.query({ ...named(query.sql), values: query.parameters as unknown[] });
  const admission = admissions.get(client);
  if (admission) {
    sent.catch(() => undefined); // what the admission says comes first
    await admission;
  }
  const result = await sent;
  const counted = result.command === 'UPDATE' || result.command === 'DELETE' || result.command === 'INSERT';
  return counted
    ? { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) }
    : { rows: result.rows as R[] };
}

const names = new Map<string, string>();
const MOST_NAMES = 1_000; // a bound on server memory for prepared statements; texts past it are parsed each time

/** Gives a statement text a stable name, so that each connection parses it once. */
export function named(text: string): { text: string; name?: string } {
  const known = names.get(text);
  if (known) return { text, name: known };
  if (names.size >= MOST_NAMES || text.length > 4_000) return { text };
  const name = `q${names.size + 1}`;
  names.set(text, name);
  return { text, name };
}
