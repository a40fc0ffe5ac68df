import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { addWorkingDays } from '@qianmo/values/working-day';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addWorkingDaysFrom,
  calendarYear,
  removeCalendarDay,
  setCalendarDay,
  setCalendarYear,
} from '../../contract/calendar.ts';
import { connectionOf, furnish, startTrialWorker, trialHomes } from '../../testing/trial-worker.ts';
import { createPool } from '../database/pool.ts';
import { type EventConsumer, type EventRecord, eventJobs } from '../jobs/events.ts';
import { inScope } from '../jobs/scoped.ts';
import { readWorkingCalendar } from './calendar.ts';
import { CALENDAR_CHANGED, calendarHandlers } from './handlers.ts';
import { loadOfficialYears, readOfficialDays } from './official.ts';

const home = '621221';
let t: TestServer;
let admin: TestUser;

beforeAll(async () => {
  t = await startTestServer({ start: '2019-08-01T10:00:00+08:00', extra: { bounds: calendarHandlers, grants: {} } });
  await furnish(t);
  admin = await t.signInAs({ home, role: 'administrator' });
});
afterAll(() => t.stop());

const after = async (start: string, days: number, where = home, who = admin) =>
  who.ok(addWorkingDaysFrom, { home: where, input: { start, days } });

describe('the national list', () => {
  it('is there for 2018 to 2026, and loading it again changes nothing', async () => {
    expect((await readOfficialDays()).years).toEqual([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    expect(await loadOfficialYears(t.sql)).toEqual([]);
    const year = await admin.ok(calendarYear, { home, input: { year: 2019 } });
    expect(year).toMatchObject({ loaded: true, source: 'chinese-days' });
    const days = new Map(year.days.map((day) => [day.day, `${day.kind} ${day.nameZh} ${day.nameEn}`]));
    expect(days.get('2019-10-01')).toBe('holiday 国庆节 National Day');
    expect(days.get('2019-09-29')).toBe('workday 国庆节 National Day');
    expect(days.get('2019-10-12')).toBe('workday 国庆节 National Day');
    expect(days.has('2019-10-08')).toBe(false);
  });

  it('counts over holidays and make-up days, forward and back', async () => {
    // G-DISC-001 to 004 and 007: published on, last day of ten working days.
    const cases = [
      ['2018-09-25', '2018-10-12'],
      ['2019-09-20', '2019-10-10'],
      ['2021-02-01', '2021-02-19'],
      ['2018-12-20', '2019-01-04'],
      ['2018-10-14', '2018-10-26'],
    ] as const;
    for (const [published, last] of cases) expect((await after(published, 10)).end).toBe(last);
    const counted = await after('2019-09-27', 3);
    expect(counted).toEqual({ end: '2019-10-08', counted: ['2019-09-29', '2019-09-30', '2019-10-08'] });
    expect((await after('2019-10-08', -3)).end).toBe('2019-09-27');
    expect(await after('2019-10-08', 0)).toEqual({ end: '2019-10-08', counted: [] });
  });

  it('gives no result in a year that is not loaded', async () => {
    const refused = await admin.refused(addWorkingDaysFrom, { home, input: { start: '2026-12-28', days: 10 } });
    expect(refused).toMatchObject({ code: 'year-not-loaded', params: { year: 2027 } });
    expect(await admin.ok(calendarYear, { home, input: { year: 2027 } })).toMatchObject({ loaded: false, days: [] });
    const day = { day: '2027-03-01', kind: 'holiday' as const, name: '地方节日', reason: '县政府通知' };
    expect((await admin.refused(setCalendarDay, { home, input: day })).code).toBe('year-not-loaded');
  });
});

describe('corrections', () => {
  const festival = { day: '2019-08-15', kind: 'holiday' as const, name: '地方节日', reason: '成政办发〔2019〕1号' };

  it('[DISC-05] the calendar knows holidays and make-up workdays, and an office changes it for its home and below', async () => {
    expect((await after('2019-08-14', 2)).end).toBe('2019-08-16');
    const id = uuidV7(t.clock.milliseconds());
    expect(await admin.ok(setCalendarDay, { home, input: festival, id })).toEqual({ day: '2019-08-15', version: 1 });
    expect((await admin.call(setCalendarDay, { home, input: festival, id })).replayed).toBe(true);
    expect((await after('2019-08-14', 2)).end).toBe('2019-08-19');
    const city = await t.signInAs({ home: '621200', role: 'administrator' });
    expect((await after('2019-08-14', 2, '621200', city)).end).toBe('2019-08-16');

    // The prefecture works on that Saturday; the county says for itself that it does not.
    const saturday = { day: '2019-08-17', name: '抗洪', reason: '市应急通知' };
    await city.ok(setCalendarDay, { home: '621200', input: { ...saturday, kind: 'workday' } });
    expect((await after('2019-08-14', 2)).end).toBe('2019-08-17');
    await admin.ok(setCalendarDay, { home, input: { ...saturday, kind: 'holiday' } });
    expect((await after('2019-08-14', 2)).end).toBe('2019-08-19');
    expect((await after('2019-08-16', 1, '621200', city)).end).toBe('2019-08-17');
    const other = await t.signInAs({ home: '533124', role: 'leader' });
    expect((await after('2019-08-14', 2, '533124', other)).end).toBe('2019-08-16');
    const year = await admin.ok(calendarYear, { home, input: { year: 2019 } });
    expect(year.days.filter((day) => day.layer === 'correction').map((day) => [day.day, day.home])).toEqual([
      ['2019-08-15', '621221'],
      ['2019-08-17', '621221'],
    ]);
  });

  it('are changed only from the version that was seen', async () => {
    expect((await admin.refused(setCalendarDay, { home, input: festival })).code).toBe('stale');
    expect((await admin.refused(setCalendarDay, { home, input: { ...festival, version: 7 } })).code).toBe('stale');
    const changed = await admin.ok(setCalendarDay, { home, input: { ...festival, kind: 'workday', version: 1 } });
    expect(changed.version).toBe(2);
    expect((await after('2019-08-14', 2)).end).toBe('2019-08-16');
  });

  it('are taken back with a reason that the log keeps', async () => {
    const input = { day: '2019-08-15', reason: '通知撤销', version: 2 };
    expect((await admin.refused(removeCalendarDay, { home, input: { ...input, version: 1 } })).code).toBe('stale');
    await admin.ok(removeCalendarDay, { home, input });
    expect((await admin.refused(removeCalendarDay, { home, input })).code).toBe('day-unknown');
    const { rows } = await t.sql.query(
      `select old_row ->> 'reason' as reason from audit.change
       where table_name = 'platform.calendar_day' and kind = 'delete' and key ->> 'day' = '2019-08-15'`,
    );
    expect(rows).toEqual([{ reason: '通知撤销' }]);
    expect((await admin.refused(removeCalendarDay, { home, input: { ...input, reason: '' } })).code).toBe(
      'invalid-input',
    );
  });

  it('are refused to those who only read, and outside the own jurisdiction', async () => {
    const auditor = await t.signInAs({ home, role: 'audit' });
    const stranger = await t.signInAs({ home: '533124', role: 'administrator' });
    for (const operation of [setCalendarDay, removeCalendarDay]) {
      const input = { ...festival, version: 1 } as never;
      expect((await auditor.refused(operation as typeof setCalendarDay, { home, input })).code).toBe('not-permitted');
      expect((await stranger.refused(operation as typeof setCalendarDay, { home, input })).code).toBe('not-found');
    }
    expect((await auditor.refused(setCalendarYear, { input: yearInput })).code).toBe('not-permitted');
    expect((await auditor.ok(calendarYear, { home, input: { year: 2019 } })).loaded).toBe(true);
    expect((await stranger.refused(calendarYear, { home, input: { year: 2019 } })).code).toBe('not-found');
    expect((await stranger.refused(addWorkingDaysFrom, { home, input: { start: '2019-08-14', days: 1 } })).code).toBe(
      'not-found',
    );
  });
});

const yearInput = {
  year: 2027,
  source: '国办发明电〔2026〕号',
  days: [
    { day: '2027-01-01', kind: 'holiday' as const, name: '元旦' },
    { day: '2027-01-02', kind: 'holiday' as const, name: '元旦' },
  ],
};

describe('a year entered by hand', () => {
  it('counts from then on and can be put right', async () => {
    expect(await admin.ok(setCalendarYear, { input: yearInput })).toEqual({ year: 2027, version: 1 });
    expect((await after('2026-12-31', 1)).end).toBe('2027-01-04');
    expect((await admin.refused(setCalendarYear, { input: yearInput })).code).toBe('stale');
    const days = [{ day: '2027-01-04', kind: 'holiday' as const, name: '元旦' }];
    expect((await admin.ok(setCalendarYear, { input: { ...yearInput, days, version: 1 } })).version).toBe(2);
    expect((await after('2026-12-31', 1)).end).toBe('2027-01-01');
  });

  it('never replaces a shipped one, and holds each of its days once', async () => {
    const shipped = { ...yearInput, year: 2025, days: [{ day: '2025-01-01', kind: 'holiday' as const, name: '元旦' }] };
    expect((await admin.refused(setCalendarYear, { input: shipped })).code).toBe('year-shipped');
    expect((await admin.refused(setCalendarYear, { input: { ...yearInput, year: 2028 } })).code).toBe(
      'day-outside-year',
    );
    const days = [...yearInput.days, ...yearInput.days];
    expect((await admin.refused(setCalendarYear, { input: { ...yearInput, days } })).code).toBe('day-twice');
  });
});

describe('events', () => {
  it('tell every consumer of a changed calendar, each once, and one that fails holds up no other', async () => {
    const heard: EventRecord[] = [];
    let tries = 0;
    const consumers: EventConsumer[] = [
      { name: 'trial.hears', kinds: [CALENDAR_CHANGED], receive: async (_context, event) => void heard.push(event) },
      { name: 'trial.deaf', kinds: ['other.kind'], receive: async () => expect.unreachable() },
      {
        name: 'trial.stumbles',
        kinds: [CALENDAR_CHANGED],
        receive: async () => {
          tries += 1;
          if (tries === 1) throw new Error('stumbled');
        },
      },
    ];
    const before = Number((await t.sql.query('select count(*) from platform.event')).rows[0].count);
    const worker = await startTrialWorker(t, eventJobs(consumers));
    await worker.settled();
    expect(heard).toHaveLength(before);
    const first = heard.find((event) => event.payload.from === '2019-08-15');
    expect(first).toMatchObject({ home, kind: CALENDAR_CHANGED, subject: '2019', payload: { to: '2019-08-15' } });
    await expect.poll(() => tries, { timeout: 15_000 }).toBe(before + 1);
    await worker.settled();
    await worker.stop();
    const { rows } = await t.sql.query(
      'select consumer, count(*)::integer from platform.event_delivery group by 1 order by 1',
    );
    expect(rows).toEqual([
      { consumer: 'trial.hears', count: before },
      { consumer: 'trial.stumbles', count: before },
    ]);
  });
});

it('the pure rule says the same as the operation', async () => {
  const stage = { pool: createPool(connectionOf(t, 'qianmo_job'), 2), clock: t.clock, homes: () => trialHomes };
  const calendar = await inScope(stage, 'system:trial', [home], (db) => readWorkingCalendar(db, home, 2019, 2020));
  await stage.pool.end();
  const pure = addWorkingDays(calendar, '2019-12-20', 20);
  expect(pure).toEqual({ known: true, value: (await after('2019-12-20', 20)).end });
  expect(addWorkingDays(calendar, '2020-12-30', 20)).toEqual({ known: false, year: 2021 });
});
