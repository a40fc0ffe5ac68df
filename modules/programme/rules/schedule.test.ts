import { addDays } from '@qianmo/values/plain-date';
import { addWorkingDays, countWorkingDays, isWorkingDay, type WorkingCalendar } from '@qianmo/values/working-day';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Basis } from './basis.ts';
import { isHeldOften, judgeCadence, listEvaluationDates, listMissingMonths } from './cadence.ts';
import { judgeFiling } from './filing.ts';
import { judgeMilestone, listReminders, remindersDue } from './milestone.ts';
import { type LedgerTask, scheduleBackwards } from './schedule.ts';

const basis: Basis = { clause: '002 十二(六)', parameter: null, version: 1 };
const calendar: WorkingCalendar = {
  years: new Set([2019]),
  holidays: new Set(['2019-10-01', '2019-10-02', '2019-10-03', '2019-10-04', '2019-10-05', '2019-10-06', '2019-10-07']),
  makeupDays: new Set(['2019-09-29', '2019-10-12']),
  corrections: new Map(),
};
const task = (id: string, workingDays: number, more: Partial<LedgerTask> = {}): LedgerTask => ({
  id,
  workingDays,
  after: [],
  notBefore: null,
  dueOn: null,
  ...more,
});

describe('schedule backwards', () => {
  test('[PROG-11:backwards] over National Day with its make-up days, predecessors end before successors start', () => {
    const tasks = [task('survey', 3), task('build', 5, { after: ['survey'] }), task('check', 2, { after: ['build'] })];
    const { dates, findings } = scheduleBackwards(tasks, '2019-10-13', calendar, basis);
    // By hand: 12 and 11 October; 10, 9, 8 October, 30 and 29 September (both worked); 27, 26, 25 September.
    expect(dates).toEqual([
      { id: 'survey', latestStart: '2019-09-25', latestFinish: '2019-09-27' },
      { id: 'build', latestStart: '2019-09-29', latestFinish: '2019-10-10' },
      { id: 'check', latestStart: '2019-10-11', latestFinish: '2019-10-12' },
    ]);
    expect(findings.every(({ verdict }) => verdict === 'pass')).toBe(true);
  });

  test('[PROG-11:conflict] a start before the earliest day blocks and names both', () => {
    const { findings } = scheduleBackwards(
      [task('build', 5, { notBefore: '2019-10-09' })],
      '2019-10-11',
      calendar,
      basis,
    );
    expect(findings).toMatchObject([
      {
        rule: 'programme.schedule-start',
        verdict: 'block',
        inputs: { latestStart: '2019-09-30', notBefore: '2019-10-09' },
      },
    ]);
  });

  test('starting on the earliest day itself is no conflict', () => {
    const { findings } = scheduleBackwards([task('a', 5, { notBefore: '2019-09-30' })], '2019-10-11', calendar, basis);
    expect(findings.map(({ verdict }) => verdict)).toEqual(['pass']);
  });

  test('a calendar year that is not loaded leaves no date but a pending finding', () => {
    const tasks = [task('early', 260), task('late', 2), task('before', 1, { after: ['early'] })];
    const { dates, findings } = scheduleBackwards(tasks, '2019-12-31', calendar, basis);
    expect(dates.map(({ id }) => id)).toEqual(['late', 'before']);
    expect(findings.filter(({ verdict }) => verdict === 'pending')).toMatchObject([
      { inputs: { task: 'early', year: 2018 } },
    ]);
  });

  test('circles, unknown and repeated tasks schedule nothing', () => {
    const circle = [task('a', 1, { after: ['b'] }), task('b', 1, { after: ['a'] })];
    const cases = [circle, [task('a', 1, { after: ['x'] })], [task('a', 1), task('a', 2)]];
    const rules = cases.map((tasks) => scheduleBackwards(tasks, '2019-12-31', calendar, basis));
    expect(rules.map(({ dates }) => dates)).toEqual([[], [], []]);
    expect(rules.map(({ findings }) => findings[0]?.rule)).toEqual([
      'programme.schedule-circle',
      'programme.schedule-unknown-predecessor',
      'programme.schedule-duplicate-task',
    ]);
    expect(() => scheduleBackwards([task('a', 0)], '2019-12-31', calendar, basis)).toThrow(RangeError);
  });

  test('every task has its length, ends before its successors and before its own deadline, and not a day too early', () => {
    const lengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.nat(63), fc.option(fc.nat(40))), {
      minLength: 1,
      maxLength: 7,
    });
    fc.assert(
      fc.property(lengths, (shapes) => {
        const tasks = shapes.map(([workingDays, mask, back], index) =>
          task(`t${index}`, workingDays, {
            after: shapes.flatMap((_, other) => (other < index && (mask >> other) & 1 ? [`t${other}`] : [])),
            dueOn: back === null ? null : addDays('2019-12-20', -back),
          }),
        );
        const { dates } = scheduleBackwards(tasks, '2019-12-20', calendar, basis);
        const byId = new Map(dates.map((each) => [each.id, each]));
        for (const each of tasks) {
          const own = byId.get(each.id);
          if (!own) throw new Error('not scheduled');
          const dayBefore = addDays(own.latestStart, -1);
          expect(countWorkingDays(calendar, dayBefore, own.latestFinish)).toEqual({
            known: true,
            value: each.workingDays,
          });
          const bounds = tasks
            .filter(({ after }) => after.includes(each.id))
            .map(({ id }) => byId.get(id)?.latestStart ?? '');
          const limit =
            [addDays('2019-12-20', 1), addDays(each.dueOn ?? '2019-12-20', 1), ...bounds].toSorted()[0] ?? '';
          expect(own.latestFinish < limit).toBe(true);
          expect(addWorkingDays(calendar, own.latestFinish, 1)).toMatchObject({ known: true });
          const next = addWorkingDays(calendar, own.latestFinish, 1);
          expect(next.known && next.value >= limit).toBe(true);
          expect(isWorkingDay(calendar, own.latestStart)).toEqual({ known: true, value: true });
        }
      }),
    );
  });
});

describe('milestones', () => {
  const phase = { id: 'CX-B-M3', startOn: '2019-08-21', endOn: '2019-10-31' };
  const statusOn = (asOf: string, doneOn: string | null = null) =>
    judgeMilestone(phase, { asOf, doneOn }, basis).status;

  test('[PROG-10:status] the last day still belongs to the phase, done counts from its day', () => {
    expect(['2019-08-20', '2019-08-21', '2019-10-31', '2019-11-01'].map((day) => statusOn(day))).toEqual([
      'upcoming',
      'running',
      'running',
      'overdue',
    ]);
    expect([statusOn('2019-10-20', '2019-10-25'), statusOn('2019-10-25', '2019-10-25')]).toEqual(['running', 'done']);
  });

  test('late days are counted until it is done', () => {
    expect(judgeMilestone(phase, { asOf: '2019-12-31', doneOn: '2019-11-03' }, basis)).toMatchObject({
      status: 'done',
      isLate: true,
      daysLate: 3,
      finding: { verdict: 'warn' },
    });
    expect(judgeMilestone(phase, { asOf: '2019-11-02', doneOn: '2019-11-03' }, basis)).toMatchObject({
      status: 'overdue',
      daysLate: 2,
    });
    const open = { id: 'x', startOn: null, endOn: null };
    expect(judgeMilestone(open, { asOf: '2019-11-02', doneOn: null }, basis).status).toBe('undated');
  });

  test('[PROG-10:reminders] days without a run are caught up, none comes twice, none after the event', () => {
    const all = listReminders(phase, { startLeadDays: [3], endLeadDays: [7, 1, 7] });
    expect(all.map(({ event, remindOn }) => [event, remindOn])).toEqual([
      ['start', '2019-08-18'],
      ['end', '2019-10-24'],
      ['end', '2019-10-30'],
    ]);
    const due = (after: string | null, upTo: string) =>
      remindersDue(all, { after, upTo }).map(({ leadDays }) => leadDays);
    expect(due('2019-10-20', '2019-10-24')).toEqual([7]);
    expect(due('2019-10-20', '2019-10-30')).toEqual([7, 1]);
    expect(due('2019-10-24', '2019-10-29')).toEqual([]);
    expect(due(null, '2019-11-01')).toEqual([]);
  });

  test('any way of running the job day by day or with gaps sends the same reminders before the event', () => {
    const all = listReminders(phase, { startLeadDays: [], endLeadDays: [30, 14, 7, 3, 1, 0] });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 12 }), (gaps) => {
        let after: string | null = '2019-09-01';
        const sent: number[] = [];
        for (const gap of gaps) {
          const upTo: string = addDays(after ?? '', gap);
          if (upTo > '2019-10-31') break;
          sent.push(...remindersDue(all, { after, upTo }).map(({ leadDays }) => leadDays));
          after = upTo;
        }
        const expected = all.filter(({ remindOn }) => remindOn <= (after ?? '')).map(({ leadDays }) => leadDays);
        expect(sent).toEqual(expected);
      }),
    );
  });
});

describe('filing and cadences', () => {
  test('[PROG-13:late] open until the deadline day has ended, then late for good', () => {
    const status = (asOf: string, receivedOn: string | null, deadline: string | null = '2018-10-31') =>
      judgeFiling({ deadline, receivedOn, asOf }, basis).status;
    expect([status('2018-10-31', null), status('2018-11-01', null)]).toEqual(['open', 'late']);
    expect([status('2018-12-01', '2018-10-31'), status('2018-12-01', '2018-11-02')]).toEqual(['pass', 'late']);
    expect(status('2018-10-20', '2018-10-25')).toBe('open');
    expect([status('2030-01-01', null, null), status('2030-01-01', '2029-01-01', null)]).toEqual(['open', 'pass']);
  });

  test('a cadence is judged period by period', () => {
    const span = { start: '2019-01-01', end: '2019-12-31' };
    const findings = judgeCadence(
      { cadence: 'quarterly', span, doneOn: ['2019-03-31', '2019-08-02'], asOf: '2019-08-10' },
      basis,
    );
    expect(findings.map(({ verdict, inputs }) => [inputs.dueOn, verdict])).toEqual([
      ['2019-03-31', 'pass'],
      ['2019-06-30', 'warn'],
      ['2019-09-30', 'pass'],
    ]);
    const early = judgeCadence({ cadence: 'quarterly', span, doneOn: ['2019-08-12'], asOf: '2019-08-10' }, basis);
    expect(early.at(-1)).toMatchObject({ verdict: 'pending', inputs: { dueOn: '2019-09-30' } });
  });

  test('meetings outside the span do not count', () => {
    const span = { start: '2020-07-01', end: '2020-12-31' };
    expect([isHeldOften(span, ['2020-06-30'], 1), isHeldOften(span, ['2020-07-01'], 1)]).toEqual([false, true]);
    expect(listMissingMonths(span, ['2020-06-30', '2020-07-31', '2021-08-01'])).toHaveLength(5);
    expect(listEvaluationDates('2021-08-31', 'half_yearly', 2)).toEqual(['2022-02-28', '2022-08-31']);
  });
});
