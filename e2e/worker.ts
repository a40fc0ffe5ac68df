import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listActiveHomes, organisationConsumers } from '@qianmo/organisation/server';
import { checkChainJob, eventJobs, sealJob, startWorker, type Worker } from '@qianmo/platform/server';
import { connectionOf } from '@qianmo/platform/testing';
import type { TestServer } from '@qianmo/server/testing';

export type LogWorker = { readonly worker: Worker; stop(): Promise<void> };

/** The jobs of the log and of events on the journey's own database, with keys and a witness file of its own. */
export async function startLogWorker(t: TestServer): Promise<LogWorker> {
  const folder = await mkdtemp(path.join(tmpdir(), 'qianmo-witness-'));
  const witnessFile = path.join(folder, 'witness.log');
  const { privateKey: signingKey, publicKey } = generateKeyPairSync('ed25519');
  const connection = connectionOf(t, 'qianmo_seal');
  const worker = await startWorker({
    connection: (role) => connectionOf(t, role),
    clock: t.clock,
    homes: t.server.homes,
    activeHomes: listActiveHomes,
    tickMs: 0,
    say: () => undefined,
    // A job that nobody takes would wait for ever, and imports tell of themselves by events.
    jobs: [
      ...eventJobs(organisationConsumers),
      sealJob({ connection, signingKey, installation: 'journey', witnessFile }),
      checkChainJob({ connection, publicKey, witnessFile }),
    ],
  });
  return {
    worker,
    stop: async () => {
      await worker.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
