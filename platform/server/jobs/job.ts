import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/pool.ts';
import type { EnqueueOrder } from './enqueue.ts';

/** What a job is given. `db` is its one transaction at its one home; it commits only if the job comes to its end. */
export type JobContext = {
  readonly db: Database;
  readonly home: string;
  /** Homes above, nearest first; their shared rows are readable. */
  readonly above: readonly string[];
  /** `system:<job>`; who asked stands in `askedBy`. */
  readonly actor: string;
  readonly askedBy: string;
  /** Id of the run and of its act: a natural id for the one record a run makes. */
  readonly run: string;
  readonly payload: unknown;
  readonly now: string;
  readonly today: string;
  readonly clock: Clock;
  /** Queues more work at this home, in this transaction. */
  enqueue(order: Omit<EnqueueOrder, 'home' | 'askedBy' | 'now'>): Promise<string>;
  /** Shows how far it is, at once to everybody; throws `JobCancelled` when somebody asked it to stop. */
  progress(done: number, total?: number): Promise<void>;
  /** Names the file the run made; the task tray offers it. */
  resultFile(id: string): void;
  /** Runs in a transaction of its own that is committed at once: for steps that must be remembered whatever follows. */
  separately<T>(run: (db: Database) => Promise<T>): Promise<T>;
  log(message: string): void;
};

export type Schedule =
  /** Once a day at every home, from this time (Asia/Shanghai) on. A missed day is not made up: the job looks at today. */
  | { readonly dailyAt: `${number}:${number}` }
  /** In slots of so many minutes. Finished runs of the same job and home are not kept beside the newest. */
  | { readonly everyMinutes: number };

export type Job = {
  /** `topic.verb`, the queue's task and the name in the register; kebab words after the topic. */
  readonly name: string;
  readonly schedule?: Schedule;
  /** Scheduled runs go to the installation (000000) instead of every home. */
  readonly installation?: boolean;
  /** How often it is tried before it counts as failed; waits grow with e^tries seconds. */
  readonly attempts?: number;
  run(context: JobContext): Promise<void>;
};

export function defineJob(job: Job): Job {
  if (!/^[a-z]+\.[a-z]+(-[a-z]+)*$/.test(job.name)) throw new Error(`job name must be topic.verb: ${job.name}`);
  return job;
}

/** Somebody asked the run to stop; its transaction is rolled back. */
export class JobCancelled extends Error {}

/** The slot a schedule is in at this moment, or undefined before the day's time. */
export function findSlot(
  schedule: Schedule,
  clock: { milliseconds: number; today: string; time: string },
): string | undefined {
  if ('everyMinutes' in schedule) return String(Math.floor(clock.milliseconds / (schedule.everyMinutes * 60_000)));
  return clock.time >= schedule.dailyAt ? clock.today : undefined;
}
