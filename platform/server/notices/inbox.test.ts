import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeInboxItem, countInbox, listInbox, listUpcoming, watchInboxItem } from '../../contract/inbox.ts';
import { connectionOf, furnish, startTrialWorker, trialHomes } from '../../testing/trial-worker.ts';
import { calendarDueDates } from '../calendar/due.ts';
import { createPool } from '../database/pool.ts';
import { inScope } from '../jobs/scoped.ts';
import type { Worker } from '../jobs/worker.ts';
import type { DueDate, DueDateSource } from './due-dates.ts';
import { inboxHandlers } from './handlers.ts';
import { closeItemsOn } from './items.ts';
import { notify } from './notify.ts';
import { raiseDueJob } from './raise-due.ts';

const home = '621221';
let dues: DueDate[] = [];
let postHolder = '';
const source: DueDateSource = {
  name: 'trial.reports',
  list: async (_db, { from, to }) => dues.filter((due) => due.dueOn >= from && due.dueOn <= to),
};

let t: TestServer;
let worker: Worker;
let clerk: TestUser;
let finance: TestUser;

beforeAll(async () => {
  const bounds = inboxHandlers({
    dueDates: [source, calendarDueDates],
    posts: async (_db, actor) => (actor.user === postHolder ? ['post-7'] : []),
  });
  t = await startTestServer({ start: '2019-09-01T10:00:00+08:00', extra: { bounds, grants: {} } });
  await furnish(t);
  clerk = await t.signInAs({ home, role: 'commerce' });
  finance = await t.signInAs({ home, role: 'finance' });
  worker = await startTrialWorker(t, [raiseDueJob([source, calendarDueDates])]);
});
afterAll(async () => {
  await worker.stop();
  await t.stop();
});
beforeEach(async () => {
  dues = [];
  await t.sql.query('set session_replication_role = replica');
  await t.sql.query(
    'delete from platform.inbox_watch; delete from platform.inbox_reminder; delete from platform.inbox_item; delete from platform.job_run',
  );
  await t.sql.query('reset session_replication_role');
});

const report = (more: Partial<DueDate> = {}): DueDate => ({
  key: 'report-2019-09',
  subject: { kind: 'report', id: '2019-09' },
  title: { code: 'trial.report-due', params: { month: '2019-09' } },
  dueOn: '2019-10-08',
  responsible: { kind: 'role', role: 'commerce' },
  leadWorkingDays: [3, 1],
  done: false,
  ...more,
});

async function day(date: string): Promise<void> {
  t.clock.moveTo(`${date}T08:00:00+08:00`);
  await worker.tick();
  await worker.settled();
}

const todo = async (who: TestUser, tab: 'todo' | 'mine' | 'watching' | 'done' = 'todo') =>
  (await who.ok(listInbox, { home, input: { tab } })).items;
const reminders = async () =>
  (await t.sql.query('select lead_days, reminded_on from platform.inbox_reminder order by 2')).rows.map((row) => [
    row.lead_days,
    row.reminded_on instanceof Date ? row.reminded_on.toLocaleDateString('sv') : row.reminded_on,
  ]);

describe('reminders', () => {
  it('[PLAT-08:inbox] reach the responsible post before the due date, counted in working days over a holiday', async () => {
    dues = [report()];
    await day('2019-09-26');
    expect(await todo(clerk)).toEqual([]);
    // Three working days before 8 October: 30 and 29 September (a worked Sunday), so 27 September.
    await day('2019-09-27');
    const [item] = await todo(clerk);
    expect(item).toMatchObject({
      kind: 'due',
      source: 'trial.reports',
      title: { code: 'trial.report-due', params: { month: '2019-09' } },
      dueOn: '2019-10-08',
      dueInWorkingDays: 3,
      band: 'soon',
      to: { kind: 'role', role: 'commerce' },
      remindedOn: '2019-09-27',
    });
    expect(await todo(finance)).toEqual([]);
    // Looking again the same day or the next sends nothing; the next lead does.
    await day('2019-09-29');
    expect(await reminders()).toEqual([[3, '2019-09-27']]);
    await day('2019-09-30');
    await day('2019-10-04');
    expect(await reminders()).toEqual([
      [3, '2019-09-27'],
      [1, '2019-09-30'],
    ]);
    expect((await todo(clerk)).map((each) => each.id)).toEqual([item?.id]);
    await day('2019-10-09');
    expect((await todo(clerk))[0]).toMatchObject({ band: 'overdue', dueInWorkingDays: -1 });
    expect(await clerk.ok(countInbox, { home, input: {} })).toEqual({ todo: 1, overdue: 1, soon: 0 });
  });

  it('[PLAT-08:inbox] move with the successor of the post, without anything being sent again', async () => {
    const before = await t.signInAs({ home, role: 'expert' });
    const after = await t.signInAs({ home, role: 'expert' });
    dues = [report({ responsible: { kind: 'post', post: 'post-7' } })];
    postHolder = before.account;
    await day('2019-09-30');
    const rows = (await t.sql.query('select id, version from platform.inbox_item')).rows;
    expect([(await todo(before)).length, (await todo(after)).length]).toEqual([1, 0]);
    postHolder = after.account;
    expect([(await todo(before)).length, (await todo(after)).length]).toEqual([0, 1]);
    expect((await after.ok(listUpcoming, { home, input: {} })).items).toHaveLength(1);
    expect((await t.sql.query('select id, version from platform.inbox_item')).rows).toEqual(rows);
  });

  it('[PLAT-08:inbox] are not sent on what is closed, and close when the thing is done', async () => {
    dues = [report(), report({ key: 'b', subject: { kind: 'report', id: 'b' } })];
    await day('2019-09-27');
    const items = await todo(clerk);
    expect(items).toHaveLength(2);
    const byHand = items.find((item) => item.subject.id === 'b');
    const close = { id: byHand?.id ?? '', reason: '已电话说明', version: byHand?.version ?? 0 };
    await clerk.ok(closeInboxItem, { home, input: close });
    await day('2019-09-30');
    expect(await reminders()).toEqual([
      [3, '2019-09-27'],
      [3, '2019-09-27'],
      [1, '2019-09-30'],
    ]);
    dues = dues.map((due) => ({ ...due, done: true }));
    await day('2019-10-03');
    expect(await todo(clerk)).toEqual([]);
    const done = await todo(clerk, 'done');
    expect(done.map((item) => [item.subject.id, item.closed?.how, item.closed?.reason]).sort()).toEqual([
      ['2019-09', 'done', null],
      ['b', 'by-hand', '已电话说明'],
    ]);
    // What is undone again comes back; what a person closed stays closed.
    dues = dues.map((due) => ({ ...due, done: false }));
    await day('2019-10-09');
    expect((await todo(clerk)).map((item) => item.subject.id)).toEqual(['2019-09']);
  });

  it('follow a due date that moves, another that is responsible, and one that is withdrawn', async () => {
    dues = [report()];
    await day('2019-10-01');
    dues = [report({ dueOn: '2019-10-25', responsible: { kind: 'role', role: 'finance' } })];
    await day('2019-10-09');
    expect(await todo(clerk)).toEqual([]);
    expect((await todo(finance))[0]).toMatchObject({ dueOn: '2019-10-25', band: 'later' });
    dues = [];
    await day('2019-10-10');
    expect(await todo(finance)).toEqual([]);
    expect((await todo(finance, 'done'))[0]?.closed?.how).toBe('withdrawn');
  });

  it('come early rather than never where a year has no calendar; the administrator is told to enter it', async () => {
    dues = [report({ dueOn: '2027-02-10' })];
    await day('2026-12-10');
    expect(await todo(clerk)).toEqual([]);
    const admin = await t.signInAs({ home, role: 'administrator' });
    expect((await todo(admin))[0]).toMatchObject({ title: { code: 'calendar.year-missing', params: { year: 2027 } } });
    await day('2027-01-29');
    expect((await todo(clerk))[0]).toMatchObject({ dueInWorkingDays: null, band: 'later' });
  });
});

describe('the inbox', () => {
  const tell = (over: object = {}) => {
    const stage = { pool: createPool(connectionOf(t, 'qianmo_job'), 1), clock: t.clock, homes: () => trialHomes };
    const notice = {
      home,
      source: 'trial.case',
      kind: 'returned' as const,
      subject: { kind: 'case', id: 'c1' },
      title: { code: 'trial.case-returned', params: {} },
      to: { kind: 'role' as const, role: 'commerce' },
      raisedBy: finance.account,
      now: t.clock.instant(),
      ...over,
    };
    return inScope(stage, 'system:trial', [home], (db) => notify(db, notice)).finally(() => stage.pool.end());
  };

  it('is ordered: overdue, due within three working days, the rest, then what has no date', async () => {
    t.clock.moveTo('2019-09-27T09:00:00+08:00');
    const dates = { none: null, later: '2019-10-09', soon: '2019-10-08', overdue: '2019-09-20', today: '2019-09-27' };
    for (const [id, dueOn] of Object.entries(dates)) await tell({ subject: { kind: 'case', id }, dueOn });
    const items = await todo(clerk);
    expect(items.map((item) => [item.subject.id, item.band, item.dueInWorkingDays])).toEqual([
      ['overdue', 'overdue', -5],
      ['today', 'soon', 0],
      ['soon', 'soon', 3],
      ['later', 'later', 4],
      ['none', 'none', null],
    ]);
    expect(await clerk.ok(countInbox, { home, input: {} })).toEqual({ todo: 5, overdue: 1, soon: 2 });
    const second = await clerk.ok(listInbox, { home, input: { limit: 2, offset: 2 } });
    expect([second.total, second.items.map((item) => item.subject.id)]).toEqual([5, ['soon', 'later']]);
    expect(await todo(finance, 'mine')).toHaveLength(5);
  });

  it('reaches role, unit, township and user, each only theirs', async () => {
    const specialist = (id: string) =>
      t.signInAs({ home, role: 'township-specialist', narrow: { kind: 'township', id } });
    const one = await specialist('621221100');
    const two = await specialist('621221101');
    await tell({ to: { kind: 'role', role: 'township-specialist', narrow: '621221100' } });
    expect([(await todo(one)).length, (await todo(two)).length]).toEqual([1, 0]);
    await tell({ to: { kind: 'role', role: 'township-specialist' } });
    expect([(await todo(one)).length, (await todo(two)).length]).toEqual([2, 1]);
    await tell({ to: { kind: 'user', user: two.account } });
    expect([(await todo(one)).length, (await todo(two)).length]).toEqual([2, 2]);
    const elsewhere = await t.signInAs({ home: '621200', role: 'commerce' });
    await tell();
    expect(await todo(clerk)).toHaveLength(1);
    expect(await todo(elsewhere)).toEqual([]);
  });

  it('tells once under one key, and closes with its subject', async () => {
    expect(await tell({ key: 'case-1' })).toBeDefined();
    expect(await tell({ key: 'case-1' })).toBeUndefined();
    const stage = { pool: createPool(connectionOf(t, 'qianmo_job'), 1), clock: t.clock, homes: () => trialHomes };
    const closing = { at: t.clock.instant(), by: 'trial', how: 'done' as const };
    const closed = await inScope(stage, 'system:trial', [home], (db) =>
      closeItemsOn(db, home, { kind: 'case', id: 'c1' }, closing),
    );
    await stage.pool.end();
    expect(closed).toBe(1);
    expect(await todo(clerk)).toEqual([]);
  });

  it('closes by hand once, from the version that was seen, by whom it concerns', async () => {
    const id = (await tell()) ?? '';
    const input = { id, reason: '重复', version: 1 };
    const auditor = await t.signInAs({ home, role: 'audit' });
    const stranger = await t.signInAs({ home: '533124', role: 'commerce' });
    const transport = await t.signInAs({ home, role: 'transport' });
    expect((await auditor.refused(closeInboxItem, { home, input })).code).toBe('not-permitted');
    expect((await stranger.refused(closeInboxItem, { home, input })).code).toBe('not-found');
    expect((await transport.refused(closeInboxItem, { home, input })).code).toBe('item-of-another');
    expect((await clerk.refused(closeInboxItem, { home, input: { ...input, version: 9 } })).code).toBe('stale');
    expect((await clerk.refused(closeInboxItem, { home, input: { ...input, reason: ' ' } })).code).toBe(
      'invalid-input',
    );
    expect((await clerk.refused(closeInboxItem, { home, input: { ...input, id: uuidV7(1) } })).code).toBe(
      'item-unknown',
    );
    const act = uuidV7(t.clock.milliseconds());
    expect(await clerk.ok(closeInboxItem, { home, input, id: act })).toEqual({ id, version: 2 });
    expect((await clerk.call(closeInboxItem, { home, input, id: act })).replayed).toBe(true);
    expect((await clerk.refused(closeInboxItem, { home, input })).code).toBe('item-closed');
  });

  it('keeps a watch list for each person', async () => {
    const id = (await tell()) ?? '';
    const leader = await t.signInAs({ home, role: 'leader' });
    const transport = await t.signInAs({ home, role: 'transport' });
    for (const on of [true, true]) await leader.ok(watchInboxItem, { home, input: { id, on } });
    expect((await todo(leader, 'watching')).map((item) => [item.id, item.watching])).toEqual([[id, true]]);
    expect(await todo(clerk, 'watching')).toEqual([]);
    expect((await todo(clerk))[0]?.watching).toBe(false);
    expect((await transport.refused(watchInboxItem, { home, input: { id, on: true } })).code).toBe('item-of-another');
    const unknown = { id: uuidV7(1), on: true };
    expect((await leader.refused(watchInboxItem, { home, input: unknown })).code).toBe('item-unknown');
    await leader.ok(watchInboxItem, { home, input: { id, on: false } });
    expect(await todo(leader, 'watching')).toEqual([]);
  });

  it('is read by those of the place only', async () => {
    const stranger = await t.signInAs({ home: '533124', role: 'commerce' });
    for (const operation of [listInbox, countInbox, listUpcoming] as const) {
      const ask = operation as typeof countInbox;
      expect((await stranger.refused(ask, { home, input: {} })).code).toBe('not-found');
      expect((await t.anonymous.refused(ask, { home, input: {} })).code).toBe('not-signed-in');
    }
  });
});
