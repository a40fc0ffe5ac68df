import { timeOf } from '../clock/clock.ts';
import { NATION } from '../database/homes.ts';
import type { Database } from '../database/pool.ts';
import { enqueue } from './enqueue.ts';
import { findSlot, type Job } from './job.ts';
import { inScope, type Stage } from './scoped.ts';

export type SchedulerParts = Stage & {
  readonly jobs: readonly Job[];
  /** The homes that are in use: those of programmes and their members. */
  readonly activeHomes: (db: Database) => Promise<readonly string[]>;
};

const ACTOR = 'system:schedule';

/**
 * Sends out every scheduled job whose slot has begun, one run per home. Any number of workers may do this at once: the
 * slot is taken by one of them, and a run's key is its slot.
 */
export async function fireSchedules(parts: SchedulerParts): Promise<string[]> {
  const now = parts.clock.instant();
  const moment = { milliseconds: parts.clock.milliseconds(), today: parts.clock.today(), time: timeOf(now) };
  const fired: string[] = [];
  for (const job of parts.jobs) {
    const slot = job.schedule && findSlot(job.schedule, moment);
    if (slot !== undefined && (await fire(parts, job, slot, now))) fired.push(job.name);
  }
  return fired;
}

async function fire(parts: SchedulerParts, job: Job, slot: string, now: string): Promise<boolean> {
  const due = await inScope(parts, ACTOR, [NATION], (db) => isDue(db, job.name, slot));
  if (!due) return false;
  const homes = job.installation ? [NATION] : await inScope(parts, ACTOR, [NATION], parts.activeHomes);
  // Taking the slot and sending the runs out is one transaction: a crash in between leaves the slot to the next worker.
  return inScope(parts, ACTOR, [NATION, ...homes.filter((home) => home !== NATION)], async (db) => {
    if (!(await takeSlot(db, job.name, slot, now))) return false;
    for (const home of homes) {
      await enqueue(db, {
        home,
        job: job.name,
        key: slot,
        askedBy: ACTOR,
        now,
        ...(job.attempts ? { maxAttempts: job.attempts } : {}),
      });
    }
    return true;
  });
}

async function isDue(db: Database, name: string, slot: string): Promise<boolean> {
  const row = await db.selectFrom('platform.schedule').select('slot').where('name', '=', name).executeTakeFirst();
  return row?.slot !== slot;
}

async function takeSlot(db: Database, name: string, slot: string, now: string): Promise<boolean> {
  const taken = await db
    .insertInto('platform.schedule')
    .values({ name, slot, fired_at: now })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ slot, fired_at: now }).where('platform.schedule.slot', '<>', slot),
    )
    .returning('name')
    .executeTakeFirst();
  return taken !== undefined;
}
