import { machineClock } from '../server/clock/clock.ts';
import { placeHold } from '../server/holds/holds.ts';
import { defineJob, type Job } from '../server/jobs/job.ts';
import { startWorker } from '../server/jobs/worker.ts';
import { trialHomes } from './trial-worker.ts';

// A worker process to be killed: its job writes, says so, and never comes to its end.

export function writeJob(after: () => Promise<void>): Job {
  return defineJob({
    name: 'trial.write',
    run: async ({ db, home, run, now }) => {
      await placeHold(db, { home, kind: 'trial', id: 'crash' }, { id: run, reason: 'trial', by: 'trial', at: now });
      await after();
    },
  });
}

if (process.env.QIANMO_TRIAL_CONNECTION) {
  const connection = JSON.parse(process.env.QIANMO_TRIAL_CONNECTION) as object;
  await startWorker({
    connection: (role) => ({ ...connection, user: role }),
    jobs: [
      writeJob(() => {
        process.stdout.write('written\n');
        return new Promise(() => undefined);
      }),
    ],
    clock: machineClock(),
    homes: () => trialHomes,
    activeHomes: async () => [],
    tickMs: 0,
    say: () => undefined,
  });
}
