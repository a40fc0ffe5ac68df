import { sql } from 'kysely';
import type { Database } from '../database/pool.ts';

export type RunKey = { readonly home: string; readonly id: string };

export type StartedRun = { readonly payload: unknown; readonly askedBy: string };

/** Marks a run as running; undefined when there is nothing to do any more (finished, cancelled, cleaned up). */
export async function startRun(db: Database, key: RunKey, at: string): Promise<StartedRun | undefined> {
  const row = await db
    .updateTable('platform.job_run')
    .set({ state: 'running', started_at: at, attempts: sql<number>`attempts + 1`, done_count: 0n, total_count: null })
    .where('home', '=', key.home)
    .where('id', '=', key.id)
    .where('state', 'in', ['queued', 'running'])
    .where('cancel_asked_at', 'is', null)
    .returning(['payload', 'asked_by'])
    .executeTakeFirst();
  return row && { payload: row.payload, askedBy: row.asked_by };
}

/** Answers false when somebody asked the run to stop. */
export async function noteProgress(db: Database, key: RunKey, done: number, total: number | null): Promise<boolean> {
  const row = await db
    .updateTable('platform.job_run')
    .set({ done_count: BigInt(done), ...(total === null ? {} : { total_count: BigInt(total) }) })
    .where('home', '=', key.home)
    .where('id', '=', key.id)
    .returning('cancel_asked_at')
    .executeTakeFirst();
  return row?.cancel_asked_at === null;
}

/** In the job's own transaction, so that the work and its end stand or fall together. False when it was cancelled. */
export async function finishRun(db: Database, key: RunKey, at: string, resultFile: string | null): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('platform.job_run')
    .set({ state: 'done', finished_at: at, result_file: resultFile, error_code: null, error_reference: null })
    .where('home', '=', key.home)
    .where('id', '=', key.id)
    .where('cancel_asked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The act of this run was committed before, only its end was not noted. */
export async function noteDone(db: Database, key: RunKey, at: string): Promise<void> {
  await openRun(db, key).set({ state: 'done', finished_at: at }).execute();
}

export async function noteCancelled(db: Database, key: RunKey, at: string): Promise<void> {
  await openRun(db, key).set({ state: 'cancelled', finished_at: at }).execute();
}

/** A try that failed: back to the queue while there are tries left, else failed. */
export async function noteFailure(
  db: Database,
  key: RunKey,
  failure: { at: string; code: string; reference: string; final: boolean },
): Promise<void> {
  await openRun(db, key)
    .set({
      state: failure.final ? 'failed' : 'queued',
      finished_at: failure.final ? failure.at : null,
      error_code: failure.code.slice(0, 120),
      error_reference: failure.reference,
    })
    .execute();
}

/** Earlier finished runs of a job that comes round every few minutes. */
export async function dropEarlierRuns(db: Database, key: RunKey, name: string): Promise<void> {
  await db
    .deleteFrom('platform.job_run')
    .where('home', '=', key.home)
    .where('name', '=', name)
    .where('state', '=', 'done')
    .where('id', '<>', key.id)
    .execute();
}

function openRun(db: Database, key: RunKey) {
  return db
    .updateTable('platform.job_run')
    .where('home', '=', key.home)
    .where('id', '=', key.id)
    .where('state', 'in', ['queued', 'running']);
}
