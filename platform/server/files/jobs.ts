import { defineJob, type Job, type JobContext } from '../jobs/job.ts';
import type { FileBytes } from './bytes.ts';
import { dropUnusedSheets, expireAwaited, listGone } from './store.ts';

const KEPT_MS = 24 * 3_600_000;

/** Uploads that were never completed, and sheets that were never imported, go after 24 hours. */
async function expire(context: JobContext, bytes: FileBytes): Promise<void> {
  const { home, now } = context;
  const before = new Date(Date.parse(now) - KEPT_MS).toISOString();
  const since = new Date(Date.parse(now) - 2 * KEPT_MS).toISOString();
  await context.separately(async (db) => {
    await expireAwaited(db, home, before, now);
    await dropUnusedSheets(db, home, before, now);
  });
  // All of the last two days again: a crash, or a part that was on its way, may have left bytes behind.
  const ids = await listGone(context.db, home, since);
  for (const [index, id] of ids.entries()) {
    await bytes.drop({ home, id });
    await context.progress(index + 1, ids.length);
  }
}

export function fileJobs(bytes: FileBytes): readonly Job[] {
  return [defineJob({ name: 'file.expire', schedule: { everyMinutes: 60 }, run: (context) => expire(context, bytes) })];
}
