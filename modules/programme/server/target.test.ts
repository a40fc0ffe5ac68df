import { createIndicators, createPool, databaseOf, recordsDiffer, withClient } from '@qianmo/platform/server';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  correctTargetValue,
  getBudget,
  getTarget,
  listBenchmarks,
  listFundSources,
  listProfile,
  listTargets,
  programmeOverview,
  recordBenchmark,
  recordProfileFact,
  recordTargetValue,
  setBase,
  useFactAsBase,
} from '../contract.ts';
import { packIds } from '../testing/packs.ts';
import { importPacks, storedFile } from '../testing/programmes.ts';
import { programmeIndicators } from './index.ts';

const SG = '540200';
const programme = 'shigatse-2018';

let t: TestServer;
let city: TestUser;
beforeAll(async () => {
  t = await startTestServer({ start: '2019-07-01T10:00:00+08:00' });
  await importPacks(t, packIds);
  city = await t.signInAs({ home: SG, role: 'commerce' });
});
afterAll(() => t.stop());

const judgedAt = async (
  user: TestUser,
  home: string,
  input: { programme: string; target: string; asOf: string; group?: 'national' | 'coordinated'; county?: string },
) => (await user.ok(getTarget, { home, input })).target;
const evidence = async (user: TestUser, home: string) => [await storedFile(t, user, home)];
const rows = async () => Number((await t.sql.query('select count(*) from programme.target_value')).rows[0].count);

describe('the register', () => {
  it('[PROG-06] holds every target of the five plans with metric, operator, value, unit, deadline, units and clause', async () => {
    const counts = {
      'xinjiang-2018': 11,
      'longchuan-2020': 25,
      [programme]: 24,
      'chengxian-2019': 11,
      'qinxian-2022': 32,
    };
    const homes = {
      'xinjiang-2018': '650000',
      'longchuan-2020': '533124',
      [programme]: SG,
      'chengxian-2019': '621221',
      'qinxian-2022': '140430',
    };
    const nation = await t.signInAs({ home: '000000', role: 'audit' });
    let all = 0;
    for (const [id, home] of Object.entries(homes)) {
      const { items, total } = await nation.ok(listTargets, {
        home,
        input: { programme: id, asOf: '2022-12-31', pageSize: 200 },
      });
      expect(total).toBe(counts[id as keyof typeof counts]);
      all += items.length;
      for (const item of items) {
        expect(item.clause).not.toBe('');
        expect(item.name.zh).not.toBe('');
        expect(item.name.en).not.toBe('');
        expect(item.responsible.length).toBeGreaterThan(0);
        expect(item.responsible.every((unit) => unit.zh !== unit.id)).toBe(true);
      }
    }
    expect(all).toBe(103);
    const item = await judgedAt(city, SG, { programme, target: 'SG-T09', asOf: '2019-06-30' });
    expect(item).toMatchObject({
      name: { zh: '村级电子商务服务点' },
      metric: 'node_count.village_point',
      operator: '>=',
      value: '270',
      unit: 'point',
      deadline: '2019-12-31',
      clause: '002 七(二)1(2)',
      responsible: [{ zh: '日喀则市人民政府' }, { zh: '市商务局' }],
    });
  });

  it('searches, sorts and pages', async () => {
    const page = await city.ok(listTargets, {
      home: SG,
      input: { programme, q: '培训', sort: 'deadline', pageSize: 1, page: 2 },
    });
    expect(page).toMatchObject({ total: 2, items: [{ id: 'SG-T12' }] });
    const missing = await city.ok(listTargets, { home: SG, input: { programme, state: 'missed' } });
    expect(missing.total).toBe(missing.counts.missed);
  });
});

describe('progress', () => {
  it('[PROG-07:entered] judges an entered value with evidence as of any day, and says what it rests on', async () => {
    const target = 'SG-T09';
    const none = await judgedAt(city, SG, { programme, target, asOf: '2019-06-30' });
    expect(none).toMatchObject({
      current: { source: 'none', value: null },
      judged: { state: 'not_computable', reason: 'value-missing' },
    });
    const record = async (value: string, observedOn: string) =>
      city.ok(recordTargetValue, {
        home: SG,
        input: { programme, target, value, observedOn, evidence: await evidence(city, SG) },
      });
    t.clock.moveTo('2020-02-10T10:00:00+08:00');
    await record('150', '2019-06-30');
    await record('200', '2019-12-31');
    await record('275', '2020-01-20');
    expect(await judgedAt(city, SG, { programme, target, asOf: '2019-06-30' })).toMatchObject({
      current: { source: 'entered', value: '150/1', shown: '150', records: 1 },
      judged: {
        state: 'on_track',
        progressPercent: '55.56',
        elapsedPercent: '53.42',
        findings: [
          {
            rule: 'programme.target-progress',
            verdict: 'pass',
            clause: '002 七(二)1(2)',
            inputs: { rulesVersion: 1, value: '150/1' },
          },
        ],
      },
    });
    expect((await judgedAt(city, SG, { programme, target, asOf: '2019-12-31' })).judged.state).toBe('at_risk');
    const late = await judgedAt(city, SG, { programme, target, asOf: '2020-02-01' });
    expect(late.judged).toMatchObject({ state: 'missed', reachedLate: true });
    const shown = await city.ok(listTargets, { home: SG, input: { programme, asOf: '2020-02-01', state: 'missed' } });
    expect(shown.items.map((item) => item.id)).toContain(target);
  });

  it('never shows a figure without evidence, of the future, or of both kinds at once', async () => {
    const before = await rows();
    const input = {
      programme,
      target: 'SG-T10',
      value: '1',
      observedOn: '2019-06-30',
      evidence: await evidence(city, SG),
    };
    const refused = async (change: object) =>
      (await city.refused(recordTargetValue, { home: SG, input: { ...input, ...change } as never })).code;
    expect(await refused({ evidence: [] })).toBe('invalid-input');
    expect(await refused({ evidence: [{ kind: 'file', id: uuidV7(t.clock.milliseconds()) }] })).toBe(
      'evidence-unknown',
    );
    expect(await refused({ observedOn: '2030-01-01' })).toBe('observed-in-future');
    expect(await refused({ value: undefined })).toBe('value-or-counts');
    expect(await refused({ counts: { numerator: '1', denominator: '2' } })).toBe('value-or-counts');
    expect(await refused({ value: undefined, counts: { numerator: '1', denominator: '0' } })).toBe('denominator-zero');
    expect(await refused({ target: 'SG-T99' })).toBe('target-unknown');
    expect(await refused({ target: 'SG-T04' })).toBe('period-missing');
    expect(await refused({ county: '540221' })).toBe('county-not-member');
    expect(await refused({ county: '540222', group: 'national' })).toBe('group-or-county');
    expect(await refused({ programme: 'nowhere-2020' })).toBe('programme-unknown');
    expect(await refused({ value: 'many' })).toBe('invalid-input');
    expect(await rows()).toBe(before);
  });

  it('corrects by a new row that names the old one, once', async () => {
    const target = 'SG-T08';
    const input = { programme, target, value: '70', observedOn: '2019-06-30', evidence: await evidence(city, SG) };
    const { id } = await city.ok(recordTargetValue, { home: SG, input });
    const act = uuidV7(t.clock.milliseconds());
    const correction = {
      programme,
      id,
      reason: '误将规划数计入',
      value: '63',
      observedOn: '2019-06-30',
      evidence: await evidence(city, SG),
    };
    const fixed = await city.ok(correctTargetValue, { home: SG, input: correction, id: act });
    expect(await city.ok(correctTargetValue, { home: SG, input: correction, id: act })).toEqual(fixed);
    const { target: item, values } = await city.ok(getTarget, {
      home: SG,
      input: { programme, target, asOf: '2019-06-30' },
    });
    expect(item.current.shown).toBe('63');
    expect(values).toMatchObject([
      { id: fixed.id, correctionOf: id, correctedBy: null, evidence: [{ kind: 'file' }] },
      { id, correctionOf: null, correctedBy: fixed.id },
    ]);
    const again = { ...correction, evidence: await evidence(city, SG) };
    expect((await city.refused(correctTargetValue, { home: SG, input: again })).code).toBe('value-corrected');
    const unknown = { ...again, id: uuidV7(t.clock.milliseconds()) };
    expect((await city.refused(correctTargetValue, { home: SG, input: unknown })).code).toBe('value-unknown');
  });

  it('is entered by departments at their own home, and by nobody else', async () => {
    const audit = await t.signInAs({ home: SG, role: 'audit' });
    const leader = await t.signInAs({ home: SG, role: 'leader' });
    const region = await t.signInAs({ home: '540000', role: 'commerce' });
    const sibling = await t.signInAs({ home: '621221', role: 'commerce' });
    const input = {
      programme,
      target: 'SG-T10',
      value: '1',
      observedOn: '2019-06-30',
      evidence: await evidence(city, SG),
    };
    expect((await audit.refused(recordTargetValue, { home: SG, input })).code).toBe('not-permitted');
    expect((await leader.refused(recordTargetValue, { home: SG, input })).code).toBe('not-permitted');
    expect((await region.refused(recordTargetValue, { home: SG, input })).code).toBe('not-permitted');
    expect((await sibling.refused(recordTargetValue, { home: SG, input })).code).toBe('not-found');
    expect(
      (
        await region.refused(recordTargetValue, {
          home: '540000',
          input: { ...input, evidence: await evidence(region, '540000') },
        })
      ).code,
    ).toBe('subject-not-own');
  });
});

describe('groups of counties', () => {
  it('[PROG-05] every figure is reported for either county group: targets, money, budget, members', async () => {
    const target = 'SG-T08';
    const counties = { '540222': '19', '540233': '7', '540235': '7', '540202': '10', '540225': '11' };
    for (const [county, value] of Object.entries(counties)) {
      const lead = await t.signInAs({ home: county, role: 'commerce' });
      const input = { programme, target, value, observedOn: '2019-12-20', evidence: await evidence(lead, county) };
      await lead.ok(recordTargetValue, { home: county, input });
      const own = await lead.ok(listTargets, { home: county, input: { programme, asOf: '2019-12-31', q: target } });
      expect(own).toMatchObject({ county, items: [{ current: { shown: value } }] });
      expect(
        (await lead.refused(recordTargetValue, { home: county, input: { ...input, county: '540224' } })).code,
      ).toBe('subject-not-own');
    }
    const national = await judgedAt(city, SG, { programme, target, asOf: '2019-12-31', group: 'national' });
    expect(national).toMatchObject({
      limit: '33',
      current: { shown: '33', counties: { reported: 3, expected: 3 } },
      judged: { state: 'achieved' },
    });
    const coordinated = await judgedAt(city, SG, { programme, target, asOf: '2019-12-31', group: 'coordinated' });
    expect(coordinated).toMatchObject({
      limit: '40',
      current: { shown: '21', counties: { reported: 2, expected: 4 } },
      judged: { state: 'at_risk' },
    });

    // A target of one group only is not the other's.
    const ids = async (group: 'national' | 'coordinated') =>
      (await city.ok(listTargets, { home: SG, input: { programme, group, pageSize: 200 } })).items.map(
        (item) => item.id,
      );
    expect(await ids('national')).toContain('SG-T12');
    expect(await ids('coordinated')).not.toContain('SG-T12');

    const overview = async (group: 'national' | 'coordinated') =>
      city.ok(programmeOverview, { home: SG, input: { programme, group, asOf: '2019-12-31' } });
    expect((await overview('national')).money).toMatchObject({
      totalFen: '4500000000',
      budgetFen: '4500000000',
      sources: [{ id: 'SG-F01' }],
    });
    expect((await overview('coordinated')).money).toMatchObject({
      totalFen: null,
      budgetFen: '0',
      sources: [{ id: 'SG-F02', amountFen: null }],
    });
    const budget = await city.ok(getBudget, {
      home: SG,
      input: { programme, group: 'coordinated', asOf: '2019-12-31' },
    });
    expect(budget.rows).toEqual([]);
    const sources = await city.ok(listFundSources, {
      home: SG,
      input: { programme, group: 'national', asOf: '2019-12-31' },
    });
    expect(sources.items.map((source) => source.id)).toEqual(['SG-F01']);
    const { members } = await city.ok(programmeOverview, { home: SG, input: { programme, asOf: '2019-12-31' } });
    expect(members.filter((member) => member.group === 'national').map((member) => member.name.zh)).toEqual([
      '江孜县',
      '亚东县',
      '聂拉木县',
    ]);
    expect(members.filter((member) => member.group === 'coordinated')).toHaveLength(4);
  });

  it('adds shares of counties up by their parts, and says nothing where only percentages are known', async () => {
    const target = 'SG-T02';
    const record = async (county: string, figure: object) =>
      city.ok(recordTargetValue, {
        home: SG,
        input: { programme, target, county, observedOn: '2019-12-01', evidence: await evidence(city, SG), ...figure },
      });
    await record('540222', { counts: { numerator: '50', denominator: '100' } });
    await record('540233', { counts: { numerator: '10', denominator: '60' } });
    await record('540235', { counts: { numerator: '20', denominator: '40' } });
    const national = await judgedAt(city, SG, { programme, target, asOf: '2019-12-31', group: 'national' });
    expect(national.current).toMatchObject({ value: '40/1', records: 3 });
    expect(national.judged.state).toBe('achieved');
    await record('540202', { value: '30' });
    await record('540225', { value: '50' });
    const coordinated = await judgedAt(city, SG, { programme, target, asOf: '2019-12-31', group: 'coordinated' });
    expect(coordinated).toMatchObject({
      current: { value: null, counties: { reported: 2, expected: 4 } },
      judged: { state: 'not_computable' },
    });
  });

  it('a target that every county has to reach stands as its worst county', async () => {
    const target = 'SG-T14';
    const record = async (county: string, value: string) =>
      city.ok(recordTargetValue, {
        home: SG,
        input: { programme, target, county, value, observedOn: '2019-11-01', evidence: await evidence(city, SG) },
      });
    for (const county of ['540222', '540233', '540235']) await record(county, '2');
    const national = await city.ok(getTarget, {
      home: SG,
      input: { programme, target, asOf: '2019-12-31', group: 'national' },
    });
    expect(national.target.judged.state).toBe('achieved');
    expect(national.counties.map((each) => [each.name.zh, each.judged.state])).toEqual([
      ['江孜县', 'achieved'],
      ['亚东县', 'achieved'],
      ['聂拉木县', 'achieved'],
    ]);
    expect((await judgedAt(city, SG, { programme, target, asOf: '2019-12-31' })).judged.state).toBe('not_computable');
  });
});

describe('growth', () => {
  it('[PROG-08:entered] is judged against a stored base period, and not computed without one', async () => {
    const target = 'SG-T04';
    const input = {
      programme,
      target,
      value: '2940',
      period: '2019',
      observedOn: '2019-12-31',
      evidence: await evidence(city, SG),
    };
    await city.ok(recordTargetValue, { home: SG, input });
    const without = await judgedAt(city, SG, { programme, target, asOf: '2019-12-31' });
    expect(without).toMatchObject({
      base: { origin: 'missing', period: '2018' },
      judged: { state: 'not_computable', reason: 'base-missing' },
    });
    const base = { programme, target, period: '2018', value: '2450', unit: 'wan_yuan', source: '2018年统计公报' };
    const { version } = await city.ok(setBase, { home: SG, input: base });
    const stored = await judgedAt(city, SG, { programme, target, asOf: '2019-12-31' });
    expect(stored).toMatchObject({
      base: { origin: 'entered', value: '2450/1', source: '2018年统计公报' },
      judged: { state: 'achieved' },
    });
    expect(stored.judged.findings).toContainEqual(
      expect.objectContaining({
        rule: 'programme.growth',
        verdict: 'pass',
        inputs: expect.objectContaining({ growthPercent: '20.00', targetPercent: '20.00' }),
      }),
    );
    expect((await city.refused(setBase, { home: SG, input: base })).code).toBe('stale');
    await city.ok(setBase, { home: SG, input: { ...base, value: '2500', version } });
    expect((await city.refused(setBase, { home: SG, input: { ...base, version } })).code).toBe('stale');
    expect((await judgedAt(city, SG, { programme, target, asOf: '2019-12-31' })).judged.state).toBe('at_risk');
    expect((await city.refused(setBase, { home: SG, input: { ...base, target: 'SG-T24' } })).code).toBe(
      'target-without-base',
    );
  });

  it('reads average annual growth as compound growth up to the year of the deadline', async () => {
    const QX = '140430';
    t.clock.moveTo('2026-02-01T10:00:00+08:00');
    const lead = await t.signInAs({ home: QX, role: 'commerce' });
    const at = { programme: 'qinxian-2022', target: 'QX-T06' };
    await lead.ok(setBase, {
      home: QX,
      input: { ...at, period: '2021', value: '10000', unit: 'wan_yuan', source: '统计局' },
    });
    const record = async (value: string, period: string, observedOn: string) =>
      lead.ok(recordTargetValue, {
        home: QX,
        input: { ...at, value, period, observedOn, evidence: await evidence(lead, QX) },
      });
    await record('13000', '2022', '2022-12-31');
    await record('28561', '2025', '2025-12-31');
    expect((await judgedAt(lead, QX, { ...at, asOf: '2026-01-31' })).judged).toMatchObject({ state: 'achieved' });
    const running = await judgedAt(lead, QX, { ...at, asOf: '2022-12-31' });
    expect(running.judged.state).not.toBe('achieved');
    expect(running.judged.findings).toContainEqual(
      expect.objectContaining({
        rule: 'programme.average-growth',
        inputs: expect.objectContaining({ ratePercent: '30.00' }),
      }),
    );
  });

  it('[PROG-09:entered] compares with the benchmark series of the same period, with its source', async () => {
    const XJ = '650000';
    const region = await t.signInAs({ home: XJ, role: 'commerce' });
    const series = 'national_rural_average.online_retail_growth';
    const county =
      (await region.ok(programmeOverview, { home: XJ, input: { programme: 'xinjiang-2018', asOf: '2020-01-31' } }))
        .members[0]?.place ?? '';
    const at = { programme: 'xinjiang-2018', target: 'XJ-T09', county };
    await region.ok(setBase, {
      home: XJ,
      input: { ...at, period: '2018', value: '1000', unit: 'wan_yuan', source: '商务厅' },
    });
    const record = {
      ...at,
      value: '1214',
      period: '2019',
      observedOn: '2019-12-31',
      evidence: await evidence(region, XJ),
    };
    await region.ok(recordTargetValue, { home: XJ, input: record });
    const without = await judgedAt(region, XJ, { ...at, asOf: '2020-05-01' });
    expect(without.judged).toMatchObject({ state: 'not_computable' });
    const benchmark = {
      programme: 'xinjiang-2018',
      series,
      period: '2019',
      value: '21.4',
      source: '商务部通报',
      publishedOn: '2020-03-01',
    };
    await region.ok(recordBenchmark, { home: XJ, input: benchmark });
    // Equal is not higher.
    const equal = await judgedAt(region, XJ, { ...at, asOf: '2020-05-01' });
    expect(equal).toMatchObject({
      benchmark: { series, period: '2019', source: '商务部通报', gapPoints: '0.0' },
      judged: { state: 'at_risk' },
    });
    expect((await judgedAt(region, XJ, { ...at, asOf: '2020-02-01' })).judged.state).toBe('not_computable');
    await region.ok(recordBenchmark, {
      home: XJ,
      input: { ...benchmark, value: '19.1', source: '商务部更正', publishedOn: '2020-04-01' },
    });
    const above = await judgedAt(region, XJ, { ...at, asOf: '2020-05-01' });
    expect(above).toMatchObject({
      benchmark: { source: '商务部更正', gapPoints: '2.3' },
      judged: { state: 'achieved' },
    });
    const { items } = await region.ok(listBenchmarks, {
      home: XJ,
      input: { programme: 'xinjiang-2018', asOf: '2020-05-01' },
    });
    expect(items[0]?.values.map((each) => each.replaced)).toEqual([true, false]);
    expect(
      (await region.refused(recordBenchmark, { home: XJ, input: { ...benchmark, series: 'world.average' } })).code,
    ).toBe('series-unknown');
    expect(
      (await region.refused(recordBenchmark, { home: XJ, input: { ...benchmark, publishedOn: '2090-01-01' } })).code,
    ).toBe('published-in-future');
    const member = await t.signInAs({ home: county, role: 'commerce' });
    expect((await member.refused(recordBenchmark, { home: county, input: benchmark })).code).toBe(
      'not-the-programmes-home',
    );
    const poverty = await t.signInAs({ home: XJ, role: 'poverty' });
    expect((await poverty.refused(recordBenchmark, { home: XJ, input: benchmark })).code).toBe('not-permitted');
  });
});

describe('the locality profile', () => {
  it('[PROG-17] keeps dated facts found by survey, and uses one as the base of a target', async () => {
    const fact = {
      programme,
      key: 'online_retail.rural',
      name: '农村网络零售额',
      value: '3000',
      unit: 'wan_yuan',
      observedOn: '2018-12-31',
      source: '2019年3月调查摸底',
    };
    const { id } = await city.ok(recordProfileFact, { home: SG, input: fact });
    const { id: better } = await city.ok(recordProfileFact, {
      home: SG,
      input: { ...fact, value: '3100', correctionOf: id },
    });
    const { facts } = await city.ok(listProfile, { home: SG, input: { programme, asOf: '2019-12-31' } });
    expect(facts).toContainEqual(
      expect.objectContaining({ key: 'townships', shown: '73', origin: 'plan', clause: '002 七(二)1(2)' }),
    );
    expect(facts.filter((each) => each.key === fact.key)).toMatchObject([
      { id, shown: '3000', current: false },
      { id: better, shown: '3100', current: true, correctionOf: id, source: '2019年3月调查摸底' },
    ]);
    const before = (await city.ok(listProfile, { home: SG, input: { programme, asOf: '2018-12-30' } })).facts;
    expect(before.some((each) => each.key === fact.key)).toBe(false);
    await city.ok(useFactAsBase, { home: SG, input: { programme, target: 'SG-T05', fact: better } });
    const target = await judgedAt(city, SG, { programme, target: 'SG-T05', asOf: '2019-12-31' });
    expect(target.base).toMatchObject({
      value: '3100/1',
      period: '2018',
      source: '2019年3月调查摸底',
      origin: 'entered',
    });
    expect(
      (await city.refused(useFactAsBase, { home: SG, input: { programme, target: 'SG-T05', fact: id } })).code,
    ).toBe('fact-corrected');
    expect((await city.refused(recordProfileFact, { home: SG, input: { ...fact, correctionOf: id } })).code).toBe(
      'fact-corrected',
    );
    expect(
      (await city.refused(recordProfileFact, { home: SG, input: { ...fact, observedOn: '2090-01-01' } })).code,
    ).toBe('observed-in-future');
    const stranger = await t.signInAs({ home: '540221', role: 'commerce' });
    expect((await stranger.refused(recordProfileFact, { home: '540221', input: fact })).code).toBe('not-a-member');
    const township = await t.signInAs({ home: SG, role: 'township-specialist' });
    expect((await township.refused(recordProfileFact, { home: SG, input: fact })).code).toBe('not-permitted');
  });
});

describe('indicators', () => {
  it('[STAT-03:definitions] are defined once with formula, unit, base, scope and source, and their records add up', async () => {
    expect(() => createIndicators([...programmeIndicators, ...programmeIndicators])).toThrow(/twice/);
    const pool = createPool(
      { host: t.sql.host, port: t.sql.port, user: t.sql.user ?? '', database: t.sql.database ?? '' },
      1,
    );
    try {
      await withClient(pool, async (client) => {
        for (const offer of programmeIndicators) {
          for (const words of Object.values(offer.definition.words)) {
            for (const word of Object.values(words)) expect(word).not.toBe('');
          }
          const question = { programme, homes: [SG], group: null, at: '2019-12-31' };
          expect(await recordsDiffer(databaseOf(client), offer, question)).toBeNull();
        }
      });
    } finally {
      await pool.end();
    }
  });
});
