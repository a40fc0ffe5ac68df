import { listActiveHomes } from '@qianmo/organisation/server';
import {
  type Clock,
  checkChainJob,
  eventJobs,
  fileJobs,
  type Installation,
  jobCleanUps,
  raiseDueJob,
  sealJob,
  sheetJobs,
  smsJob,
  startWorker,
  type Worker,
} from '@qianmo/platform/server';
import type { ComposedServer } from './compose.ts';
import { consumers, dueDates, sheets } from './registries.ts';

type JobParts = {
  readonly clock: Clock;
  readonly onMoved: (listener: () => void) => () => void;
  readonly say: (message: string) => void;
};

/** The background work of this process: reminders, events, clean-up, sealing of the log. */
export function startJobs(installation: Installation, server: ComposedServer, parts: JobParts): Promise<Worker> {
  return startWorker({
    connection: (role) => installation.connection(role),
    clock: parts.clock,
    onClockMoved: parts.onMoved,
    homes: server.homes,
    activeHomes: listActiveHomes,
    say: parts.say,
    jobs: [
      ...jobCleanUps,
      ...eventJobs(consumers),
      raiseDueJob(dueDates),
      smsJob(null),
      ...fileJobs(server.files),
      sealJob({
        connection: installation.connection('qianmo_seal'),
        signingKey: installation.keys.auditSigning,
        installation: installation.record.id,
        witnessFile: installation.witnessFile,
      }),
      checkChainJob({
        connection: installation.connection('qianmo_seal'),
        publicKey: installation.keys.auditPublic,
        witnessFile: installation.witnessFile,
      }),
      ...sheetJobs({ bytes: server.files, registers: sheets, homes: server.homes }),
    ],
  });
}
