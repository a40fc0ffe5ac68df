import type { TestProject } from 'vitest/node';
import { loadRegister } from '../places/server/load.ts';
import { loadOfficialYears } from '../server/calendar/official.ts';
import { foundInstallation } from '../server/clock/installation-clock.ts';
import { migrateQueue } from '../server/jobs/queue.ts';
import { buildTemplate, type Cluster, startCluster, TEMPLATE, TEST_PASSWORD, withOwner } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    cluster: { host: string; port: number; user: string; templateBytes: number };
  }
}

/** The five localities and what lies above them; the whole country stands in one suite of its own. */
export const testHomes = ['650000', '540200', '533124', '621221', '140430'];

let cluster: Cluster;

/** One real server and one template database for a whole test run; each file works on its own copy. */
export async function setup(project: TestProject): Promise<void> {
  cluster = await startCluster();
  await buildTemplate(cluster, async (owner) => {
    await loadRegister(owner, { at: '2026-01-01T00:00:00Z', only: testHomes });
    await foundInstallation(owner, {
      id: '01890000-0000-7000-8000-000000000001',
      kind: 'test',
      createdAt: '2018-01-01T00:00:00Z',
    });
    await loadOfficialYears(owner);
    await migrateQueue({ ...cluster.connection, user: 'qianmo_worker', password: TEST_PASSWORD, database: TEMPLATE });
  });
  const templateBytes = await withOwner(cluster.connection, async (owner) => {
    const { rows } = await owner.query<{ size: string }>('select pg_database_size($1)::text as size', [TEMPLATE]);
    return Number(rows[0]?.size);
  });
  const { host, port, user } = cluster.connection;
  project.provide('cluster', { host: host ?? '', port: port ?? 0, user: user ?? '', templateBytes });
}

export async function teardown(): Promise<void> {
  await cluster.stop();
}
