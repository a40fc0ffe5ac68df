import { EventEmitter } from 'node:events';
import { run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { ClientConfig, Pool } from 'pg';
import { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import type { HomeTree } from '../database/homes.ts';
import { createPool, type Database } from '../database/pool.ts';
import type { LoginRole } from '../database/roles.ts';
import type { Job } from './job.ts';
import { openLiveness } from './liveness.ts';
import { createQueuePool, migrateQueue, queueLogger } from './queue.ts';
import { runJob } from './run-job.ts';
import { fireSchedules } from './schedule.ts';

export type WorkerOptions = {
  readonly connection: (role: LoginRole) => ClientConfig;
  readonly jobs: readonly Job[];
  readonly clock: Clock;
  /** Tells when the shared clock was moved, so that schedules follow at once. */
  readonly onClockMoved?: (listener: () => void) => () => void;
  readonly homes: () => HomeTree;
  readonly activeHomes: (db: Database) => Promise<readonly string[]>;
  readonly concurrency?: number;
  /** How often schedules and lost workers are looked at; 0: only when asked by `tick`. */
  readonly tickMs?: number;
  readonly say: (message: string) => void;
};

export type Worker = {
  /** Looks at the schedules and for lost workers now. Answers the jobs sent out. */
  tick(): Promise<string[]>;
  /** Resolves when nothing that could run now is waiting or running. */
  settled(): Promise<void>;
  /** Lets running jobs end, then stops. */
  stop(): Promise<void>;
};

const payloadShape = z.object({ home: z.string(), run: z.string() });

/** Runs jobs in this process until stopped. Any number of processes may do so against one database. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const concurrency = options.concurrency ?? 2;
  await migrateQueue(options.connection('qianmo_worker'));
  const queuePool = createQueuePool(options.connection('qianmo_worker'), concurrency + 3);
  // A job may use a second connection beside its own transaction; with fewer they would wait for each other for ever.
  const pool = createPool(options.connection('qianmo_job'), concurrency * 2 + 2);
  const parts = { ...options, pool };
  const liveness = await openLiveness(options.connection('qianmo_worker'));
  await liveness.rescue();
  const events: WorkerEvents = new EventEmitter();
  events.on('worker:create', ({ worker }) => liveness.show(worker.workerId));
  const runner = await run({
    pgPool: queuePool,
    taskList: tasksOf(parts),
    concurrency,
    noHandleSignals: true,
    logger: queueLogger(options.say),
    pollInterval: 1_000,
    events,
  });
  const tick = oneAtATime(async () => {
    await liveness.rescue();
    return fireSchedules(parts);
  });
  const stopTicking = keepTicking(tick, options);
  return {
    tick,
    settled: () => waitSettled(queuePool),
    stop: async () => {
      stopTicking();
      await tick.idle();
      await runner.stop().catch(() => undefined);
      await liveness.close();
      await Promise.all([pool.end(), queuePool.end()]);
    },
  };
}

function tasksOf(parts: WorkerOptions & { pool: Pool }): TaskList {
  const names = parts.jobs.map((job) => job.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`two jobs have one name: ${twice}`);
  return Object.fromEntries(
    parts.jobs.map((job) => [
      job.name,
      async (payload, helpers) => {
        const { home, run } = payloadShape.parse(payload);
        const { attempts, max_attempts } = helpers.job;
        await runJob(parts, job, { home, id: run }, attempts >= max_attempts);
      },
    ]),
  ) satisfies TaskList;
}

function keepTicking(tick: () => Promise<unknown>, options: WorkerOptions): () => void {
  const look = () => {
    tick().catch((error) => options.say(`schedule: ${error instanceof Error ? error.message : error}`));
  };
  const unfollow = options.onClockMoved?.(look);
  const every = options.tickMs ?? 5_000;
  const timer = every > 0 ? setInterval(look, every) : null;
  if (every > 0) look();
  return () => {
    unfollow?.();
    if (timer) clearInterval(timer);
  };
}

/** Calls while one is running wait for it and then share one more run: nothing asked for is missed. */
function oneAtATime<T>(run: () => Promise<T>): (() => Promise<T>) & { idle(): Promise<void> } {
  let running: Promise<T> | null = null;
  let next: Promise<T> | null = null;
  const start = (): Promise<T> => {
    const mine = run().finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };
  const call = (): Promise<T> => {
    if (!running) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return start();
      });
    return next;
  };
  return Object.assign(call, {
    idle: async () => {
      await Promise.allSettled([running, next]);
    },
  });
}

const SETTLE_MS = 25;

async function waitSettled(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ open: boolean }>(
      `select exists (select from graphile_worker._private_jobs
        where locked_by is not null or (run_at <= now() and attempts < max_attempts)) as open`,
    );
    if (!rows[0]?.open) return;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
}
