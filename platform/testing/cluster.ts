import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrationsFolder } from '@qianmo/database';
import { Client, type ClientConfig } from 'pg';
import { openEmbedded } from '../server/database/embedded.ts';
import { migrate, readMigrations } from '../server/database/migrate.ts';
import { ensureQueueSchema, ensureRoles } from '../server/database/roles.ts';

export const TEMPLATE = 'qianmo_template';
export const TEST_PASSWORD = 'only-in-a-test-cluster';

export type Cluster = { readonly connection: ClientConfig; stop(): Promise<void> };

/** A real PostgreSQL in a folder of its own that is gone afterwards; fsync off where nothing is timed. */
export async function startCluster(options: { fsync?: boolean } = {}): Promise<Cluster> {
  const folder = await mkdtemp(path.join(tmpdir(), 'qianmo-test-'));
  const embedded = await openEmbedded(folder, { say: () => undefined, fsync: options.fsync ?? false });
  return {
    connection: { ...embedded.connection },
    stop: async () => {
      await embedded.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A database made by the real migrations; `fill` adds the reference rows every test needs. */
export async function buildTemplate(cluster: Cluster, fill: (owner: Client) => Promise<void>): Promise<void> {
  await withOwner(cluster.connection, async (owner) => {
    await owner.query(`create database ${TEMPLATE}`);
  });
  await withOwner({ ...cluster.connection, database: TEMPLATE }, async (owner) => {
    await ensureRoles(owner, TEST_PASSWORD);
    await migrate(owner, await readMigrations(migrationsFolder));
    await ensureQueueSchema(owner);
    await fill(owner);
  });
}

/** A copy of the template under a new name; some tens of milliseconds. */
export async function cloneTemplate(connection: ClientConfig, name: string): Promise<{ milliseconds: number }> {
  const started = performance.now();
  await withOwner(connection, (owner) =>
    owner.query(`create database ${name} template ${TEMPLATE} strategy file_copy`),
  );
  return { milliseconds: performance.now() - started };
}

export async function dropClone(connection: ClientConfig, name: string): Promise<void> {
  await withOwner(connection, (owner) => owner.query(`drop database if exists ${name} with (force)`));
}

export async function withOwner<T>(connection: ClientConfig, run: (owner: Client) => Promise<T>): Promise<T> {
  const owner = new Client(connection);
  await owner.connect();
  try {
    return await run(owner);
  } finally {
    await owner.end();
  }
}
