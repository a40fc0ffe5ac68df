import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkPack,
  compareVersions,
  importPack,
  listParameters,
  listProfile,
  listProgrammes,
  listVersions,
  listVillages,
  programmeOverview,
  setVillageClass,
} from '../contract.ts';
import { fileOf, packIds, tablesOf } from '../testing/packs.ts';
import { homeOf, importPacks } from '../testing/programmes.ts';
import { labelsAt, memberCounties, parameterAt } from './index.ts';

const CHENG = '621221';
const decision = { no: '成政办发〔2020〕1号', title: '调整方案的通知' };
const shigatse = fileOf('shigatse-2018', 'pack.yaml');
const cheng = fileOf('chengxian-2019', 'pack.yaml');

let t: TestServer;
let admin: TestUser;
beforeAll(async () => {
  t = await startTestServer({ start: '2020-03-02T10:00:00+08:00' });
  await importPacks(t, packIds);
  admin = await t.signInAs({ home: '540200', role: 'administrator' });
});
afterAll(() => t.stop());

const tables = [
  ...[
    'programme',
    'pack_version',
    'member',
    'parameter',
    'target',
    'label',
    'fund_source',
    'budget_line',
    'phase',
    'duty',
  ],
].map((name) => `programme.${name}`);
async function rowCounts(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [...tables, 'place.place', 'place.poverty', 'place.resolution', 'platform.event']) {
    counts[table] = Number((await t.sql.query(`select count(*) from ${table}`)).rows[0].count);
  }
  return counts;
}

describe('hosting programmes', () => {
  it('[PROG-01] five programmes run side by side, each with its own basis, year, money and rule parameters', async () => {
    const nation = await t.signInAs({ home: '000000', role: 'audit' });
    for (const [id, home] of Object.entries(homeOf)) {
      const { items } = await nation.ok(listProgrammes, { home, input: {} });
      expect(items.map((item) => item.id)).toEqual([id]);
    }
    const overview = async (id: keyof typeof homeOf, asOf: string) =>
      nation.ok(programmeOverview, { home: homeOf[id], input: { programme: id, asOf } });
    const all = [
      await overview('xinjiang-2018', '2019-12-31'),
      await overview('longchuan-2020', '2020-12-31'),
      await overview('shigatse-2018', '2019-12-31'),
      await overview('chengxian-2019', '2019-12-31'),
      await overview('qinxian-2022', '2022-12-31'),
    ];
    expect(all.map((each) => each.programmeYear)).toEqual([2018, 2019, 2018, 2019, 2021]);
    expect(all.map((each) => each.money.totalFen)).toEqual([
      '15000000000',
      '1350000000',
      '4500000000',
      '800000000',
      '2500000000',
    ]);
    expect(all.map((each) => each.targets.total)).toEqual([11, 25, 24, 11, 32]);
    expect(all.map((each) => each.members.length)).toEqual([10, 1, 7, 1, 1]);
    for (const each of all) expect(each.plans.length + each.basis.length).toBeGreaterThan(0);
    const ratios = async (id: keyof typeof homeOf) => {
      const { items } = await nation.ok(listParameters, {
        home: homeOf[id],
        input: { programme: id, asOf: '2022-12-31', q: 'fund.ratio' },
      });
      return items.map((item) => [item.key, item.values[0]?.value ?? item.state]);
    };
    expect(await ratios('shigatse-2018')).toEqual([
      ['fund.ratio.upstream', '50'],
      ['fund.ratio.centre', '15'],
    ]);
    // A value that a plan does not set is off, never another locality's.
    expect(await ratios('chengxian-2019')).toEqual([
      ['fund.ratio.upstream', 'off'],
      ['fund.ratio.centre', 'off'],
    ]);
  });

  it('shows a member county the programme of the tier above, and nothing to its neighbours', async () => {
    const county = await t.signInAs({ home: '540222', role: 'commerce' });
    const stranger = await t.signInAs({ home: '540221', role: 'commerce' });
    expect((await county.ok(listProgrammes, { home: '540222', input: {} })).items).toMatchObject([
      { id: 'shigatse-2018', home: '540200', memberCount: 7 },
    ]);
    expect((await stranger.ok(listProgrammes, { home: '540221', input: {} })).items).toEqual([]);
    expect(
      (await county.refused(programmeOverview, { home: '540200', input: { programme: 'shigatse-2018' } })).code,
    ).toBe('not-found');
  });

  it('[PROG-16] answers with the labels in force on the day and the lead department of the place', async () => {
    const nation = await t.signInAs({ home: '000000', role: 'audit' });
    const labels = async (id: keyof typeof homeOf, asOf: string) =>
      (await nation.ok(programmeOverview, { home: homeOf[id], input: { programme: id, asOf } })).labels;
    expect((await labels('shigatse-2018', '2019-12-31')).povertyAgency?.zh).toBe('市扶贫办');
    expect((await labels('qinxian-2022', '2022-12-31')).povertyAgency?.zh).toBe('乡村振兴局');
    expect((await labels('chengxian-2019', '2019-12-31')).leadDepartment?.zh).toBe('县商务局（电商中心）');
    const changed = shigatse.replace(
      'povertyAgency: [{from: null, zh: 市扶贫办, en: city poverty alleviation office, clause: 002 十二(二)}]',
      `povertyAgency:
    - {from: null, zh: 市扶贫办, en: city poverty alleviation office, clause: 002 十二(二)}
    - {from: 2021-06-01, zh: 市乡村振兴局, clause: 机构改革}`,
    );
    expect(changed).not.toBe(shigatse);
    await admin.ok(importPack, { home: '540200', input: { text: changed, effectiveOn: '2020-03-01', decision } });
    expect((await labels('shigatse-2018', '2021-05-31')).povertyAgency?.zh).toBe('市扶贫办');
    expect((await labels('shigatse-2018', '2021-06-01')).povertyAgency?.zh).toBe('市乡村振兴局');
    const { rows } = await t.sql.query('select 1 from programme.label where programme = $1 and version = 2', [
      'shigatse-2018',
    ]);
    expect(rows.length).toBeGreaterThan(4);
  });
});

describe('places of a programme', () => {
  it('[PROG-02] keeps tiers, network levels as a parameter, and special units as places of the register', async () => {
    const nation = await t.signInAs({ home: '000000', role: 'audit' });
    const profile = async (id: keyof typeof homeOf, asOf: string) =>
      nation.ok(listProfile, { home: homeOf[id], input: { programme: id, asOf } });
    const levels = async (id: keyof typeof homeOf, asOf: string) =>
      (await profile(id, asOf)).levels.network.map((level) => level.id);
    expect(await levels('chengxian-2019', '2019-12-31')).toEqual(['county', 'township', 'village']);
    expect(await levels('shigatse-2018', '2019-12-31')).toEqual(['prefecture', 'county', 'township', 'village']);
    expect(await levels('qinxian-2022', '2022-12-31')).toEqual(['county', 'township', 'village', 'e_town']);
    const { specialUnits } = await profile('shigatse-2018', '2019-12-31');
    expect(specialUnits).toMatchObject([
      { code: '540235P01', name: { zh: '樟木口岸' }, kind: 'port', parentName: '聂拉木县', place: expect.any(Number) },
      { code: '540234P01', kind: 'port', parentName: '吉隆县' },
      { code: '540233B01', kind: 'border_trade_zone', parentName: '亚东县' },
      { code: '540200Z01', kind: 'development_zone', parentName: '日喀则市' },
      { code: '540200Z02', kind: 'culture_tourism_zone' },
    ]);
    const { rows } = await t.sql.query('select home, kind from place.place where id = $1', [specialUnits[0]?.place]);
    expect(rows).toEqual([{ home: '540235', kind: 'special' }]);
  });

  it('[PROG-03] keeps the poverty class of a village with its days', async () => {
    const lead = await t.signInAs({ home: CHENG, role: 'commerce' });
    const classes = async (asOf: string) =>
      (await lead.ok(listProfile, { home: CHENG, input: { programme: 'chengxian-2019', asOf } })).villageClasses[0];
    const { villageTable } = await lead.ok(listProfile, {
      home: CHENG,
      input: { programme: 'chengxian-2019', asOf: '2019-12-31' },
    });
    expect(villageTable).toEqual({ file: 'stores.csv', rows: 124, resolved: 112, open: 12 });
    const before = await classes('2019-12-31');
    expect((before?.poor ?? 0) + (before?.nonPoor ?? 0)).toBe(112);
    const { items } = await lead.ok(listVillages, {
      home: CHENG,
      input: { asOf: '2019-12-31', class: 'poor', pageSize: 1 },
    });
    const village = items[0];
    if (!village) throw new Error('no poor village');
    const change = { place: village.place, class: 'non-poor', from: '2020-01-01', source: '脱贫公告' } as const;
    await lead.ok(setVillageClass, { home: CHENG, input: change });
    const on = async (asOf: string) =>
      (await lead.ok(listVillages, { home: CHENG, input: { asOf, q: village.code } })).items[0];
    expect(await on('2019-12-31')).toMatchObject({
      class: 'poor',
      source: expect.stringContaining('chengxian-2019/stores'),
    });
    expect(await on('2020-01-01')).toMatchObject({ class: 'non-poor', classFrom: '2020-01-01', source: '脱贫公告' });
    expect(await classes('2019-12-31')).toEqual(before);
    expect((await classes('2020-01-01'))?.poor).toBe((before?.poor ?? 0) - 1);
  });

  it('[PROG-04] tells villages of one name apart by township or code', async () => {
    const lead = await t.signInAs({ home: CHENG, role: 'commerce' });
    const { items } = await lead.ok(listVillages, { home: CHENG, input: { pageSize: 200 } });
    const shared = Map.groupBy(
      items.filter((item) => item.nameShared),
      (item) => item.name,
    );
    expect(shared.size).toBeGreaterThan(0);
    for (const group of shared.values()) {
      expect(new Set(group.map((item) => item.township.code)).size).toBe(group.length);
      expect(new Set(group.map((item) => item.code)).size).toBe(group.length);
    }
    // Six names stand in two townships of the plan's own table: twelve rows, none of them lost or merged.
    const { rows } = await t.sql.query(
      `select village_text from place.resolution where source = 'chengxian-2019/stores' group by 1 having count(distinct township_text) = 2`,
    );
    expect(rows).toHaveLength(6);
  });

  it('refuses a class for a village of another county, and days in the wrong order', async () => {
    const lead = await t.signInAs({ home: CHENG, role: 'commerce' });
    const { rows } = await t.sql.query<{ id: number }>(
      `select id from place.place where home = '533124' and kind = 'village' limit 1`,
    );
    const place = rows[0]?.id ?? 0;
    const change = { place, class: 'poor', from: '2020-01-01', source: '公告' } as const;
    expect((await lead.refused(setVillageClass, { home: CHENG, input: change })).code).toBe('village-unknown');
    const { items } = await lead.ok(listVillages, { home: CHENG, input: { pageSize: 1 } });
    const own = { ...change, place: items[0]?.place ?? 0, to: '2019-12-31' };
    expect((await lead.refused(setVillageClass, { home: CHENG, input: own })).code).toBe('day-order');
    const overseer = await t.signInAs({ home: CHENG, role: 'discipline' });
    expect((await overseer.refused(setVillageClass, { home: CHENG, input: { ...own, to: null } })).code).toBe(
      'not-permitted',
    );
  });
});

describe('importing a pack', () => {
  const changed = shigatse
    .replaceAll('value: "270"', 'value: "280"')
    .replace('{part: coordinated, value: "180"}', '{part: coordinated, value: "190"}');

  it('changes nothing when the same content comes again, in other spelling too', async () => {
    const lead = await t.signInAs({ home: CHENG, role: 'commerce' });
    const before = await rowCounts();
    const input = {
      text: `# 另一行注释\n${cheng}`,
      tables: tablesOf('chengxian-2019'),
      effectiveOn: '2020-02-01',
      decision,
    };
    expect(await lead.ok(importPack, { home: CHENG, input })).toEqual({
      programme: 'chengxian-2019',
      version: 1,
      unchanged: true,
      changeCount: 0,
    });
    expect(await rowCounts()).toEqual(before);
  });

  it('[PROG-15] makes a new version with day and decision paper; each day is answered by the version in force', async () => {
    const input = {
      text: changed,
      effectiveOn: '2020-07-01',
      decision: { no: '日政办发〔2020〕9号', title: '方案调整' },
    };
    const preview = await admin.ok(checkPack, { home: '540200', input: { text: changed } });
    expect(preview).toMatchObject({ ok: true, unchanged: false });
    expect(preview.changes.flatMap((change) => change.fields)).toContainEqual({
      field: 'value',
      before: '270',
      after: '280',
    });
    const id = '019b0000-0000-7000-8000-000000000001';
    const made = await admin.ok(importPack, { home: '540200', input, id });
    expect(made.unchanged).toBe(false);
    expect(await admin.ok(importPack, { home: '540200', input, id })).toEqual(made);
    const { items } = await admin.ok(listVersions, {
      home: '540200',
      input: { programme: 'shigatse-2018', asOf: '2020-08-01' },
    });
    expect(items[0]).toMatchObject({
      version: made.version,
      effectiveOn: '2020-07-01',
      inForce: true,
      decision: { no: '日政办发〔2020〕9号' },
    });
    expect(items.filter((item) => item.inForce)).toHaveLength(1);
    const version = async (asOf: string) =>
      (await admin.ok(listParameters, { home: '540200', input: { programme: 'shigatse-2018', asOf } })).version;
    expect(await version('2020-06-30')).toBe(made.version - 1);
    expect(await version('2020-07-01')).toBe(made.version);
    const compared = await admin.ok(compareVersions, {
      home: '540200',
      input: { programme: 'shigatse-2018', before: 1, after: made.version },
    });
    expect(compared.changes).toContainEqual(
      expect.objectContaining({ section: 'targets', id: 'SG-T09', kind: 'changed' }),
    );
    expect(
      (
        await admin.refused(compareVersions, {
          home: '540200',
          input: { programme: 'shigatse-2018', before: 1, after: 99 },
        })
      ).code,
    ).toBe('version-unknown');
    // The history of rules cannot be rewritten, by the owner of the tables either.
    await expect(t.sql.query('update programme.pack_version set effective_on = effective_on')).rejects.toThrow(
      /append-only/,
    );
  });

  it('refuses a wrong pack with path, line and reason, and stores nothing', async () => {
    const before = await rowCounts();
    const cases: [string, string, string][] = [
      [shigatse.replace('programmeYear: 2018', 'programmeYear: 2018\ncolour: red'), 'pack.key-unknown', 'colour'],
      [shigatse.replace('    clause: 002 六(一是)(三是)\n', ''), 'pack.clause-missing', 'targets[0].clause'],
      [
        shigatse.replace('amountWan: "300"\n          source', 'amountWan: "301"\n          source'),
        'pack.subtotal-sum',
        'budget.groups[0].subtotalWan',
      ],
      [shigatse.replace('- place: "540222"', '- place: "990222"'), 'pack.place-unknown', 'members[0].place'],
      ['a: [1', 'pack.yaml-syntax', ''],
    ];
    for (const [text, rule, path] of cases) {
      const problem = await admin.refused(importPack, {
        home: '540200',
        input: { text, effectiveOn: '2020-09-01', decision },
      });
      expect(problem).toMatchObject({ status: 422, code: 'pack-wrong' });
      expect(problem.findings).toContainEqual(
        expect.objectContaining({
          rule,
          verdict: 'block',
          inputs: expect.objectContaining({ path, line: expect.any(Number) }),
        }),
      );
      const checked = await admin.ok(checkPack, { home: '540200', input: { text } });
      expect(checked.ok).toBe(false);
      expect(checked.problems.map((each) => `pack.${each.code}`)).toContain(rule);
    }
    expect(await rowCounts()).toEqual(before);
  });

  it('refuses a pack of another home, oversize text, unknown keys and table names', async () => {
    const before = await rowCounts();
    const input = { text: cheng, tables: tablesOf('chengxian-2019'), effectiveOn: '2020-09-01', decision };
    expect((await admin.refused(importPack, { home: '540200', input })).code).toBe('pack-of-another-home');
    expect(
      (await admin.ok(checkPack, { home: '540200', input: { text: cheng, tables: tablesOf('chengxian-2019') } }))
        .problems,
    ).toMatchObject([{ code: 'pack-of-another-home' }]);
    const problem = await admin.refused(importPack, {
      home: '540200',
      input: { ...input, tables: { '../x.csv': '' }, more: 1 } as never,
    });
    expect(problem).toMatchObject({ status: 400, code: 'invalid-input' });
    expect(problem.fields?.map((field) => field.path)).toContain('more');
    expect((await admin.call(checkPack, { home: '540200', input: { text: 'x'.repeat(1_100_000) } })).status).toBe(413);
    expect(await rowCounts()).toEqual(before);
  });

  it('is for the lead department and the administrator of that home, with a second factor', async () => {
    const input = { text: cheng, tables: tablesOf('chengxian-2019'), effectiveOn: '2020-09-01', decision };
    const finance = await t.signInAs({ home: CHENG, role: 'finance' });
    const above = await t.signInAs({ home: '620000', role: 'commerce' });
    const sibling = await t.signInAs({ home: '533124', role: 'commerce' });
    const weak = await t.signInAs({ home: CHENG, role: 'commerce', secondFactor: false });
    expect((await finance.refused(importPack, { home: CHENG, input })).code).toBe('not-permitted');
    expect((await above.refused(importPack, { home: CHENG, input })).code).toBe('not-permitted');
    expect((await sibling.refused(importPack, { home: CHENG, input })).code).toBe('not-found');
    expect((await weak.refused(importPack, { home: CHENG, input })).code).toBe('second-factor-needed');
    expect((await finance.refused(checkPack, { home: CHENG, input: { text: cheng } })).code).toBe('not-permitted');
  });

  it('counts versions up without a gap when two imports meet', async () => {
    const lead = await t.signInAs({ home: CHENG, role: 'commerce' });
    const other = await t.signInAs({ home: CHENG, role: 'commerce', unit: '另一单位' });
    const text = (note: string) =>
      cheng.replace('programmeYear: 2019', `programmeYear: 2019`).replace(/(title: \{zh: )/, `$1${note}`);
    const input = (note: string) => ({
      text: text(note),
      tables: tablesOf('chengxian-2019'),
      effectiveOn: '2020-10-01',
      decision,
    });
    const made = await Promise.all([
      lead.ok(importPack, { home: CHENG, input: input('甲') }),
      other.ok(importPack, { home: CHENG, input: input('乙') }),
    ]);
    expect(made.map((each) => each.version).toSorted()).toEqual([2, 3]);
  });
});

describe('what later modules ask', () => {
  it('answers parameters, member counties and labels as of a day', async () => {
    const { createPool, databaseOf, withClient } = await import('@qianmo/platform/server');
    const pool = createPool(
      { host: t.sql.host, port: t.sql.port, user: t.sql.user ?? '', database: t.sql.database ?? '' },
      1,
    );
    try {
      await withClient(pool, async (client) => {
        const db = databaseOf(client);
        const at = { home: '540200', id: 'shigatse-2018' };
        expect(await parameterAt(db, at, 'fund.ratio.centre', '2019-12-31')).toMatchObject({
          state: 'set',
          version: 1,
          values: [{ operator: '<=', value: '15', strictness: 'mandatory', clause: '002 九' }],
        });
        expect(await parameterAt(db, at, 'scheme.quota', '2019-12-31')).toEqual({ state: 'off', version: 1 });
        expect(await parameterAt(db, at, 'scheme.quota', '2018-01-01')).toEqual({ state: 'no-version' });
        expect((await memberCounties(db, at, '2019-12-31', 'national')).map((each) => each.place)).toEqual([
          '540222',
          '540233',
          '540235',
        ]);
        expect((await labelsAt(db, at, '2019-12-31')).get('povertyAgency')?.zh).toBe('市扶贫办');
      });
    } finally {
      await pool.end();
    }
  });
});
