import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkChain,
  getCheck,
  getLoggedAct,
  historyOfRow,
  listChecks,
  listLoggedActs,
  newestSeal,
} from '../../contract/audit.ts';
import { listPersonalViews } from '../../contract/personal.ts';
import { getPlace, renamePlace, setPovertyClass } from '../../contract/place.ts';
import { tamper } from '../../testing/audit-trial.ts';
import { connectionOf, startTrialWorker, trialHomes } from '../../testing/trial-worker.ts';
import { createPool } from '../database/pool.ts';
import { enterAs } from '../jobs/scoped.ts';
import type { Worker } from '../jobs/worker.ts';
import { recordAndCommit, withClient } from '../serve/transaction.ts';
import { checkChainJob, sealJob } from './job.ts';

const home = '621221';
let t: TestServer;
let pool: Pool;
let worker: Worker;
let witness: string;
let commerce: TestUser;
let audit: TestUser;
const { privateKey: signingKey, publicKey } = generateKeyPairSync('ed25519');

beforeAll(async () => {
  t = await startTestServer({ start: '2019-12-31T10:00:00+08:00' });
  pool = createPool(connectionOf(t, 'qianmo_app'), 2);
  witness = await mkdtemp(path.join(tmpdir(), 'qianmo-witness-'));
  const witnessFile = path.join(witness, 'witness.log');
  const connection = connectionOf(t, 'qianmo_seal');
  worker = await startTrialWorker(t, [
    sealJob({ connection, signingKey, installation: 'test', witnessFile }),
    checkChainJob({ connection, publicKey, witnessFile }),
  ]);
  commerce = await t.signInAs({ home, role: 'commerce' });
  audit = await t.signInAs({ home, role: 'audit' });
});
afterAll(async () => {
  await worker.stop();
  await pool.end();
  await t.stop();
  await rm(witness, { recursive: true, force: true });
});

const villageOf = async (code: string) => (await commerce.ok(getPlace, { home, input: { code } })).place;
const actId = () => uuidV7(t.clock.milliseconds());

/** An act of the commerce office: the class of a village. */
async function classify(code: string, povertyClass: 'poor' | 'non-poor', from: string) {
  const id = actId();
  const place = (await villageOf(code)).id;
  await commerce.ok(setPovertyClass, {
    home,
    id,
    input: { places: [place], class: povertyClass, from, source: '成扶办〔2019〕7号' },
  });
  return { id, place };
}

describe('the log', () => {
  it('[PLAT-07:log] audit reads who changed what, when, and the old and the new value', async () => {
    const village = await villageOf('621221112216');
    const id = actId();
    const input = { place: village.id, version: village.version, name: '长沟新村', from: '2019-06-01', source: '批复' };
    await commerce.ok(renamePlace, { home, id, input });
    const { items } = await audit.ok(listLoggedActs, { home, input: { operation: 'place.rename' } });
    expect(items[0]).toMatchObject({
      home,
      id,
      actor: commerce.account,
      operation: 'place.rename',
      outcome: 'done',
      happenedAt: expect.stringMatching(/^2019-12-31T02:0/),
      changes: 2,
    });
    expect(items[0]?.posting).toMatch(/^[0-9a-f-]{36}$/);
    const { act, changes, more, result } = await audit.ok(getLoggedAct, { home, input: { id } });
    expect([act.id, more, JSON.parse(result)]).toEqual([id, 0, { place: village.id, version: village.version + 1 }]);
    const renamed = changes.find(({ table }) => table === 'place.place');
    const name = renamed?.fields.find(({ field }) => field === 'name');
    expect(name).toEqual({
      field: 'name',
      old: { kind: 'text', text: '长沟村', cut: false },
      new: { kind: 'text', text: '长沟新村', cut: false },
    });
    expect(renamed?.fields.map(({ field }) => field)).not.toContain('code');
    // What a place was before stands in a table without a home: the act opens it.
    const former = changes.find(({ table }) => table === 'place.former');
    expect([former?.home, former?.kind, former?.fields.find(({ field }) => field === 'name')?.old]).toEqual([
      '000000',
      'insert',
      null,
    ]);
  });

  it('[PLAT-07:log] a record tells its own history, newest first', async () => {
    const { id, place } = await classify('621221112217', 'poor', '2014-01-01');
    const second = await classify('621221112217', 'non-poor', '2019-01-01');
    const input = { table: 'place.poverty', key: { place } };
    const { items } = await audit.ok(historyOfRow, { home, input });
    expect(items.map(({ kind, act }) => [kind, act?.id])).toEqual([
      ['insert', second.id],
      ['insert', second.id],
      ['delete', second.id],
      ['insert', id],
    ]);
    expect(items[0]?.act).toMatchObject({ home, actor: commerce.account, operation: 'place.setPovertyClass' });
    const page = await audit.ok(historyOfRow, { home, input: { ...input, limit: 3 } });
    const rest = await audit.ok(historyOfRow, { home, input: { ...input, before: page.next ?? '0' } });
    expect([page.items.length, rest.items.map(({ act }) => act?.id), rest.next]).toEqual([3, [id], null]);
    const whole = { table: 'place.poverty', key: { place, valid: '[2014-01-01,)' } };
    expect((await audit.ok(historyOfRow, { home, input: whole })).items).toHaveLength(2);
    expect((await audit.refused(historyOfRow, { home, input: { table: 'audit.leaf', key: {} } })).code).toBe(
      'table-unknown',
    );
    expect((await audit.refused(historyOfRow, { home, input: { ...input, key: { "name'--": 1 } } })).code).toBe(
      'key-column-unknown',
    );
  });

  it('narrows by actor, operation, record, day, outcome and text, page by page', async () => {
    const { id, place } = await classify('621221112218', 'poor', '2016-01-01');
    const refused = actId();
    const input = { places: [99_999_999], class: 'poor' as const, from: '2016-01-01', source: '误' };
    await commerce.refused(setPovertyClass, { home, id: refused, input });
    const ids = async (filter: object) =>
      (await audit.ok(listLoggedActs, { home, input: filter })).items.map((each) => each.id);
    expect((await ids({ outcome: 'rejected' }))[0]).toBe(refused);
    const [rejected] = (await audit.ok(listLoggedActs, { home, input: { outcome: 'rejected' } })).items;
    expect(rejected).toMatchObject({ code: 'place-unknown', changes: 0 });
    expect(await ids({ table: 'place.poverty', key: { place } })).toEqual([id]);
    expect(await ids({ text: '〔2019〕7号', operation: 'place', limit: 1 })).toEqual([id]);
    expect(await ids({ text: '龘龘' })).toEqual([]);
    expect(await ids({ text: '%' })).toEqual([]);
    expect(await ids({ actor: audit.account })).toEqual([]);
    expect((await ids({ actor: commerce.account, operation: 'place.setPovertyClass' })).slice(0, 2)).toEqual([
      refused,
      id,
    ]);
    expect(await ids({ from: '2020-01-01' })).toEqual([]);
    expect(await ids({ to: '2019-12-30' })).toEqual([]);
    expect((await ids({ from: '2019-12-31', to: '2019-12-31' })).length).toBeGreaterThan(1);
    const all = await ids({ limit: 200 });
    const paged: string[] = [];
    for (let before: string | undefined; ; ) {
      const page = await audit.ok(listLoggedActs, { home, input: { limit: 2, ...(before ? { before } : {}) } });
      paged.push(...page.items.map((each) => each.id));
      if (page.next === null) break;
      before = page.next;
    }
    expect(paged).toEqual(all);
    expect((await audit.refused(listLoggedActs, { home, input: { table: 'pg_catalog.pg_authid' } })).code).toBe(
      'table-unknown',
    );
  });

  it('encrypted values stand as their size; rows that are only added show what they say', async () => {
    const act = actId();
    const view = actId();
    const stage = { pool, clock: t.clock, homes: () => trialHomes };
    const now = t.clock.instant();
    await withClient(pool, async (client) => {
      await enterAs(stage, client, { actor: commerce.account, homes: [home], act });
      await client.query('update organisation.person set phone = $2 where id = $1', [
        audit.person,
        Buffer.alloc(48, 7),
      ]);
      await client.query(
        `insert into platform.personal_view (home, id, viewer, person, fields, purpose, at)
         values ($1, $2, $3, $4, '{phone}', '电话回访', $5)`,
        [home, view, commerce.account, audit.person, now],
      );
      await recordAndCommit(client, {
        ...{ home, posting: null, operation: 'trial.keep', version: 1, inputHash: Buffer.alloc(32), outcome: 'done' },
        ...{ result: {}, happenedAt: now, arrivedAt: now, device: null },
      });
    });
    const { changes } = await audit.ok(getLoggedAct, { home, input: { id: act } });
    const person = changes.find(({ table }) => table === 'organisation.person');
    expect(person?.fields.filter(({ field }) => field === 'phone')).toEqual([
      { field: 'phone', old: { kind: 'empty', text: '', cut: false }, new: { kind: 'bytes', text: '48', cut: false } },
    ]);
    const added = changes.find(({ table }) => table === 'platform.personal_view');
    expect(added?.rowHash).toMatch(/^[0-9a-f]{64}$/);
    expect(added?.fields.find(({ field }) => field === 'purpose')?.new?.text).toBe('电话回访');
    const views = await audit.ok(listPersonalViews, { home, input: { person: audit.person } });
    expect(views).toMatchObject({ total: 1, items: [{ id: view, viewer: commerce.account, fields: ['phone'] }] });
    expect((await audit.ok(listPersonalViews, { home, input: { from: '2020-01-01' } })).total).toBe(0);
    expect((await commerce.refused(listPersonalViews, { home, input: {} })).code).toBe('not-permitted');
  });
});

/** Reads that look at nothing but what the asker is about to enter. */
const rehearsals = ['file.progress'];

describe('who reads it', () => {
  it('a sibling county sees nothing of it, the prefecture above sees it, other offices do not read it', async () => {
    const { id } = await classify('621221112219', 'poor', '2017-01-01');
    const sibling = await t.signInAs({ home: '140430', role: 'audit' });
    const above = await t.signInAs({ home: '621200', role: 'discipline' });
    expect((await sibling.refused(listLoggedActs, { home, input: {} })).status).toBe(404);
    expect((await sibling.refused(getLoggedAct, { home: '140430', input: { id } })).code).toBe('operation-unknown');
    const seen = async (below: boolean) =>
      (await above.ok(listLoggedActs, { home: '621200', input: { below } })).items.map((each) => each.id);
    expect([(await seen(true)).includes(id), (await seen(false)).includes(id)]).toEqual([true, false]);
    expect((await above.ok(getLoggedAct, { home: '621200', input: { id } })).changes).toHaveLength(1);
    expect((await commerce.refused(listLoggedActs, { home, input: {} })).code).toBe('not-permitted');
    expect((await t.anonymous.refused(listLoggedActs, { home, input: {} })).status).toBe(401);
  });

  it('an id used again at another home does not open the rows of the act', async () => {
    const { id } = await classify('621221112220', 'poor', '2017-01-01');
    const qin = await t.signInAs({ home: '140430', role: 'commerce' });
    const input = { places: [99_999_999], class: 'poor' as const, from: null, source: '误' };
    await qin.refused(setPovertyClass, { home: '140430', id, input });
    const auditor = await t.signInAs({ home: '140430', role: 'audit' });
    const { act, changes } = await auditor.ok(getLoggedAct, { home: '140430', input: { id } });
    expect([act.home, act.outcome, changes]).toEqual(['140430', 'rejected', []]);
  });

  it.each(['audit', 'discipline'] as const)(
    '[GOV-06:overseer] %s reads everything of its home and changes nothing',
    async (role) => {
      const overseer = await t.signInAs({ home, role });
      const bounds = t.server.bounds.filter(({ operation }) => !['public', 'signed-in'].includes(operation.permission));
      expect(bounds.length).toBeGreaterThan(30);
      const [read, changed]: [string[], string[]] = [[], []];
      for (const { operation } of bounds) {
        const answer = await overseer.call(operation, { home, input: {} });
        const permitted = answer.status !== 403 || (answer.body as { code: string }).code !== 'not-permitted';
        if (operation.kind === 'write' && permitted) changed.push(operation.name);
        if (operation.kind === 'read' && !permitted && !rehearsals.includes(operation.name)) read.push(operation.name);
      }
      // Asking for a verification of the log is the one thing they may set in motion; it writes its report.
      expect({ changed, notReadable: read }).toEqual({ changed: ['audit.checkChain'], notReadable: [] });
      expect((await overseer.refused(listLoggedActs, { home: '140430', input: {} })).status).toBe(404);
    },
  );
});

describe('sealing and verifying', () => {
  /** Other databases of the cluster hold the seal back while they write: looked at until it has moved past all. */
  async function sealed(): Promise<number> {
    const state = await audit.ok(newestSeal, { input: {} });
    t.clock.moveTo(new Date(t.clock.milliseconds() + 300_000).toISOString());
    await worker.tick();
    await worker.settled();
    return (await audit.ok(newestSeal, { input: {} })).seal?.number === state.seal?.number ? -1 : 1;
  }

  async function checked(who: TestUser) {
    const { job } = await who.ok(checkChain, { home, input: {} });
    await worker.settled();
    return who.ok(getCheck, { home, input: { id: job } });
  }

  it('[PLAT-07:seal] the job seals what was done, the newest seal moves, and the log verifies clean', {
    timeout: 120_000,
  }, async () => {
    const before = await audit.ok(newestSeal, { input: {} });
    expect(before.seal).toBeNull();
    expect(before.unsealed).toBeGreaterThan(10);
    await expect.poll(sealed, { timeout: 100_000 }).toBe(1);
    const first = await audit.ok(newestSeal, { input: {} });
    expect(first.seal).toMatchObject({ number: 1, root: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const { id } = await classify('621221112221', 'poor', '2018-01-01');
    expect((await audit.ok(getLoggedAct, { home, input: { id } })).sealedIn).toBeNull();
    await expect
      .poll(
        async () => {
          await sealed();
          return (await audit.ok(getLoggedAct, { home, input: { id } })).sealedIn;
        },
        { timeout: 100_000 },
      )
      .toBeGreaterThan(1);
    const second = await audit.ok(newestSeal, { input: {} });
    expect(second.seal?.chain).not.toBe(first.seal?.chain);
    expect(second.unsealed).toBeLessThan(before.unsealed);
    const report = await checked(audit);
    expect(report).toMatchObject({ problemCount: 0, problems: [], askedBy: audit.account });
    expect(report.lastWitnessed?.number).toBe(report.lastBatch?.number);
    expect(report.rows).toBeGreaterThan(5);
  });

  it('where nobody works it seals once an hour, not its own runs every five minutes', {
    timeout: 120_000,
  }, async () => {
    await expect.poll(sealed, { timeout: 100_000 }).toBe(-1);
    expect(await sealed()).toBe(-1);
    t.clock.moveTo(new Date(t.clock.milliseconds() + 3_600_000).toISOString());
    await expect.poll(sealed, { timeout: 100_000 }).toBe(1);
  });

  it('what was done behind the log’s back is found, told to those who may read the row, counted for others', {
    timeout: 120_000,
  }, async () => {
    const { place } = await classify('621221112222', 'poor', '2018-01-01');
    await tamper(t.sql, `update place.place set name = '无名村' where code = '621221113203'`);
    await tamper(t.sql, `delete from place.place where code = '621221113204'`);
    await tamper(
      t.sql,
      `insert into place.place (id, level, kind, form, code, name, parent, home, pinyin, initials, source)
       select 9999999, level, kind, form, '621221113999', '假村', parent, home, 'jiacun', 'jc', 'register'
       from place.place where code = '621221113203'`,
    );
    await tamper(t.sql, `update place.poverty set class = 'deeply-poor' where place = $1`, [place]);
    await tamper(t.sql, `update organisation.unit set name = name || '某' where home = '140430'`);
    const report = await checked(audit);
    expect(report.problems.map(({ kind, table }) => [kind, table])).toContainEqual(['row-differs', 'place.poverty']);
    const places = report.problems.filter(({ table }) => table === 'place.place');
    expect(places.map(({ kind, home: at, detail }) => [kind, at, detail])).toEqual([
      ['row-differs', home, 'not as shipped: columns name'],
      ['row-missing', home, 'the shipped register has it'],
      ['row-unlogged', home, 'neither the log nor the shipped register knows it'],
    ]);
    expect(report.problems.some((problem) => problem.home === '140430')).toBe(false);
    expect(report.notShown).toBeGreaterThan(0);
    const listed = await audit.ok(listChecks, { home, input: {} });
    const [newest, ...before] = listed.items.map(({ problemCount }) => problemCount);
    expect([newest, before.length > 0, before.every((count) => count === 0)]).toEqual([
      report.problemCount,
      true,
      true,
    ]);
    const sibling = await t.signInAs({ home: '140430', role: 'audit' });
    expect((await sibling.refused(getCheck, { home: '140430', input: { id: report.id } })).code).toBe('check-unknown');
    expect((await sibling.ok(listChecks, { home: '140430', input: {} })).items).toEqual([]);
    expect((await commerce.refused(checkChain, { home, input: {} })).code).toBe('not-permitted');
  });
});
