import type { TestServer } from '@qianmo/server/testing';
import type { ClientConfig } from 'pg';
import { TEST_PASSWORD } from '../../testing/cluster.ts';
import { loadOfficialYears } from '../calendar/official.ts';
import { foundInstallation } from '../clock/installation-clock.ts';
import type { HomeTree } from '../database/homes.ts';
import { homeTree } from '../database/homes.ts';
import { type LoginRole, loginRoles } from '../database/roles.ts';
import { typesConfig } from '../database/types.ts';
import type { Job } from './job.ts';
import { migrateQueue } from './queue.ts';
import { startWorker, type Worker } from './worker.ts';

/** Homes of the trials: a prefecture with two of its counties, and one elsewhere. */
export const trialHomes: HomeTree = homeTree([
  { code: '620000', parent: null, name: '甘肃省', level: 'province' },
  { code: '621200', parent: '620000', name: '陇南市', level: 'prefecture' },
  { code: '621221', parent: '621200', name: '成县', level: 'county' },
  { code: '533124', parent: null, name: '陇川县', level: 'county' },
]);

export function connectionOf(t: Pick<TestServer, 'sql'>, role: LoginRole): ClientConfig {
  const { host, port, database } = t.sql;
  if (!loginRoles.includes(role)) throw new Error(`no such role: ${role}`);
  return { host, port, database: database ?? '', user: role, password: TEST_PASSWORD, types: typesConfig };
}

/** What a started installation has beside its tables: its kind, the calendar and the queue. */
export async function furnish(t: Pick<TestServer, 'sql'>): Promise<void> {
  await foundInstallation(t.sql, {
    id: '01890000-0000-7000-8000-000000000001',
    kind: 'test',
    createdAt: '2018-01-01T00:00:00Z',
  });
  await loadOfficialYears(t.sql);
  await migrateQueue(connectionOf(t, 'qianmo_worker'));
}

/** A worker that looks at schedules only when the test says so. */
export function startTrialWorker(
  t: TestServer,
  jobs: readonly Job[],
  options: { homes?: readonly string[]; said?: string[] } = {},
): Promise<Worker> {
  return startWorker({
    connection: (role) => connectionOf(t, role),
    jobs,
    clock: t.clock,
    homes: () => trialHomes,
    activeHomes: async () => options.homes ?? ['621221'],
    tickMs: 0,
    say: (message) => options.said?.push(message),
  });
}
