import { sql } from 'kysely';
import {
  cancelJob,
  getJob,
  type JobRun,
  jobStates,
  listInstallationJobs,
  listJobs,
  retryJob,
} from '../../contract/job.ts';
import { NATION } from '../database/homes.ts';
import type { Database } from '../database/pool.ts';
import { type Bound, type Context, on } from '../serve/context.ts';
import { queueRun } from './enqueue.ts';
import { defineJob, type Job } from './job.ts';

type Filter = { states?: readonly string[] | undefined; name?: string | undefined; limit: number; offset: number };

async function listRuns(db: Database, home: string, askedBy: string | null, filter: Filter) {
  let rows = db.selectFrom('platform.job_run').where('home', '=', home);
  if (askedBy !== null) rows = rows.where('asked_by', '=', askedBy);
  if (filter.states?.length) rows = rows.where('state', 'in', [...filter.states]);
  if (filter.name) rows = rows.where('name', '=', filter.name);
  const { total } = await rows.select(sql<number>`count(*)::integer`.as('total')).executeTakeFirstOrThrow();
  const found = await rows
    .selectAll()
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  return { items: found.map(shapeOf), total };
}

type RunRow = Awaited<ReturnType<typeof findRun>> & object;

function findRun(db: Database, home: string, id: string, lock = false) {
  const row = db.selectFrom('platform.job_run').selectAll().where('home', '=', home).where('id', '=', id);
  return (lock ? row.forUpdate() : row).executeTakeFirst();
}

function shapeOf(row: RunRow): JobRun {
  return {
    id: row.id,
    home: row.home,
    name: row.name,
    state: jobStates.find((state) => state === row.state) ?? 'failed',
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    attempts: row.attempts,
    done: Number(row.done_count),
    total: row.total_count === null ? null : Number(row.total_count),
    cancelAsked: row.cancel_asked_at !== null,
    resultFile: row.result_file,
    errorCode: row.error_code,
    errorReference: row.error_reference,
  };
}

/** Who does not look after the system sees the own runs only: names of others' exports tell what they work on. */
function mayRead(ctx: Context, row: RunRow): boolean {
  return row.asked_by === ctx.actor.user || ctx.can('job.read.all');
}

async function cancel(ctx: Context, id: string) {
  const row = (await findRun(ctx.db, ctx.home, id, true)) ?? ctx.reject('job-unknown', { status: 404 });
  if (row.asked_by !== ctx.actor.user && !ctx.can('job.retry')) ctx.reject('job-of-another', { status: 403 });
  if (row.finished_at !== null) ctx.reject('job-finished', { status: 409 });
  const waiting = row.state === 'queued';
  await ctx.db
    .updateTable('platform.job_run')
    .set({ cancel_asked_at: ctx.now, ...(waiting ? { state: 'cancelled', finished_at: ctx.now } : {}) })
    .where('home', '=', ctx.home)
    .where('id', '=', id)
    .execute();
  return { id, state: waiting ? ('cancelled' as const) : ('running' as const) };
}

async function retry(ctx: Context, id: string) {
  const row = (await findRun(ctx.db, ctx.home, id, true)) ?? ctx.reject('job-unknown', { status: 404 });
  if (row.state !== 'failed' && row.state !== 'cancelled') ctx.reject('job-not-failed', { status: 409 });
  await ctx.db
    .updateTable('platform.job_run')
    .set({ state: 'queued', finished_at: null, cancel_asked_at: null, error_code: null, error_reference: null })
    .where('home', '=', ctx.home)
    .where('id', '=', id)
    .execute();
  await queueRun(ctx.db, { home: ctx.home, job: row.name, id });
  return { id };
}

export const jobHandlers: Bound[] = [
  on(listJobs, (ctx, input) => {
    const own = input.mine || !ctx.can('job.read.all');
    return listRuns(ctx.db, ctx.home, own ? ctx.actor.user : null, input);
  }),
  on(listInstallationJobs, (ctx, input) => listRuns(ctx.db, NATION, null, input)),
  on(getJob, async (ctx, input) => {
    const row = await findRun(ctx.db, ctx.home, input.id);
    return row && mayRead(ctx, row) ? shapeOf(row) : ctx.reject('job-unknown', { status: 404 });
  }),
  on(cancelJob, (ctx, input) => cancel(ctx, input.id)),
  on(retryJob, (ctx, input) => retry(ctx, input.id)),
];

const KEPT_DAYS = 7;

/** Finished runs leave the register after seven days; what they did stays in the log of acts. */
async function cleanUp({ db, home, now }: Parameters<Job['run']>[0]): Promise<void> {
  const before = new Date(Date.parse(now) - KEPT_DAYS * 86_400_000).toISOString();
  await db.deleteFrom('platform.job_run').where('home', '=', home).where('finished_at', '<', before).execute();
}

export const jobCleanUps: readonly Job[] = [
  defineJob({ name: 'job.clean-up', schedule: { dailyAt: '03:10' }, run: cleanUp }),
  defineJob({ name: 'job.clean-up-installation', schedule: { dailyAt: '03:10' }, installation: true, run: cleanUp }),
];
