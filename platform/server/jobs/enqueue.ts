import { uuidV7 } from '@qianmo/values/id';
import { sql } from 'kysely';
import type { Database } from '../database/pool.ts';

export type EnqueueOrder = {
  readonly home: string;
  /** The job's name. */
  readonly job: string;
  /** Ids and figures only, at most 8 kB; never personal data: it is shown on the jobs page. */
  readonly payload?: Record<string, unknown>;
  /** Asked twice with one key, the work is done once; left out, every asking is work of its own. */
  readonly key?: string;
  readonly askedBy: string;
  readonly now: string;
  readonly delaySeconds?: number;
  readonly maxAttempts?: number;
};

/**
 * Queues work in the caller's transaction: it exists if and only if the act does. Answers the run's id, that of the
 * earlier run where the key was used before. The home must be in the transaction's write scope.
 */
export async function enqueue(db: Database, order: EnqueueOrder): Promise<string> {
  // Always an id of its own: it becomes the id of the run's act, and that of the asking act is taken already.
  const id = uuidV7(Date.parse(order.now));
  const key = order.key ?? id;
  const added = await db
    .insertInto('platform.job_run')
    .values({
      home: order.home,
      id,
      name: order.job,
      key,
      payload: JSON.stringify(order.payload ?? {}),
      asked_by: order.askedBy,
      asked_at: order.now,
    })
    .onConflict((conflict) => conflict.columns(['home', 'name', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return findRunByKey(db, order.home, order.job, key);
  await queueRun(db, { home: order.home, job: order.job, id }, order);
  return id;
}

/** Hands a stored run to the queue. */
export async function queueRun(
  db: Database,
  run: { home: string; job: string; id: string },
  options: { delaySeconds?: number; maxAttempts?: number } = {},
): Promise<void> {
  const { delaySeconds, maxAttempts } = options;
  const settings = JSON.stringify({ delaySeconds, maxAttempts });
  const payload = JSON.stringify({ home: run.home, run: run.id });
  await sql`select platform.enqueue(${run.job}, ${payload}::json, ${settings}::jsonb)`.execute(db);
}

async function findRunByKey(db: Database, home: string, job: string, key: string): Promise<string> {
  const { id } = await db
    .selectFrom('platform.job_run')
    .select('id')
    .where('home', '=', home)
    .where('name', '=', job)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return id;
}
