import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  applyToCall,
  closeReview,
  declareConflict,
  listSelection,
  openCall,
  publishList,
  scoreApplication,
} from '../contract.ts';
import { importPacks, storedFile } from '../testing/programmes.ts';

const XJ = '650000';
const programme = 'xinjiang-2018';
const counties = ['653122', '653123', '653124'] as const;

let t: TestServer;
let region: TestUser;
let experts: TestUser[];
let offices: Map<string, TestUser>;
beforeAll(async () => {
  t = await startTestServer({ start: '2018-05-15T10:00:00+08:00' });
  await importPacks(t, [programme]);
  region = await t.signInAs({ home: XJ, role: 'commerce' });
  experts = [];
  for (const name of ['甲', '乙', '丙', '丁'])
    experts.push(await t.signInAs({ home: XJ, role: 'expert', name, unit: `专家${name}` }));
  offices = new Map();
  for (const home of counties) offices.set(home, await t.signInAs({ home, role: 'commerce' }));
});
afterAll(() => t.stop());

const evidence = async (user: TestUser, home: string) => [await storedFile(t, user, home)];
const id = () => uuidV7(t.clock.milliseconds());
const office = (home: string) => offices.get(home) as TestUser;
const expert = (index: number) => experts[index] as TestUser;

const call = async () => ({
  programme,
  title: '2018年示范县竞争性选择',
  opensOn: '2018-05-16',
  closesOn: '2018-05-25',
  places: 2,
  minimumExperts: 3,
  criteria: [
    { no: 1, text: '工作基础', points: '60' },
    { no: 2, text: '实施方案', points: '40' },
  ],
  publishedAt: '商务厅网站',
  evidence: await evidence(region, XJ),
});
const points = (first: string, second: string) => [
  { no: 1, points: first },
  { no: 2, points: second },
];

describe('[PROG-14] a competitive selection runs from the call over files and blind scores to the published list', () => {
  let callId: string;
  const application = async (home: string) => ({
    callHome: XJ,
    call: callId,
    statement: '申报材料',
    files: await evidence(office(home), home),
  });
  const publication = async (
    kind: 'process' | 'preliminary' | 'final',
    list: readonly string[],
    more: object = {},
  ) => ({
    ...{
      programme,
      call: callId,
      kind,
      publishedOn: '2018-05-26',
      publishedAt: '商务厅网站',
      text: '公示',
      counties: [...list],
    },
    evidence: await evidence(region, XJ),
    ...more,
  });
  const refused = async (kind: 'process' | 'preliminary' | 'final', list: readonly string[], more: object = {}) =>
    (await region.refused(publishList, { home: XJ, input: await publication(kind, list, more) })).code;
  const seen = async (user: TestUser) => (await user.ok(listSelection, { home: XJ, input: { programme } })).items[0];

  it('takes application files of counties while the call is open, once each', async () => {
    const input = await call();
    callId = (await region.ok(openCall, { home: XJ, input })).id;
    const early = await application(counties[0]);
    expect((await office(counties[0]).refused(applyToCall, { home: counties[0], input: early })).code).toBe(
      'call-not-open',
    );
    t.clock.moveTo('2018-05-20T10:00:00+08:00');
    for (const home of counties) await office(home).ok(applyToCall, { home, input: await application(home) });
    const twice = await application(counties[0]);
    expect((await office(counties[0]).refused(applyToCall, { home: counties[0], input: twice })).code).toBe(
      'applied-already',
    );
    const declare = { call: callId, county: counties[0], declaration: 'none' as const };
    expect((await expert(0).refused(declareConflict, { home: XJ, input: declare })).code).toBe('call-still-open');
  });

  it('lets experts declare conflicts first, and then score; a conflict shuts the expert out', async () => {
    t.clock.moveTo('2018-05-26T10:00:00+08:00');
    const late = await application(counties[0]);
    expect((await office(counties[0]).refused(applyToCall, { home: counties[0], input: late })).code).toBe(
      'call-not-open',
    );
    const at = { call: callId, county: counties[0] };
    const declare = { ...at, declaration: 'none' as const };
    const score = { ...at, points: points('50', '30') };
    expect((await expert(0).refused(scoreApplication, { home: XJ, input: score })).code).toBe('declaration-missing');
    const conflict = { ...at, declaration: 'conflict' as const };
    expect((await expert(3).refused(declareConflict, { home: XJ, input: conflict })).code).toBe('ground-missing');
    await expert(3).ok(declareConflict, { home: XJ, input: { ...conflict, ground: '曾在该县任职' } });
    expect((await expert(3).refused(scoreApplication, { home: XJ, input: score })).code).toBe('conflict-declared');
    expect((await expert(0).refused(declareConflict, { home: XJ, input: { ...declare, county: '653125' } })).code).toBe(
      'application-unknown',
    );

    const scores = [
      ['50', '30'],
      ['55', '35'],
      ['45', '20'],
    ] as const;
    for (const [c, county] of counties.entries()) {
      for (let e = 0; e < 3; e += 1) {
        await expert(e).ok(declareConflict, { home: XJ, input: { call: callId, county, declaration: 'none' } });
        if (c === 2 && e === 2) continue;
        const [first, second] = scores[c] ?? ['0', '0'];
        await expert(e).ok(scoreApplication, {
          home: XJ,
          input: { call: callId, county, points: points(first, second) },
        });
      }
    }
    expect((await expert(0).refused(declareConflict, { home: XJ, input: declare })).code).toBe('declared-already');
    expect((await expert(0).refused(scoreApplication, { home: XJ, input: score })).code).toBe('scored-already');
  });

  it('keeps the review blind until it is closed, and closes it only when it is complete', async () => {
    // Blind: an expert sees the own review, the office that runs the call none, until the review is closed.
    const own = (await seen(expert(0)))?.applications[0];
    expect(own?.reviews).toMatchObject([{ own: true, score: '80/1' }]);
    const blind = await seen(region);
    expect(blind).toMatchObject({
      state: 'review',
      applications: [{ reviews: [], scoresIn: 3, mean: null, rank: null }, {}, { scoresIn: 2 }],
    });
    expect(
      JSON.stringify(
        await t.sql
          .query(`select new_row from audit.change where table_name = 'programme.selection_score'`)
          .then((r) => r.rows),
      ),
    ).not.toContain('80');

    const closing = { programme, call: callId };
    const problem = await region.refused(closeReview, { home: XJ, input: closing });
    expect(problem).toMatchObject({ code: 'review-incomplete' });
    expect(problem.findings).toContainEqual(expect.objectContaining({ rule: 'programme.selection-score-missing' }));
    const last = { call: callId, county: counties[2] };
    expect(
      (await expert(2).refused(scoreApplication, { home: XJ, input: { ...last, points: points('61', '0') } })).code,
    ).toBe('points-out-of-range');
    expect(
      (await expert(2).refused(scoreApplication, { home: XJ, input: { ...last, points: [{ no: 1, points: '1' }] } }))
        .code,
    ).toBe('criterion-mismatch');
    await expert(2).ok(scoreApplication, { home: XJ, input: { ...last, points: points('45', '20') } });
    expect((await region.refused(publishList, { home: XJ, input: await publication('process', []) })).code).toBe(
      'review-open',
    );
    await region.ok(closeReview, { home: XJ, input: closing });
    expect((await region.refused(closeReview, { home: XJ, input: closing })).code).toBe('review-closed');
    expect(
      (await expert(2).refused(scoreApplication, { home: XJ, input: { ...last, points: points('1', '1') } })).code,
    ).toBe('review-closed');
    const closed = await seen(region);
    expect(closed?.applications.map((each) => [each.county, each.mean, each.rank, each.outcome])).toEqual([
      [counties[0], '80.00', 2, 'selected'],
      [counties[1], '90.00', 1, 'selected'],
      [counties[2], '65.00', 3, 'not_selected'],
    ]);
    expect(closed?.applications[0]?.reviews).toHaveLength(4);
  });

  it('publishes criteria, process and lists in order, and leaves the ranking only for a reason', async () => {
    expect(await refused('preliminary', [counties[1], counties[0]])).toBe('process-missing');
    expect(await refused('process', [counties[0]])).toBe('counties-unexpected');
    await region.ok(publishList, { home: XJ, input: await publication('process', []) });
    expect(await refused('final', [counties[1], counties[0]])).toBe('preliminary-missing');
    expect(await refused('preliminary', counties)).toBe('too-many-counties');
    expect(await refused('preliminary', ['653125'])).toBe('county-not-ranked');
    expect(await refused('preliminary', [counties[1], counties[2]])).toBe('reason-missing');
    expect(await refused('preliminary', [counties[1], counties[0]], { publishedOn: '2018-06-30' })).toBe(
      'published-in-future',
    );
    await region.ok(publishList, { home: XJ, input: await publication('preliminary', [counties[1], counties[0]]) });
    expect(await refused('preliminary', [counties[1], counties[0]])).toBe('published-already');
    await region.ok(publishList, { home: XJ, input: await publication('final', [counties[1], counties[0]]) });
    const done = await seen(region);
    expect(done?.state).toBe('final');
    expect(done?.publications.map((each) => each.kind).toSorted()).toEqual([
      'criteria',
      'final',
      'preliminary',
      'process',
    ]);
  });

  it('refuses a call of a county, wrong days, too few experts, and whoever may not', async () => {
    const input = await call();
    const refused = async (change: object, user = region) =>
      (await user.refused(openCall, { home: XJ, input: { ...input, ...change } as never })).code;
    expect(await refused({ minimumExperts: 2 })).toBe('invalid-input');
    expect(await refused({ closesOn: '2018-05-01' })).toBe('day-order');
    expect(await refused({ criteria: [input.criteria[0], input.criteria[0]] })).toBe('criterion-repeated');
    expect(await refused({ evidence: [{ kind: 'file', id: id() }] })).toBe('evidence-unknown');
    expect(await refused({}, expert(0))).toBe('not-permitted');
    const county = counties[0];
    const local = { ...input, evidence: await evidence(office(county), county) };
    expect((await office(county).refused(openCall, { home: county, input: local })).code).toBe(
      'not-the-programmes-home',
    );
    const sibling = await t.signInAs({ home: '621221', role: 'commerce' });
    expect((await sibling.refused(openCall, { home: XJ, input })).code).toBe('not-found');
    const apply = { callHome: XJ, call: id(), statement: '申报', files: await evidence(office(county), county) };
    expect((await office(county).refused(applyToCall, { home: county, input: apply })).code).toBe('call-unknown');
    const own = { ...apply, files: await evidence(region, XJ) };
    expect((await region.refused(applyToCall, { home: XJ, input: own })).code).toBe('county-only');
    const declare = { call: id(), county, declaration: 'none' as const };
    expect((await expert(0).refused(declareConflict, { home: XJ, input: declare })).code).toBe('call-unknown');
    expect((await region.refused(declareConflict, { home: XJ, input: declare })).code).toBe('not-permitted');
    const { id: empty } = await region.ok(openCall, {
      home: XJ,
      input: { ...input, opensOn: '2018-05-01', closesOn: '2018-05-02' },
    });
    expect((await region.refused(closeReview, { home: XJ, input: { programme, call: empty } })).code).toBe(
      'no-applications',
    );
  });
});
