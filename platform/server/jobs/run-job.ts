import { createHash, randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import { dayOf } from '../clock/clock.ts';
import { type Database, databaseOf } from '../database/pool.ts';
import { notify } from '../notices/notify.ts';
import { Rejection } from '../serve/errors.ts';
import { canonicalJson, recordAndCommit, withClient } from '../serve/transaction.ts';
import { enqueue } from './enqueue.ts';
import { type Job, JobCancelled, type JobContext } from './job.ts';
import {
  dropEarlierRuns,
  finishRun,
  noteCancelled,
  noteDone,
  noteFailure,
  noteProgress,
  type RunKey,
  type StartedRun,
  startRun,
} from './runs.ts';
import { enterAs, inScope, type Stage } from './scoped.ts';

export type RunParts = Stage & { readonly say: (message: string) => void };

const PROGRESS_MS = 500; // a tray looks at most twice a second

/**
 * One try of one run. The run's act is stored under the run's id in the same transaction as its work: a try after a
 * crash finds it and does nothing. Throws what the job threw while the queue should try again.
 */
export async function runJob(parts: RunParts, job: Job, key: RunKey, lastTry: boolean): Promise<void> {
  const actor = `system:${job.name}`;
  const beside = <T>(run: Parameters<typeof inScope<T>>[3]) => inScope(parts, actor, [key.home], run);
  const started = await beside((db) => startRun(db, key, parts.clock.instant()));
  if (!started) return;
  try {
    const done = await withClient(parts.pool, (client) => work(parts, job, key, started, client));
    if (done && job.schedule && 'everyMinutes' in job.schedule)
      await beside((db) => dropEarlierRuns(db, key, job.name));
    if (!done) await beside((db) => noteDone(db, key, parts.clock.instant()));
  } catch (error) {
    const at = parts.clock.instant();
    if (error instanceof JobCancelled) return beside((db) => noteCancelled(db, key, at));
    const expected = error instanceof Rejection;
    const reference = `F-${randomBytes(3).toString('hex').toUpperCase()}`;
    const final = lastTry || expected;
    const code = expected ? error.code : 'fault';
    parts.say(
      `${job.name} at ${key.home}, run ${key.id}: ${reference} ${error instanceof Error ? error.stack : error}`,
    );
    await beside(async (db) => {
      await noteFailure(db, key, { at, code, reference, final });
      if (final) await tellAsker(db, job, key, started.askedBy, { code: 'job.failed', now: at });
    });
    if (!expected) throw error;
  }
}

/** Who asked for a long task may have left it: the end of it lands in their inbox. */
async function tellAsker(
  db: Database,
  job: Job,
  key: RunKey,
  askedBy: string,
  end: { code: 'job.done' | 'job.failed'; now: string },
): Promise<void> {
  if (askedBy.startsWith('system:')) return;
  await notify(db, {
    home: key.home,
    key: `${end.code}:${key.id}`,
    source: 'job',
    kind: 'finished',
    subject: { kind: 'job', id: key.id },
    title: { code: end.code, params: { job: job.name } },
    to: { kind: 'user', user: askedBy },
    raisedBy: `system:${job.name}`,
    now: end.now,
  });
}

/** False when this run's act had been committed before. */
async function work(parts: RunParts, job: Job, key: RunKey, started: StartedRun, client: PoolClient): Promise<boolean> {
  const actor = `system:${job.name}`;
  const stored = await enterAs(parts, client, { actor, homes: [key.home], act: key.id });
  if (stored) {
    await client.query('rollback');
    return false;
  }
  const file: { id: string | null } = { id: null };
  const context = contextOf(parts, job, key, started, client, file);
  await job.run(context);
  const finished = await finishRun(context.db, key, parts.clock.instant(), file.id);
  if (!finished) throw new JobCancelled();
  await tellAsker(context.db, job, key, started.askedBy, { code: 'job.done', now: parts.clock.instant() });
  await recordAndCommit(client, {
    home: key.home,
    posting: null,
    operation: `job.${job.name}`,
    version: 1,
    inputHash: createHash('sha256').update(canonicalJson(started.payload)).digest(),
    outcome: 'done',
    result: file.id ? { file: file.id } : {},
    happenedAt: context.now,
    arrivedAt: parts.clock.instant(),
    device: null,
  });
  return true;
}

function contextOf(
  parts: RunParts,
  job: Job,
  key: RunKey,
  started: StartedRun,
  client: PoolClient,
  file: { id: string | null },
): JobContext {
  const actor = `system:${job.name}`;
  const now = parts.clock.instant();
  const db = databaseOf(client);
  let shownAt = 0;
  return {
    db,
    home: key.home,
    above: parts.homes().ancestors(key.home),
    actor,
    askedBy: started.askedBy,
    run: key.id,
    payload: started.payload,
    now,
    today: dayOf(now),
    clock: parts.clock,
    enqueue: (order) => enqueue(db, { ...order, home: key.home, askedBy: actor, now }),
    progress: async (done, total) => {
      if (performance.now() - shownAt < PROGRESS_MS && done !== total && done !== 0) return;
      shownAt = performance.now();
      const go = await inScope(parts, actor, [key.home], (beside) => noteProgress(beside, key, done, total ?? null));
      if (!go) throw new JobCancelled();
    },
    resultFile: (id) => {
      file.id = id;
    },
    separately: (run) => inScope(parts, actor, [key.home], run),
    log: (message) => parts.say(`${job.name} at ${key.home}: ${message}`),
  };
}
