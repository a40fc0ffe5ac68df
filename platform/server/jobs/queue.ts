import { Logger, runMigrations } from 'graphile-worker';
import { Client, type ClientConfig, Pool } from 'pg';

/** Library messages go where the server's go; its progress chatter does not. */
export function queueLogger(say: (message: string) => void): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') say(`queue: ${message}`);
  });
}

/** A pool for the queue library. It handles bigints as text, as the driver gives them by default, and cannot store others. */
export function createQueuePool(connection: ClientConfig, max: number): Pool {
  const { types: _types, ...plain } = connection;
  const pool = new Pool({ ...plain, max });
  // A server that goes away breaks clients; the library connects anew.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}

/**
 * Brings the queue's own schema up to date. `connection` is that of role qianmo_worker, to which the (empty) schema
 * belongs: it may create nothing else, so the library's ledger is laid here and not by the library.
 */
export async function migrateQueue(connection: ClientConfig): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    await client.query(`create table if not exists graphile_worker.migrations (
      id int primary key, ts timestamptz default now() not null, breaking boolean not null default false)`);
  } finally {
    await client.end();
  }
  const pool = createQueuePool(connection, 2);
  try {
    await runMigrations({ pgPool: pool, logger: queueLogger(() => undefined) });
  } finally {
    await pool.end();
  }
}
