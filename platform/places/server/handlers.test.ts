import { readFileSync } from 'node:fs';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  addPlaceAlias,
  addSpecialUnit,
  changePlaceParent,
  countPlaceClasses,
  decidePlaceResolution,
  endPlace,
  getPlace,
  listPlaceChildren,
  listPlaceResolutions,
  renamePlace,
  searchPlaces,
  setPovertyClass,
  undecidePlaceResolution,
} from '../../contract/place.ts';
import { createPool } from '../../server/database/pool.ts';
import { inScope } from '../../server/jobs/scoped.ts';
import { connectionOf, trialHomes } from '../../testing/trial-worker.ts';
import { resolveRows } from './resolutions.ts';
import { fromKysely } from './sql.ts';

const home = '621221';
const source = 'test';
const packs = ['xinjiang-2018', 'longchuan-2020', 'shigatse-2018', 'chengxian-2019', 'qinxian-2022'];
const packFile = (name: string) => readFileSync(new URL(`../../../packs/${name}`, import.meta.url), 'utf8');
const [, ...lines] = packFile('chengxian-2019/stores.csv').trim().split('\n');
const stores = lines.map((line) => {
  const [township = '', village = '', poverty = ''] = line.split(',');
  return { rowKey: `${township}/${village}`, township, village, poverty };
});

let t: TestServer;
let pool: Pool;
let admin: TestUser;
let commerce: TestUser;
let audit: TestUser;

beforeAll(async () => {
  t = await startTestServer({ start: '2023-12-31T10:00:00+08:00' });
  pool = createPool(connectionOf(t, 'qianmo_app'), 2);
  admin = await t.signInAs({ home, role: 'administrator' });
  commerce = await t.signInAs({ home, role: 'commerce' });
  audit = await t.signInAs({ home, role: 'audit' });
});
afterAll(async () => {
  await pool.end();
  await t.stop();
});

const get = async (code: string, asOf?: string) => admin.ok(getPlace, { home, input: { code, asOf } });
const idOf = async (code: string) => (await get(code)).place.id;
const childrenOf = async (code: string, asOf?: string) =>
  (await admin.ok(listPlaceChildren, { home, input: { parent: await idOf(code), asOf } })).items;

/** As the import of a pack does it: in a transaction at the home. */
const resolveStores = () =>
  inScope({ pool, clock: t.clock, homes: () => trialHomes }, 'system:test', [home], (db) =>
    resolveRows(fromKysely(db), { home, source: 'chengxian-2019/stores', asOf: '2019-08-01', rows: stores }),
  );

describe('levels', () => {
  it('[PROG-02] region to village and special units are levels of one tree, as many as each plan names', async () => {
    const words: Record<string, string> = { 市: 'prefecture', 县: 'county', 乡: 'township', 村: 'village' };
    const localities: Record<string, string> = {
      'xinjiang-2018': '653101',
      'longchuan-2020': '533124',
      'shigatse-2018': '540221',
      'chengxian-2019': '621221',
      'qinxian-2022': '140430',
    };
    const reader = { '653101': '650000', '540221': '540200' } as Record<string, string>;
    for (const pack of packs) {
      const { parameters } = parse(packFile(`${pack}/pack.yaml`)) as { parameters: { key: string; items: string[] }[] };
      const levels = parameters.find(({ key }) => key === 'network.levels')?.items ?? expect.fail(`${pack}: no levels`);
      const county = localities[pack] ?? expect.fail(pack);
      const above = await t.signInAs({ home: reader[county] ?? county, role: 'commerce' });
      const ask = (code: string) => above.ok(getPlace, { home: county, input: { code } });
      const { place } = await ask(county);
      const { items } = await above.ok(listPlaceChildren, { home: county, input: { parent: place.id } });
      const township = items[0] ?? expect.fail(`${pack}: no township`);
      const below = await above.ok(listPlaceChildren, { home: county, input: { parent: township.id } });
      const village = await ask(below.items[0]?.code ?? expect.fail(`${pack}: no village`));
      const kinds = [...village.place.path.map(({ kind }) => kind as string), village.place.kind as string];
      expect(kinds, pack).toEqual(['province', 'prefecture', 'county', 'township', 'village']);
      // Each level a plan's network has is a level of the tree, in its order; an e-town is a unit beside the townships.
      const asked = levels.filter((each) => each !== '乡村e镇').map((each) => words[each] ?? expect.fail(each));
      expect(
        kinds.filter((kind) => asked.includes(kind)),
        pack,
      ).toEqual(asked);
      if (!levels.includes('乡村e镇')) continue;
      const unit = { parent: place.id, form: 'e-town' as const, name: '沁州黄乡村e镇', since: '2022-06-01', source };
      const lead = await t.signInAs({ home: county, role: 'commerce' });
      const made = await lead.ok(addSpecialUnit, { home: county, input: unit });
      expect((await ask(made.code)).place).toMatchObject({ kind: 'special', form: 'e-town', home: county });
    }
    const forms = ['farm', 'port-committee', 'border-zone', 'zone'] as const;
    for (const form of forms) {
      const input = { parent: await idOf(home), form, name: `${form} 单位`, since: null, source };
      const { code, place } = await admin.ok(addSpecialUnit, { home, input });
      expect(code).toMatch(/^621221[FPBZ]01$/);
      expect((await admin.ok(getPlace, { home, input: { id: place } })).place).toMatchObject({
        kind: 'special',
        form,
        path: [{ name: '甘肃省' }, { name: '陇南市' }, { name: '成县' }],
      });
    }
    expect((await childrenOf(home)).filter(({ kind }) => kind === 'special')).toHaveLength(forms.length);
  });

  it('pages through children and says when there is no more', async () => {
    const parent = await idOf(home);
    const names: string[] = [];
    let after: string | undefined;
    do {
      const page = await admin.ok(listPlaceChildren, { home, input: { parent, limit: 8, after } });
      names.push(...page.items.map(({ code }) => code));
      after = page.next ?? undefined;
    } while (after);
    expect(names).toEqual((await childrenOf(home)).map(({ code }) => code));
    expect((await admin.ok(listPlaceChildren, { home, input: {} })).items.map(({ kind }) => kind)).toContain(
      'province',
    );
  });

  it('finds own places first, by Chinese, pinyin and code, and narrows by level', async () => {
    for (const text of ['长沟', 'changgou', '621221112216']) {
      const [first] = (await audit.ok(searchPlaces, { home, input: { text } })).items;
      expect(first, text).toMatchObject({
        name: '长沟村',
        path: ['甘肃省', '陇南市', '成县', '鸡峰镇'],
        inScope: true,
      });
    }
    const counties = await audit.ok(searchPlaces, { home, input: { text: '成', levels: ['county'], limit: 3 } });
    expect(counties.items.map(({ kind }) => kind)).not.toContain('village');
    const wrong = await audit.refused(searchPlaces, { home, input: { text: '', levels: ['hamlet' as never] } });
    expect(wrong.fields?.map(({ path }) => path)).toEqual(['text', 'levels.0']);
  });
});

describe('poverty class', () => {
  it('[PROG-03] each village carries a dated class, and the counts of a county follow the day', async () => {
    await resolveStores();
    const rows = await admin.ok(listPlaceResolutions, { home, input: { limit: 500 } });
    const poor = new Set(stores.filter(({ poverty }) => poverty === 'poor').map(({ rowKey }) => rowKey));
    const placesOf = (wanted: boolean) =>
      rows.items.flatMap((row) => (poor.has(row.rowKey) === wanted && row.chosen !== null ? [row.chosen] : []));
    const [poorOnes, others] = [placesOf(true), placesOf(false)];
    expect(poorOnes.length + others.length).toBe(112);
    const given = { from: '2014-01-01', source: '003C 附件' };
    await commerce.ok(setPovertyClass, { home, input: { ...given, places: poorOnes, class: 'poor' } });
    await commerce.ok(setPovertyClass, { home, input: { ...given, places: others, class: 'non-poor' } });
    const [first] = poorOnes;
    const deep = { places: [first ?? 0], class: 'deeply-poor' as const, from: '2018-01-01', to: '2020-01-01', source };
    expect(await commerce.ok(setPovertyClass, { home, input: deep })).toEqual({ changed: 1 });
    const countAt = async (asOf: string) => (await admin.ok(countPlaceClasses, { home, input: { asOf } })).items[0];
    const all = (await countAt('2013-12-31'))?.unclassed ?? 0;
    expect(await countAt('2017-12-31')).toEqual({
      home,
      poor: poorOnes.length,
      deeplyPoor: 0,
      nonPoor: others.length,
      unclassed: all - 112,
    });
    expect(await countAt('2019-08-01')).toMatchObject({ poor: poorOnes.length - 1, deeplyPoor: 1 });
    expect(await countAt('2020-01-01')).toMatchObject({ poor: poorOnes.length, deeplyPoor: 0 });
    const { history, place } = await admin.ok(getPlace, { home, input: { id: first ?? 0, asOf: '2019-12-31' } });
    expect(place.povertyClass).toBe('deeply-poor');
    expect(history.classes.map(({ class: is, from, to }) => [is, from, to])).toEqual([
      ['poor', '2014-01-01', '2018-01-01'],
      ['deeply-poor', '2018-01-01', '2020-01-01'],
      ['poor', '2020-01-01', null],
    ]);
  });

  it('refuses what is no village, reversed days and unknown places, and changes nothing then', async () => {
    const village = await idOf('621221112216');
    const given = { class: 'poor' as const, from: '2021-01-01', to: null, source };
    const code = async (input: object) =>
      (await commerce.refused(setPovertyClass, { home, input: { ...given, places: [village], ...input } })).code;
    expect(await code({ places: [village, await idOf('621221112')] })).toBe('place-not-village');
    expect(await code({ places: [village, 99_999_999] })).toBe('place-unknown');
    expect(await code({ to: '2021-01-01' })).toBe('dates-reversed');
    const { history } = await get('621221112216');
    expect(history.classes.some(({ from }) => from === '2021-01-01')).toBe(false);
  });
});

describe('identity', () => {
  it('[PROG-04] the village names that two townships share mean a place each, only together with the township', async () => {
    const names = stores.map(({ village }) => village);
    const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
    expect(twice.sort()).toEqual(['南山村', '石榴村', '石门村', '祁坝村', '草坝村', '赵山村'].sort());
    await resolveStores();
    const { items } = await admin.ok(listPlaceResolutions, { home, input: { limit: 500 } });
    for (const name of twice) {
      const rows = items.filter(({ villageText }) => villageText === name);
      expect(new Set(rows.map(({ townshipText }) => townshipText)).size, name).toBe(2);
      for (const row of rows) {
        const open = row.candidates.filter(({ score }) => score === 1000);
        expect(open, `${name} is never taken by name alone`).toEqual([]);
        if (row.chosen === null) continue;
        const { place } = await admin.ok(getPlace, { home, input: { id: row.chosen } });
        expect(place.path.at(-1)?.name, row.rowKey).toBe(row.townshipText);
      }
      const chosen = rows.flatMap((row) => row.chosen ?? []);
      expect(new Set(chosen).size).toBe(chosen.length);
    }
    const both = items.filter(({ villageText, chosen }) => villageText === '草坝村' && chosen !== null);
    expect(both).toHaveLength(2);
    const found = (await admin.ok(searchPlaces, { home, input: { text: '草坝村' } })).items.filter(
      (hit) => hit.inScope,
    );
    expect(new Set(both.map(({ chosen }) => chosen))).toEqual(new Set(found.map(({ id }) => id)));
    expect(new Set(found.map(({ path }) => path.at(-1))).size).toBe(2);
  });

  it('[PROG-04:work-list] of 124 rows of the store plan 112 are places and 12 stand in the work list', async () => {
    expect(stores).toHaveLength(124);
    const count = await resolveStores();
    expect(count).toEqual({ resolved: { exact: 93, variant: 0, alias: 19, former: 0, decided: 0 }, open: 12 });
    const input = { source: 'chengxian-2019/stores', openOnly: true };
    const list = await audit.ok(listPlaceResolutions, { home, input });
    expect([list.items.length, list.total, list.counts]).toEqual([12, 12, count]);
    expect(list.items.filter(({ candidates }) => candidates.length === 0)).toEqual([]);
    const rest = await audit.ok(listPlaceResolutions, { home, input: { limit: 20, offset: 110 } });
    expect([rest.items.length, rest.total]).toEqual([14, 124]);
  });

  it('a person decides an open row, and puts it back', async () => {
    const open = await commerce.ok(listPlaceResolutions, { home, input: { openOnly: true } });
    const row = open.items.find(({ villageText }) => villageText === '南山村') ?? expect.fail('not on the list');
    const place = row.candidates[0]?.id ?? 0;
    const key = { source: row.source, rowKey: row.rowKey, version: row.version };
    const decide = (input: object, who = commerce) =>
      who.refused(decidePlaceResolution, { home, input: { ...key, place, ...input } });
    expect((await decide({ rowKey: '无' })).code).toBe('resolution-unknown');
    expect((await decide({ place: 99_999_999 })).code).toBe('place-unknown');
    expect(await decide({ place: await idOf('140430') })).toMatchObject({
      code: 'place-elsewhere',
      params: { home: '140430' },
    });
    expect((await decide({}, audit)).code).toBe('not-permitted');
    const id = uuidV7(t.clock.milliseconds());
    const decided = await commerce.ok(decidePlaceResolution, { home, input: { ...key, place }, id });
    expect(decided).toEqual({ place, version: key.version + 1 });
    expect((await commerce.call(decidePlaceResolution, { home, input: { ...key, place }, id })).replayed).toBe(true);
    expect(await decide({})).toMatchObject({ code: 'stale', params: { version: key.version + 1 } });
    expect((await resolveStores()).resolved.decided).toBe(1);
    const back = { ...key, version: decided.version };
    await commerce.ok(undecidePlaceResolution, { home, input: back });
    expect((await commerce.refused(undecidePlaceResolution, { home, input: back })).code).toBe('stale');
    expect(await resolveStores()).toMatchObject({ open: 12 });
    const other = await t.signInAs({ home: '140430', role: 'commerce' });
    expect((await other.ok(listPlaceResolutions, { home: '140430', input: {} })).total).toBe(0);
  });
});

describe('changes', () => {
  it('a new name holds from its day on; the old one stays findable', async () => {
    const { place } = await get('621221113');
    const input = { place: place.id, version: place.version, name: '苏原镇', from: '2023-06-01', source };
    expect((await audit.refused(renamePlace, { home, input })).code).toBe('not-permitted');
    expect(await admin.ok(renamePlace, { home, input })).toEqual({ place: place.id, version: place.version + 1 });
    expect((await get('621221113', '2023-05-31')).place.name).toBe(place.name);
    const now = await get('621221113');
    expect([now.place.name, now.since, now.history.former.length]).toEqual(['苏原镇', '2023-06-01', 1]);
    const [hit] = (await admin.ok(searchPlaces, { home, input: { text: place.name } })).items;
    expect(hit).toMatchObject({ id: place.id, matchedBy: 'former' });
    const again = { ...input, version: now.place.version };
    const code = async (more: object) =>
      (await admin.refused(renamePlace, { home, input: { ...again, from: '2023-07-01', ...more } })).code;
    expect((await admin.refused(renamePlace, { home, input })).code).toBe('stale');
    expect(await code({ from: '2023-06-01' })).toBe('date-before-last-change');
    expect(await code({ from: '2024-01-01' })).toBe('date-ahead');
    expect(await code({ code: '621221112' })).toBe('code-taken');
    expect(await code({ code: '621221X99' })).toBe('code-not-fitting');
    expect(await code({ place: 99_999_999 })).toBe('place-unknown');
    expect(await code({ place: await idOf('140430100') })).toBe('place-elsewhere');
    const county = await get(home);
    expect(await code({ place: county.place.id, version: county.place.version, code: '621299' })).toBe('code-of-home');
  });

  it('a village goes under another township of its home only', async () => {
    const { place } = await get('621221112217');
    const move = { place: place.id, version: place.version, from: '2023-06-01', source };
    const code = async (parent: number, more = {}) =>
      (await commerce.refused(changePlaceParent, { home, input: { ...move, parent, ...more } })).code;
    expect(await code(await idOf('140430100'))).toBe('parent-elsewhere');
    expect(await code(place.id)).toBe('parent-not-above');
    expect(await code(99_999_999)).toBe('parent-unknown');
    expect(await code(await idOf('621200'), { place: await idOf(home), version: 1 })).toBe('place-keeps-records');
    const parent = await idOf('621221113');
    await commerce.ok(changePlaceParent, { home, input: { ...move, parent } });
    const pathAt = async (asOf: string) => (await get('621221112217', asOf)).place.path.at(-1)?.id;
    expect(await pathAt('2023-05-31')).toBe(await idOf('621221112'));
    expect(await pathAt('2023-06-01')).toBe(parent);
  });

  it('an alias means one place inside its township', async () => {
    const input = { place: await idOf('621221112218'), name: '长沟子村', from: '2010-01-01', source };
    const { within } = await commerce.ok(addPlaceAlias, { home, input });
    expect(within).toBe(await idOf('621221112'));
    const other = { ...input, place: await idOf('621221112219') };
    const code = async (more: object) =>
      (await commerce.refused(addPlaceAlias, { home, input: { ...other, ...more } })).code;
    expect(await code({})).toBe('alias-taken');
    expect(await code({ to: '2009-01-01' })).toBe('dates-reversed');
    expect(await code({ place: await idOf(home) })).toBe('place-keeps-records');
    expect(await code({ place: await idOf('140430100') })).toBe('place-elsewhere');
    const [hit] = (await audit.ok(searchPlaces, { home, input: { text: '长沟子' } })).items;
    expect(hit).toMatchObject({ id: input.place, matchedBy: 'alias', matchedText: '长沟子村' });
  });

  it('an ended place stays on the days it was there; one with units below cannot end', async () => {
    const { place } = await get('621221112220');
    const input = { place: place.id, version: place.version, until: '2023-10-01', source };
    const township = await get('621221112');
    const whole = { ...input, place: township.place.id, version: township.place.version };
    expect((await admin.refused(endPlace, { home, input: whole })).code).toBe('place-has-children');
    await admin.ok(endPlace, { home, input });
    const gone = await admin.refused(getPlace, { home, input: { id: place.id } });
    expect(gone).toMatchObject({ status: 404, code: 'place-not-then' });
    const before = await admin.ok(getPlace, { home, input: { id: place.id, asOf: '2023-09-30' } });
    expect([before.place.name, before.until]).toEqual([place.name, '2023-10-01']);
    const again = { ...input, version: place.version + 1 };
    expect((await admin.refused(endPlace, { home, input: again })).code).toBe('place-ended');
    const county = await get(home);
    const end = { ...input, place: county.place.id, version: county.place.version };
    expect((await admin.refused(endPlace, { home, input: end })).code).toBe('place-keeps-records');
  });

  it('a special unit gets the next code of its kind, and never a national one', async () => {
    const unit = { parent: await idOf(home), form: 'zone' as const, name: '成县产业园', since: '2020-05-01', source };
    const { code, place } = await admin.ok(addSpecialUnit, { home, input: unit });
    expect(code).toBe('621221Z02');
    const refuse = async (more: object) =>
      (await admin.refused(addSpecialUnit, { home, input: { ...unit, ...more } })).code;
    expect(await refuse({ code })).toBe('code-taken');
    expect(await refuse({ code: '621221199' })).toBe('code-not-fitting');
    expect(await refuse({ code: '140430Z09' })).toBe('code-not-fitting');
    expect(await refuse({ parent: await idOf('621200') })).toBe('parent-elsewhere');
    expect(await refuse({ parent: await idOf('621221112216') })).toBe('parent-not-above');
    expect(await refuse({ since: '2024-02-01' })).toBe('date-ahead');
    expect(await get('621221Z02', '2020-05-01')).toMatchObject({ place: { id: place } });
  });

  it('another county, and an office above it, cannot change a place; outside the jurisdiction it is not even told', async () => {
    const qin = await t.signInAs({ home: '140430', role: 'commerce' });
    const city = await t.signInAs({ home: '621200', role: 'commerce' });
    const cityAdmin = await t.signInAs({ home: '621200', role: 'administrator' });
    const input = { places: [await idOf('621221112216')], class: 'poor' as const, from: '2022-01-01', source };
    expect(await qin.refused(setPovertyClass, { home, input })).toMatchObject({ status: 404, code: 'not-found' });
    expect((await qin.refused(setPovertyClass, { home: '140430', input })).code).toBe('place-elsewhere');
    expect((await city.refused(setPovertyClass, { home, input })).code).toBe('not-permitted');
    expect((await cityAdmin.refused(setPovertyClass, { home: '621200', input })).code).toBe('place-elsewhere');
    expect(await cityAdmin.ok(setPovertyClass, { home, input })).toEqual({ changed: 1 });
  });
});
