import type { Client, ClientConfig } from 'pg';
import { loadOfficialYears } from '../server/calendar/official.ts';
import type { Clock } from '../server/clock/clock.ts';
import { foundInstallation } from '../server/clock/installation-clock.ts';
import type { HomeTree } from '../server/database/homes.ts';
import { homeTree } from '../server/database/homes.ts';
import { type LoginRole, loginRoles } from '../server/database/roles.ts';
import { typesConfig } from '../server/database/types.ts';
import type { Job } from '../server/jobs/job.ts';
import { migrateQueue } from '../server/jobs/queue.ts';
import { startWorker, type Worker } from '../server/jobs/worker.ts';
import { TEST_PASSWORD } from './cluster.ts';

/** Homes of the trials: a prefecture with two of its counties, and one elsewhere. */
export const trialHomes: HomeTree = homeTree([
  { code: '620000', parent: null, name: '甘肃省', level: 'province' },
  { code: '621200', parent: '620000', name: '陇南市', level: 'prefecture' },
  { code: '621221', parent: '621200', name: '成县', level: 'county' },
  { code: '533124', parent: null, name: '陇川县', level: 'county' },
]);

export function connectionOf(t: { sql: Client }, role: LoginRole): ClientConfig {
  const { host, port, database } = t.sql;
  if (!loginRoles.includes(role)) throw new Error(`no such role: ${role}`);
  return { host, port, database: database ?? '', user: role, password: TEST_PASSWORD, types: typesConfig };
}

/** What a started installation has beside its tables: its kind, the calendar and the queue. */
export async function furnish(t: { sql: Client }): Promise<void> {
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
  t: { sql: Client; clock: Clock },
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
