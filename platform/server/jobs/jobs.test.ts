import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelJob, getJob, listInstallationJobs, listJobs, retryJob } from '../../contract/job.ts';
import { writeJob } from '../../testing/trial-crash.ts';
import { connectionOf, furnish, startTrialWorker, trialHomes } from '../../testing/trial-worker.ts';
import { createPool, type Database } from '../database/pool.ts';
import { enqueue } from './enqueue.ts';
import { jobCleanUps, jobHandlers } from './handlers.ts';
import { defineJob } from './job.ts';
import { inScope } from './scoped.ts';
import type { Worker } from './worker.ts';

const home = '621221';
let t: TestServer;
let admin: TestUser;
let stage: Parameters<typeof inScope>[0];
const at = <T>(run: (db: Database) => Promise<T>) => inScope(stage, 'system:trial', [home], run);
const ask = (job: string, more: object = {}) =>
  at((db) => enqueue(db, { home, job, askedBy: admin.account, now: t.clock.instant(), ...more }));
const stateOf = async (id: string) => (await admin.ok(getJob, { home, input: { id } })).state;

async function withWorker<T>(
  jobs: Parameters<typeof startTrialWorker>[1],
  run: (worker: Worker) => Promise<T>,
): Promise<T> {
  const worker = await startTrialWorker(t, jobs);
  try {
    return await run(worker);
  } finally {
    await worker.stop();
  }
}

beforeAll(async () => {
  t = await startTestServer({ start: '2019-12-31T10:00:00+08:00', extra: { bounds: jobHandlers, grants: {} } });
  await furnish(t);
  admin = await t.signInAs({ home, role: 'administrator' });
  stage = { pool: createPool(connectionOf(t, 'qianmo_job'), 4), clock: t.clock, homes: () => trialHomes };
});
afterAll(async () => {
  await stage.pool.end();
  await t.stop();
});

describe('queueing', () => {
  it('belongs to the transaction: what is rolled back was never asked', async () => {
    await expect(
      at(async (db) => {
        await enqueue(db, { home, job: 'trial.nothing', askedBy: 'trial', now: t.clock.instant() });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const { rows } = await t.sql.query('select from graphile_worker._private_jobs');
    expect(rows).toHaveLength(0);
    expect((await admin.ok(listJobs, { home, input: {} })).total).toBe(0);
  });

  it('is refused by the database for a home that is not in scope', async () => {
    const call = at((db) => enqueue(db, { home: '533124', job: 'trial.x', askedBy: 'trial', now: t.clock.instant() }));
    await expect(call).rejects.toThrow(/row-level security|scope/);
    const app = new Client(connectionOf(t, 'qianmo_app'));
    await app.connect();
    const direct = app.query(`select platform.enqueue('trial.x', '{"home":"533124"}')`);
    await expect(direct).rejects.toThrow('only for a home in scope');
    await app.end();
  });

  it('asked twice under one key is one run', async () => {
    const first = await ask('trial.nothing', { key: 'once' });
    expect(await ask('trial.nothing', { key: 'once' })).toBe(first);
    const { rows } = await t.sql.query('select from graphile_worker._private_jobs');
    expect(rows).toHaveLength(1);
    await withWorker([defineJob({ name: 'trial.nothing', run: async () => undefined })], (worker) => worker.settled());
    expect(await stateOf(first)).toBe('done');
  });

  it('the role of the queue reaches no table of the house', async () => {
    const queue = new Client(connectionOf(t, 'qianmo_worker'));
    await queue.connect();
    await expect(queue.query('select from platform.job_run')).rejects.toThrow('permission denied');
    await expect(queue.query('create table platform.mine (a int)')).rejects.toThrow('permission denied');
    await expect(queue.query('create schema mine')).rejects.toThrow('permission denied');
    await queue.end();
    const { rows } = await t.sql.query(
      `select distinct n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where pg_get_userbyid(c.relowner) = 'qianmo_worker' and n.nspname <> 'pg_toast'`,
    );
    expect(rows).toEqual([{ nspname: 'graphile_worker' }]);
  });
});

describe('a run', () => {
  it('has one home, its own actor, and an act in the log', async () => {
    const seen: unknown[] = [];
    const job = defineJob({
      name: 'trial.look',
      run: async ({ db, home: where, actor, today, above, payload }) => {
        const others = await db.selectFrom('platform.job_run').select('home').distinct().execute();
        seen.push({ where, actor, today, above, payload, others });
      },
    });
    await t.sql.query(
      `insert into platform.job_run (home, id, name, key, payload, asked_by, asked_at)
       values ('533124', $1, 'trial.other', 'k', '{}', 'x', '2019-01-01')`,
      [uuidV7(1)],
    );
    const id = await ask('trial.look', { payload: { page: 3 } });
    await withWorker([job], (worker) => worker.settled());
    expect(seen).toEqual([
      {
        where: home,
        actor: 'system:trial.look',
        today: '2019-12-31',
        above: ['621200', '620000', '000000'],
        payload: { page: 3 },
        others: [{ home }],
      },
    ]);
    const { rows } = await t.sql.query('select actor, operation, outcome from audit.operation where id = $1', [id]);
    expect(rows).toEqual([{ actor: 'system:trial.look', operation: 'job.trial.look', outcome: 'done' }]);
  });

  it('shows progress while it works, and stops where it is when it is cancelled', async () => {
    let shown: unknown;
    let id = '';
    const job = defineJob({
      name: 'trial.long',
      run: async ({ db, home: where, run, now, progress }) => {
        await db
          .insertInto('platform.hold')
          .values({
            home: where,
            id: run,
            subject_kind: 'trial',
            subject: 'c',
            reason: 'r',
            placed_by: 'x',
            placed_at: now,
          })
          .execute();
        await progress(0, 4);
        shown = await admin.ok(getJob, { home, input: { id } });
        await admin.ok(cancelJob, { home, input: { id } });
        await progress(4, 4);
        throw new Error('it went on');
      },
    });
    id = await ask('trial.long');
    await withWorker([job], (worker) => worker.settled());
    expect(shown).toMatchObject({ state: 'running', done: 0, total: 4, attempts: 1, askedBy: admin.account });
    expect(await stateOf(id)).toBe('cancelled');
    const { rows } = await t.sql.query(`select from platform.hold where subject = 'c'`);
    expect(rows).toHaveLength(0);
    expect((await admin.refused(cancelJob, { home, input: { id } })).code).toBe('job-finished');
  });

  it('that waits is cancelled at once and never starts', async () => {
    const started: string[] = [];
    const id = await ask('trial.waits');
    const key = uuidV7(t.clock.milliseconds());
    expect((await admin.ok(cancelJob, { home, input: { id }, id: key })).state).toBe('cancelled');
    expect((await admin.call(cancelJob, { home, input: { id }, id: key })).replayed).toBe(true);
    await withWorker([defineJob({ name: 'trial.waits', run: async ({ run }) => void started.push(run) })], (w) =>
      w.settled(),
    );
    expect(started).toEqual([]);
  });

  it('that fails for good says so with a reference, and can be sent again', async () => {
    let broken = true;
    const said: string[] = [];
    const job = defineJob({
      name: 'trial.fails',
      run: async () => {
        if (broken) throw new Error('disk of the archive is full');
      },
    });
    const id = await ask('trial.fails', { maxAttempts: 1 });
    const worker = await startTrialWorker(t, [job], { said });
    await worker.settled();
    const failed = await admin.ok(getJob, { home, input: { id } });
    expect(failed).toMatchObject({ state: 'failed', errorCode: 'fault' });
    expect(said.join()).toContain(failed.errorReference);
    broken = false;
    await admin.ok(retryJob, { home, input: { id } });
    await worker.settled();
    await worker.stop();
    expect(await stateOf(id)).toBe('done');
    const { rows } = await t.sql.query(
      `select title_code, to_id, kind from platform.inbox_item where subject = $1 order by raised_at`,
      [id],
    );
    const told = { to_id: admin.account, kind: 'finished' };
    expect(rows).toEqual([
      { ...told, title_code: 'job.failed' },
      { ...told, title_code: 'job.done' },
    ]);
    expect((await admin.refused(retryJob, { home, input: { id } })).code).toBe('job-not-failed');
  });

  it('already committed is not done twice, however often the queue brings it', async () => {
    const times: string[] = [];
    const job = defineJob({ name: 'trial.count', run: async ({ run }) => void times.push(run) });
    const id = await ask('trial.count');
    await withWorker([job], async (worker) => {
      await worker.settled();
      // As after a crash between the commit and the queue hearing of it.
      await t.sql.query(`update platform.job_run set state = 'running', finished_at = null where id = $1`, [id]);
      await t.sql.query(
        `select graphile_worker.add_job('trial.count', json_build_object('home', $1::text, 'run', $2::text))`,
        [home, id],
      );
      await worker.settled();
    });
    expect(times).toEqual([id]);
    expect(await stateOf(id)).toBe('done');
  });

  it('of a worker that is killed with kill -9 is done by another, once', async () => {
    const id = await ask('trial.write');
    const script = fileURLToPath(new URL('../../testing/trial-crash.ts', import.meta.url));
    const connection = JSON.stringify({ ...connectionOf(t, 'qianmo_job'), user: undefined, types: undefined });
    const child = spawn(process.execPath, [script], {
      env: { ...process.env, QIANMO_TRIAL_CONNECTION: connection },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('written\n');
    expect(await stateOf(id)).toBe('running');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const locked = await t.sql.query('select from graphile_worker._private_jobs where locked_by is not null');
    expect(locked.rows).toHaveLength(1);

    await withWorker([writeJob(async () => undefined)], async (worker) => {
      await expect.poll(() => worker.tick().then(() => stateOf(id)), { timeout: 20_000 }).toBe('done');
    });
    const { rows } = await t.sql.query(`select id from platform.hold where subject = 'crash'`);
    expect(rows).toEqual([{ id }]);
    expect((await admin.ok(getJob, { home, input: { id } })).attempts).toBe(2);
  });
});

describe('schedules', () => {
  it('send a daily job to each home once a day, however many workers look', async () => {
    const days: string[] = [];
    const job = defineJob({
      name: 'trial.daily',
      schedule: { dailyAt: '06:00' },
      run: async ({ home: where, today }) => void days.push(`${where} ${today}`),
    });
    const homes = ['621221', '533124'];
    t.clock.moveTo('2020-01-01T05:59:00+08:00');
    const workers = await Promise.all([startTrialWorker(t, [job], { homes }), startTrialWorker(t, [job], { homes })]);
    const look = async () => {
      await Promise.all(workers.map((worker) => worker.tick()));
      await workers[0]?.settled();
      return days.splice(0).sort();
    };
    expect(await look()).toEqual([]);
    t.clock.moveTo('2020-01-01T06:00:30+08:00');
    expect(await look()).toEqual(['533124 2020-01-01', '621221 2020-01-01']);
    expect(await look()).toEqual([]);
    t.clock.moveTo('2020-01-04T23:00:00+08:00');
    expect(await look()).toEqual(['533124 2020-01-04', '621221 2020-01-04']);
    await Promise.all(workers.map((worker) => worker.stop()));
  });

  it('of minutes keep only their newest run', async () => {
    const job = defineJob({
      name: 'trial.often',
      schedule: { everyMinutes: 5 },
      installation: true,
      run: async () => undefined,
    });
    await withWorker([job], async (worker) => {
      for (const minute of ['00', '04', '05', '11']) {
        t.clock.moveTo(`2020-02-01T08:${minute}:00+08:00`);
        await worker.tick();
        await worker.settled();
      }
    });
    const { rows } = await t.sql.query(`select home, state from platform.job_run where name = 'trial.often'`);
    expect(rows).toEqual([{ home: '000000', state: 'done' }]);
    const seen = await admin.ok(listInstallationJobs, { input: { name: 'trial.often' } });
    expect(seen.total).toBe(1);
  });

  it('take finished runs off the register after seven days', async () => {
    const old = (await admin.ok(listJobs, { home, input: { states: ['done', 'cancelled'] } })).total;
    expect(old).toBeGreaterThan(2);
    t.clock.moveTo('2020-03-01T04:00:00+08:00');
    await withWorker(jobCleanUps, async (worker) => {
      await worker.tick();
      await worker.settled();
    });
    const left = await admin.ok(listJobs, { home, input: {} });
    expect(left.items.map((run) => run.name)).toEqual(['job.clean-up']);
  });
});

describe('the register', () => {
  it('shows others only their own runs, and lets them cancel no others', async () => {
    const clerk = await t.signInAs({ home, role: 'commerce' });
    const auditor = await t.signInAs({ home, role: 'audit' });
    const stranger = await t.signInAs({ home: '533124', role: 'administrator' });
    const own = await at((db) =>
      enqueue(db, { home, job: 'trial.mine', askedBy: clerk.account, now: t.clock.instant() }),
    );
    const other = await ask('trial.mine');
    expect((await clerk.ok(listJobs, { home, input: {} })).items.map((run) => run.id)).toEqual([own]);
    expect((await clerk.refused(getJob, { home, input: { id: other } })).code).toBe('job-unknown');
    expect((await clerk.refused(cancelJob, { home, input: { id: other } })).code).toBe('job-of-another');
    expect((await clerk.refused(retryJob, { home, input: { id: own } })).code).toBe('not-permitted');
    expect((await clerk.refused(listInstallationJobs, { input: {} })).code).toBe('not-permitted');
    expect((await auditor.ok(listJobs, { home, input: {} })).total).toBeGreaterThan(1);
    expect((await auditor.refused(cancelJob, { home, input: { id: own } })).code).toBe('not-permitted');
    expect((await stranger.refused(listJobs, { home, input: {} })).code).toBe('not-found');
    expect((await admin.refused(cancelJob, { home, input: { id: uuidV7(1) } })).code).toBe('job-unknown');
    expect((await admin.refused(retryJob, { home, input: { id: uuidV7(1) } })).code).toBe('job-unknown');
    expect((await clerk.ok(cancelJob, { home, input: { id: own } })).state).toBe('cancelled');
  });
});
