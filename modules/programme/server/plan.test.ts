import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  completePhase,
  completeTask,
  decideQuestion,
  fileStatement,
  getTarget,
  issueStatement,
  listCadences,
  listParameters,
  listPhases,
  listQuestions,
  listSchemes,
  listStatements,
  listTasks,
  previewSchedule,
  programmeOverview,
  saveTask,
  scheduleTasks,
  signStatement,
  withdrawTask,
} from '../contract.ts';
import { importPacks, storedFile } from '../testing/programmes.ts';
import { programmeDueDates } from './index.ts';

const CX = '621221';
const programme = 'chengxian-2019';
const XJ = '650000';

let t: TestServer;
let lead: TestUser;
let audit: TestUser;
let sibling: TestUser;
beforeAll(async () => {
  t = await startTestServer({ start: '2019-08-05T10:00:00+08:00' });
  await importPacks(t, ['chengxian-2019', 'xinjiang-2018', 'shigatse-2018']);
  lead = await t.signInAs({ home: CX, role: 'commerce' });
  audit = await t.signInAs({ home: CX, role: 'audit' });
  sibling = await t.signInAs({ home: '533124', role: 'commerce' });
});
afterAll(() => t.stop());

const evidence = async (user: TestUser = lead, home = CX) => [await storedFile(t, user, home)];
const id = () => uuidV7(t.clock.milliseconds());
const count = async (table: string) =>
  Number((await t.sql.query(`select count(*) from programme.${table}`)).rows[0].count);
const phasesOn = async (asOf: string) =>
  new Map((await lead.ok(listPhases, { home: CX, input: { programme, asOf } })).items.map((item) => [item.id, item]));

describe('phases', () => {
  it('[PROG-10] phases and milestones keep their ten-day periods, remind and turn overdue', async () => {
    const before = await phasesOn('2019-08-25');
    expect(before.size).toBe(18);
    expect(before.get('CX-B-M3')).toMatchObject({
      startWords: '2019年8月下旬',
      endWords: '2019年10月下旬',
      start: '2019-08-21',
      end: '2019-10-31',
      status: 'running',
      remindOn: ['2019-10-17', '2019-10-28', '2019-10-31'],
    });
    expect(before.get('CX-A-M1')).toMatchObject({ status: 'overdue', daysLate: 15, finding: { verdict: 'warn' } });
    expect(before.get('CX-C-M6')).toMatchObject({ kind: 'milestone', status: 'running' });
    const overview = await lead.ok(programmeOverview, { home: CX, input: { programme, asOf: '2019-08-25' } });
    expect(overview.redItems).toContainEqual(
      expect.objectContaining({ kind: 'phase', id: 'CX-A-M1', dueOn: '2019-08-10' }),
    );

    const input = { programme, phase: 'CX-A-M1', doneOn: '2019-08-05', evidence: await evidence() };
    const act = id();
    const done = await lead.ok(completePhase, { home: CX, input, id: act });
    expect(await lead.ok(completePhase, { home: CX, input, id: act })).toEqual(done);
    expect((await phasesOn('2019-08-25')).get('CX-A-M1')).toMatchObject({
      status: 'done',
      isLate: false,
      doneOn: '2019-08-05',
    });
    expect((await phasesOn('2019-08-04')).get('CX-A-M1')).toMatchObject({ status: 'running', doneOn: null });
    const refused = async (change: object) => {
      const changed = { ...input, evidence: await evidence(), ...change };
      return (await lead.refused(completePhase, { home: CX, input: changed })).code;
    };
    expect(await refused({})).toBe('phase-completed');
    expect(await refused({ phase: 'CX-Z' })).toBe('phase-unknown');
    expect(await refused({ phase: 'CX-A-M2', doneOn: '2019-09-01' })).toBe('done-in-future');
    expect((await audit.refused(completePhase, { home: CX, input })).code).toBe('not-permitted');
    expect((await sibling.refused(completePhase, { home: CX, input })).code).toBe('not-found');
  });

  it('lists cadences with the next due day and schemes with their clauses', async () => {
    const region = await t.signInAs({ home: XJ, role: 'commerce' });
    const { items } = await region.ok(listCadences, {
      home: XJ,
      input: { programme: 'xinjiang-2018', asOf: '2019-08-05' },
    });
    expect(items).toHaveLength(9);
    for (const item of items.filter((each) => each.frequency === 'monthly')) expect(item.nextDueOn).toBe('2019-08-31');
    const schemes = await lead.ok(listSchemes, { home: CX, input: { programme } });
    expect(schemes.items).toHaveLength(4);
    for (const scheme of schemes.items) for (const step of scheme.steps) expect(step.clause).not.toBe('');
  });
});

describe('rules and open questions', () => {
  it('shows every key of the matrix, set with clause or off, and finds by name', async () => {
    const all = await lead.ok(listParameters, { home: CX, input: { programme, pageSize: 200 } });
    const states = Map.groupBy(all.items, (item) => item.state);
    expect(states.get('off')?.length).toBeGreaterThan(0);
    for (const item of states.get('set') ?? []) for (const value of item.values) expect(value.clause).not.toBe('');
    expect(all.total).toBe((states.get('set')?.length ?? 0) + (states.get('off')?.length ?? 0));
    const off = await lead.ok(listParameters, { home: CX, input: { programme, state: 'off', q: '评标' } });
    expect(off.items).toMatchObject([{ key: 'bid.committee_min', state: 'off', values: [] }]);
    expect((await lead.refused(listParameters, { home: CX, input: { programme, asOf: '2018-01-01' } })).code).toBe(
      'programme-not-in-force',
    );
  });

  it('keeps both readings of a contradiction, and who decided for which, from which day', async () => {
    const open = await lead.ok(listQuestions, { home: CX, input: { programme } });
    expect(open).toMatchObject({ openCount: 16, version: 1 });
    const first = open.items.find((item) => item.no === 32);
    expect(first).toMatchObject({
      readings: [{ zh: expect.stringContaining('10家') }, { zh: expect.stringContaining('20家') }],
      inForce: 1,
      decidedBy: 'pack',
      decided: null,
    });
    const input = {
      programme,
      no: 32,
      reading: 2,
      reason: '县政府会议明确',
      since: '2019-08-10',
      document: { no: null, title: '会议纪要' },
    };
    const leader = await t.signInAs({ home: CX, role: 'leader', name: '分管领导' });
    await leader.ok(decideQuestion, { home: CX, input });
    const on = async (asOf: string) =>
      (await lead.ok(listQuestions, { home: CX, input: { programme, asOf } })).items.find((item) => item.no === 32);
    expect(await on('2019-08-09')).toMatchObject({ inForce: 1, decidedBy: 'pack' });
    expect(await on('2019-08-10')).toMatchObject({
      inForce: 2,
      decidedBy: 'office',
      differsFromPack: true,
      why: '县政府会议明确',
      decided: { by: '分管领导', since: '2019-08-10', document: { title: '会议纪要' } },
    });
    expect(
      (await lead.ok(listQuestions, { home: CX, input: { programme, asOf: '2019-08-10', open: true } })).items,
    ).toHaveLength(15);
    expect((await lead.refused(decideQuestion, { home: CX, input: { ...input, no: 99 } })).code).toBe(
      'question-unknown',
    );
    expect((await lead.refused(decideQuestion, { home: CX, input: { ...input, reading: 3 } })).code).toBe(
      'reading-unknown',
    );
    expect((await audit.refused(decideQuestion, { home: CX, input })).code).toBe('not-permitted');
    const above = await t.signInAs({ home: '620000', role: 'leader' });
    expect((await above.refused(decideQuestion, { home: CX, input })).code).toBe('not-permitted');
  });
});

describe('the project ledger', () => {
  const task = (title: string, workingDays: number, more: object = {}) => ({
    programme,
    title,
    unit: { ref: 'commerce', name: '县商务局' },
    post: { title: '电商股股长' },
    workingDays,
    ...more,
  });

  it('[PROG-11] decomposes targets to units and posts, schedules backwards over working days, and shows what is late', async () => {
    const survey = await lead.ok(saveTask, { home: CX, input: task('摸底', 5, { target: 'CX-T01' }) });
    const build = await lead.ok(saveTask, {
      home: CX,
      input: task('建设', 10, { after: [survey.id], target: 'CX-T01' }),
    });
    const accept = await lead.ok(saveTask, {
      home: CX,
      input: task('验收', 3, { after: [build.id], target: 'CX-T01' }),
    });
    // 2019: Mid-Autumn 13 September and 1 to 7 October free, Sunday 29 September and Saturday 12 October worked.
    const preview = await lead.ok(previewSchedule, { home: CX, input: { programme, deadline: '2019-10-13' } });
    expect(preview.dates).toMatchObject([
      { id: survey.id, latestStart: '2019-09-12', latestFinish: '2019-09-19' },
      { id: build.id, latestStart: '2019-09-20', latestFinish: '2019-10-09' },
      { id: accept.id, latestStart: '2019-10-10', latestFinish: '2019-10-12' },
    ]);
    expect((await lead.ok(listTasks, { home: CX, input: { programme } })).items.map((item) => item.dueOn)).toEqual([
      null,
      null,
      null,
    ]);
    const scheduled = await lead.ok(scheduleTasks, { home: CX, input: { programme, deadline: '2019-10-13' } });
    expect(scheduled).toEqual({ scheduled: 3, earliestStart: '2019-09-12' });
    const items = (await lead.ok(listTasks, { home: CX, input: { programme, asOf: '2019-09-25' } })).items;
    expect(items).toMatchObject([
      {
        title: '摸底',
        startOn: '2019-09-12',
        dueOn: '2019-09-19',
        overdue: true,
        daysLate: 6,
        unit: { name: '县商务局' },
        post: { title: '电商股股长' },
      },
      { title: '建设', overdue: false },
      { title: '验收', dueOn: '2019-10-12' },
    ]);
    const { redItems, tasks } = await lead.ok(programmeOverview, {
      home: CX,
      input: { programme, asOf: '2019-09-25' },
    });
    expect(tasks).toEqual({ open: 3, overdue: 1, done: 0 });
    expect(redItems).toContainEqual(expect.objectContaining({ kind: 'task', name: '摸底', dueOn: '2019-09-19' }));
    expect((await lead.ok(getTarget, { home: CX, input: { programme, target: 'CX-T01' } })).tasks).toHaveLength(3);

    t.clock.moveTo('2019-09-18T10:00:00+08:00');
    const early = { programme, id: build.id, version: 2, doneOn: '2019-09-18', evidence: await evidence() };
    expect((await lead.refused(completeTask, { home: CX, input: early })).code).toBe('predecessor-open');
    const input = { programme, id: survey.id, version: 2, doneOn: '2019-09-18', evidence: await evidence() };
    expect((await lead.refused(completeTask, { home: CX, input: { ...input, version: 1 } })).code).toBe('stale');
    expect((await lead.refused(completeTask, { home: CX, input: { ...input, doneOn: '2019-09-19' } })).code).toBe(
      'done-in-future',
    );
    const act = id();
    const done = await lead.ok(completeTask, { home: CX, input, id: act });
    expect(await lead.ok(completeTask, { home: CX, input, id: act })).toEqual(done);
    expect((await lead.refused(completeTask, { home: CX, input: { ...input, version: 3 } })).code).toBe('task-closed');
    const onDay = async (asOf: string) =>
      (await lead.ok(listTasks, { home: CX, input: { programme, asOf, q: '摸底' } })).items[0];
    expect(await onDay('2019-09-18')).toMatchObject({ status: 'done', doneOn: '2019-09-18', overdue: false });
    expect(await onDay('2019-09-17')).toMatchObject({ status: 'open', doneOn: null });
  });

  it('says why a schedule cannot be kept, and stores nothing of it', async () => {
    const held = await lead.ok(saveTask, {
      home: CX,
      input: task('示范店挂牌', 20, { target: 'CX-T02', notBefore: '2019-10-21' }),
    });
    const problem = await lead.refused(scheduleTasks, {
      home: CX,
      input: { programme, deadline: '2019-10-31', target: 'CX-T02' },
    });
    expect(problem).toMatchObject({
      code: 'schedule-impossible',
      findings: [
        { rule: 'programme.schedule-start', verdict: 'block', inputs: { task: held.id, notBefore: '2019-10-21' } },
      ],
    });
    expect(
      (await lead.refused(scheduleTasks, { home: CX, input: { programme, deadline: '2090-01-01', target: 'CX-T02' } }))
        .code,
    ).toBe('calendar-missing');
    expect(
      (await lead.refused(scheduleTasks, { home: CX, input: { programme, deadline: '2019-10-31', target: 'CX-T03' } }))
        .code,
    ).toBe('nothing-to-schedule');
    const row = (await lead.ok(listTasks, { home: CX, input: { programme, target: 'CX-T02' } })).items[0];
    expect(row).toMatchObject({ dueOn: null, version: 1 });

    const change = { ...task('示范店挂牌', 5), id: held.id };
    expect((await lead.refused(saveTask, { home: CX, input: change })).code).toBe('version-missing');
    expect(await lead.ok(saveTask, { home: CX, input: { ...change, version: 1 } })).toEqual({
      id: held.id,
      version: 2,
    });
    expect((await lead.refused(saveTask, { home: CX, input: { ...change, version: 1 } })).code).toBe('stale');
    const next = await lead.ok(saveTask, { home: CX, input: task('抽查', 1, { after: [held.id] }) });
    expect(
      (await lead.refused(withdrawTask, { home: CX, input: { programme, id: held.id, version: 2, reason: '合并' } }))
        .code,
    ).toBe('task-needed');
    await lead.ok(withdrawTask, { home: CX, input: { programme, id: next.id, version: 1, reason: '合并' } });
    expect(
      (await lead.refused(withdrawTask, { home: CX, input: { programme, id: next.id, version: 2, reason: '合并' } }))
        .code,
    ).toBe('task-closed');
  });

  it('refuses tasks of unknown things, by others, and outside', async () => {
    const before = await count('task');
    const refused = async (more: object, user = lead) =>
      (await user.refused(saveTask, { home: CX, input: task('x', 1, more) as never })).code;
    expect(await refused({ target: 'CX-T99' })).toBe('target-unknown');
    expect(await refused({ phase: 'CX-Z' })).toBe('phase-unknown');
    expect(await refused({ after: [id()] })).toBe('predecessor-unknown');
    expect(await refused({ notBefore: '2019-12-01', ownDeadline: '2019-11-01' })).toBe('day-order');
    expect(await refused({ id: id(), version: 1 })).toBe('task-unknown');
    expect(await refused({ workingDays: 0 })).toBe('invalid-input');
    expect(await refused({}, audit)).toBe('not-permitted');
    expect(await refused({}, sibling)).toBe('not-found');
    const stranger = await t.signInAs({ home: '540221', role: 'commerce' });
    const other = { ...task('x', 1), programme: 'shigatse-2018' };
    expect((await stranger.refused(saveTask, { home: '540221', input: other })).code).toBe('not-a-member');
    const member = await t.signInAs({ home: '540222', role: 'commerce' });
    await member.ok(saveTask, { home: '540222', input: other });
    const city = await t.signInAs({ home: '540200', role: 'commerce' });
    expect((await city.ok(listTasks, { home: '540200', input: { programme: 'shigatse-2018' } })).items).toMatchObject([
      { home: '540222', title: 'x' },
    ]);
    expect(await count('task')).toBe(before + 1);
  });

  it('reminds the responsible post of phases, filings and tasks before their day', async () => {
    const { createPool, databaseOf, withClient } = await import('@qianmo/platform/server');
    const pool = createPool(
      { host: t.sql.host, port: t.sql.port, user: t.sql.user ?? '', database: t.sql.database ?? '' },
      1,
    );
    try {
      await withClient(pool, async (client) => {
        const range = { home: CX, from: '2019-08-01', to: '2019-10-31', today: '2019-09-18' };
        const dues = await programmeDueDates.list(databaseOf(client), range);
        expect(dues).toContainEqual(
          expect.objectContaining({ key: 'phase:chengxian-2019:CX-B-M3', dueOn: '2019-10-31', done: false }),
        );
        expect(dues).toContainEqual(expect.objectContaining({ key: 'phase:chengxian-2019:CX-A-M1', done: true }));
        expect(dues.filter((due) => due.subject.kind === 'programme.task').map((due) => [due.dueOn, due.done])).toEqual(
          [
            ['2019-09-19', true],
            ['2019-10-09', false],
            ['2019-10-12', false],
          ],
        );
        const region = await programmeDueDates.list(databaseOf(client), {
          ...range,
          home: XJ,
          from: '2018-10-01',
          to: '2018-11-30',
        });
        expect(region).toContainEqual(
          expect.objectContaining({ key: 'duty:xinjiang-2018:XJ-G01', dueOn: '2018-10-31', done: false }),
        );
      });
    } finally {
      await pool.end();
    }
  });
});

describe('responsibility statements', () => {
  it('[PROG-12] are issued, signed by scan, filed, and linked to the targets they cover', async () => {
    const input = {
      programme,
      title: '2019年电商扶贫目标责任书',
      unit: { ref: 'poverty', name: '县扶贫办' },
      targets: ['CX-T01', 'CX-T02'],
      issuedOn: '2019-09-01',
    };
    const issued = await lead.ok(issueStatement, { home: CX, input });
    const poverty = await t.signInAs({ home: CX, role: 'poverty' });
    const signing = {
      programme,
      id: issued.id,
      version: 1,
      signedOn: '2019-09-03',
      signerPost: '扶贫办主任',
      scan: (await evidence(poverty))[0]?.id ?? '',
    };
    const filing = { programme, id: issued.id, version: 1, filedOn: '2019-09-05', archiveNo: 'ZR-2019-01' };
    expect((await lead.refused(fileStatement, { home: CX, input: filing })).code).toBe('statement-not-signed');
    expect(
      (await poverty.refused(signStatement, { home: CX, input: { ...signing, signedOn: '2019-08-31' } })).code,
    ).toBe('day-order');
    expect((await poverty.refused(signStatement, { home: CX, input: { ...signing, scan: id() } })).code).toBe(
      'evidence-unknown',
    );
    expect((await poverty.refused(signStatement, { home: CX, input: { ...signing, version: 9 } })).code).toBe('stale');
    await poverty.ok(signStatement, { home: CX, input: signing });
    expect((await poverty.refused(signStatement, { home: CX, input: { ...signing, version: 2 } })).code).toBe(
      'statement-not-issued',
    );
    await lead.ok(fileStatement, { home: CX, input: { ...filing, version: 2 } });
    const on = async (asOf: string) =>
      (await lead.ok(listStatements, { home: CX, input: { programme, asOf } })).items[0];
    expect(await on('2019-09-02')).toMatchObject({ state: 'issued', signedOn: null, scan: null });
    expect(await on('2019-09-03')).toMatchObject({ state: 'signed', signerPost: '扶贫办主任', scan: signing.scan });
    expect(await on('2019-09-18')).toMatchObject({
      state: 'filed',
      archiveNo: 'ZR-2019-01',
      targets: [{ id: 'CX-T01', clause: expect.any(String) }, { id: 'CX-T02' }],
    });
    const { uncovered } = await lead.ok(listStatements, { home: CX, input: { programme } });
    expect(uncovered).not.toContain('CX-T01');
    expect(uncovered).toHaveLength(9);
    expect((await lead.ok(getTarget, { home: CX, input: { programme, target: 'CX-T02' } })).statements).toMatchObject([
      { id: issued.id, unit: '县扶贫办', state: 'filed' },
    ]);
    expect((await lead.ok(listStatements, { home: CX, input: { programme, target: 'CX-T05' } })).items).toEqual([]);
    expect((await lead.refused(issueStatement, { home: CX, input: { ...input, targets: ['CX-T99'] } })).code).toBe(
      'target-unknown',
    );
    expect((await lead.refused(issueStatement, { home: CX, input: { ...input, issuedOn: '2019-12-01' } })).code).toBe(
      'issued-in-future',
    );
    expect((await audit.refused(issueStatement, { home: CX, input })).code).toBe('not-permitted');
    expect((await sibling.refused(issueStatement, { home: CX, input })).code).toBe('not-found');
    expect((await lead.refused(fileStatement, { home: CX, input: { ...filing, id: id() } })).code).toBe(
      'statement-unknown',
    );
  });
});
