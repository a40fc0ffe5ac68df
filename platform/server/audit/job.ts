import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client, type ClientConfig } from 'pg';
import type { Database } from '../database/pool.ts';
import { defineJob, type Job } from '../jobs/job.ts';
import { findLastBatch, hasForeignTail } from './log.ts';
import { seal } from './seal.ts';
import { keepReport } from './shape.ts';
import { insertCheck, stayAwake } from './store.ts';
import { verify } from './verify.ts';
import { witnessFile } from './witness.ts';

const SEAL_JOB = 'audit.seal';
export const CHECK_JOB = 'audit.check-chain';

export type SealJobParts = {
  /** Signs in as qianmo_seal. */
  readonly connection: ClientConfig;
  /** Ed25519 private key; it lives outside the database. */
  readonly signingKey: KeyObject;
  /** Id of this installation, written on each witness line. */
  readonly installation: string;
  readonly witnessFile: string;
};

/** Every five minutes: seals what was logged since, and shows each batch to the witness file. */
export function sealJob(parts: SealJobParts): Job {
  const { signingKey, installation } = parts;
  const witness = witnessFile(parts.witnessFile);
  return defineJob({
    name: SEAL_JOB,
    schedule: { everyMinutes: 5 },
    installation: true,
    run: (ctx) =>
      asSealer(parts.connection, ctx.db, async (client) => {
        if (await isQuiet(client, ctx.now)) return;
        const done = await seal(client, { signingKey, installation, witness, sealedAt: ctx.now });
        if (done.leaves > 0) ctx.log(`${done.leaves} log rows sealed in ${done.batches} batches`);
      }),
  });
}

const QUIET_MS = 3_600_000;

/** Where nobody works, each seal would only vouch for the run of the one before: then one an hour is enough. */
async function isQuiet(client: Client, now: string): Promise<boolean> {
  const last = await findLastBatch(client);
  if (!last || Date.parse(now) - Date.parse(last.sealedAt) >= QUIET_MS) return false;
  return !(await hasForeignTail(client, last.lastSeq, `job.${SEAL_JOB}`));
}

export type CheckJobParts = {
  /** Signs in as qianmo_seal, who reads every table. */
  readonly connection: ClientConfig;
  readonly publicKey: KeyObject;
  readonly witnessFile: string;
};

/** Verifies the whole log, its seals, the witness and every audited row, and keeps the report under the run's id. */
export function checkChainJob(parts: CheckJobParts): Job {
  return defineJob({
    name: CHECK_JOB,
    attempts: 2,
    run: async (ctx) => {
      const witnessText = await readWitnessText(parts.witnessFile);
      const report = await asSealer(parts.connection, ctx.db, (client) =>
        verify(client, { witnessText, publicKey: parts.publicKey }),
      );
      if (report.problemCount > 0) ctx.log(`the log has ${report.problemCount} problems, see check ${ctx.run}`);
      await insertCheck(ctx.db, {
        home: ctx.home,
        id: ctx.run,
        askedBy: ctx.askedBy,
        checkedAt: ctx.now,
        report: keepReport(report),
      });
    },
  });
}

/** Without a witness nothing tells a log that was cut off from a shorter one; the report says that none was there. */
async function readWitnessText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

const AWAKE_MS = 20_000; // the server ends a transaction that is idle for a minute

/** Works on a connection of the sealer's own, and meanwhile keeps the job's transaction from counting as idle. */
async function asSealer<T>(connection: ClientConfig, db: Database, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(connection);
  await client.connect();
  const awake = setInterval(() => {
    stayAwake(db).catch(() => undefined);
  }, AWAKE_MS);
  try {
    return await work(client);
  } finally {
    clearInterval(awake);
    await client.end();
  }
}
