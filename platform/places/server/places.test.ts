import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPlaceDatabase, type PlaceDatabase } from '../../testing/place-database.ts';
import {
  addAlias,
  addPlace,
  changePlace,
  countClasses,
  endPlace,
  findPlace,
  findPlaceByCode,
  getHistory,
  listChildren,
  setPovertyClass,
} from './queries.ts';
import { decideResolution, listResolutions, resolveRows } from './resolutions.ts';
import { searchPlaces } from './search.ts';

const cheng = '621221';
const day = '2022-01-01';
const source = 'test';

describe('places', () => {
  let database: PlaceDatabase;
  let sql: PlaceDatabase['app'];

  beforeAll(async () => {
    database = await openPlaceDatabase('places_test');
    sql = database.app;
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await sql.query(
      `begin; select set_config('app.read', '${cheng}', true), set_config('app.write', '${cheng}', true)`,
    );
  });
  afterEach(() => sql.query('rollback'));

  const idOf = async (code: string) => (await findPlaceByCode(sql, code)) ?? expect.fail(`no place ${code}`);
  const cardOf = async (id: number, at: string) =>
    (await findPlace(sql, id, at)) ?? expect.fail(`no place ${id} on ${at}`);
  const names = (homes: { name: string }[]) => homes.map(({ name }) => name);

  test('[PROG-02:tree] a village stands below township, county, prefecture and province', async () => {
    const card = await cardOf(await idOf('621221112216'), day);
    expect(card).toMatchObject({ name: '长沟村', kind: 'village', home: cheng, povertyClass: null });
    expect(names(card.path)).toEqual(['甘肃省', '陇南市', '成县', '鸡峰镇']);
    expect(await listChildren(sql, await idOf(cheng), day)).toHaveLength(17);
  });

  test('homes above and below', async () => {
    const ask = async (what: string, home: string) =>
      (await sql.query(`select place.${what}($1) as v`, [home])).rows[0]?.v;
    expect(await ask('home_ancestors', cheng)).toEqual(['621200', '620000']);
    expect(await ask('home_descendants', cheng)).toEqual([]);
    const xinjiang = await ask('home_descendants', '650000');
    expect(xinjiang).toContain('653100');
    expect(xinjiang).not.toContain('650000');
    expect(xinjiang).not.toContain('659000');
    const { rows } = await sql.query(
      `select code, parent, level from place.home where code in ('659001', '${cheng}') order by 1`,
    );
    expect(rows).toEqual([
      { code: cheng, parent: '621200', level: 'county' },
      { code: '659001', parent: '650000', level: 'county' },
    ]);
  });

  test('[PROG-02:history] 乡 becomes 镇 on a day: same id, both names known, each on its days', async () => {
    const id = await idOf('621221113');
    const { version } = await cardOf(id, day);
    const change = { id, version, from: '2021-06-01', name: '苏元镇', form: 'town', source: '甘民复' };
    await sql.query(`update place.place set name = '苏元乡', form = 'township' where id = $1`, [id]);
    expect(await changePlace(sql, change)).toBe(true);
    expect(await changePlace(sql, change)).toBe(false);
    await sql.query('set constraints all immediate');
    expect((await cardOf(id, '2021-05-31')).name).toBe('苏元乡');
    expect((await cardOf(id, '2021-06-01')).name).toBe('苏元镇');
    const village = await idOf('621221113202');
    expect(names((await cardOf(village, '2019-08-01')).path)).toContain('苏元乡');
    expect(names((await cardOf(village, '2021-06-01')).path)).toContain('苏元镇');
    const counted = async (at: string) => (await listChildren(sql, await idOf(cheng), at)).length;
    expect([await counted('2019-08-01'), await counted(day)]).toEqual([17, 17]);
    const found = await searchPlaces(sql, { text: '苏元乡', within: [cheng] });
    expect(found[0]).toMatchObject({ id, name: '苏元镇', matchedBy: 'former', matchedText: '苏元乡' });
  });

  test('former facts cannot reach into the present ones, nor overlap', async () => {
    const id = await idOf('621221113');
    const add = (valid: string) =>
      sql.query(
        `insert into place.former (place, valid, kind, form, code, name, source)
         values ($1, $2, 'township', 'township', '621221113', '苏元乡', 'test')`,
        [id, valid],
      );
    await sql.query('savepoint s');
    await add('[2000-01-01,2001-01-01)');
    await expect(sql.query('set constraints all immediate')).rejects.toThrow(/reach into/);
    await sql.query('rollback to s');
    await sql.query(`update place.place set since = '2010-01-01' where id = $1`, [id]);
    await add('[2000-01-01,2001-01-01)');
    await expect(add('[2000-06-01,2002-01-01)')).rejects.toThrow(/former_one_at_a_time/);
  });

  test('a changed code keeps id and home; the old code still finds the place', async () => {
    const id = await idOf(cheng);
    const { version } = await cardOf(id, day);
    expect(await changePlace(sql, { id, version, from: '2025-01-01', code: '621291', name: '成市', source })).toBe(
      true,
    );
    expect(await findPlaceByCode(sql, cheng)).toBe(id);
    expect(await findPlaceByCode(sql, '621291')).toBe(id);
    expect(await cardOf(id, '2025-01-01')).toMatchObject({ code: '621291', home: cheng });
    expect(await cardOf(id, '2024-12-31')).toMatchObject({ code: cheng, name: '成县' });
  });

  test('[PROG-02:special-units] a port, a zone or an e-town is a place with a letter in its code', async () => {
    const parent = await idOf(cheng);
    const town = {
      level: 4,
      kind: 'special' as const,
      form: 'e-town',
      code: '621221T01',
      name: '成县电商小镇',
      parent,
      since: null,
      source,
    };
    const id = await addPlace(sql, town);
    expect(id).toBeGreaterThanOrEqual(10_000_000);
    expect(await cardOf(id, day)).toMatchObject({ kind: 'special', home: cheng, code: '621221T01' });
    expect((await searchPlaces(sql, { text: 'cxds' }))[0]).toMatchObject({ id, matchedBy: 'initials' });
    expect((await searchPlaces(sql, { text: '621221t01' }))[0]?.id).toBe(id);
    await expect(addPlace(sql, { ...town, code: '621221901' })).rejects.toThrow(/place_special_code/);
  });

  test('an ended place keeps its record and leaves search and tree', async () => {
    const id = await idOf('621221112216');
    expect(await endPlace(sql, id, 1, '2024-01-01')).toBe(true);
    expect(await endPlace(sql, id, 1, '2024-01-01')).toBe(false);
    expect(await findPlace(sql, id, '2023-12-31')).toMatchObject({ name: '长沟村' });
    expect(await findPlace(sql, id, '2024-01-01')).toBeUndefined();
    expect((await searchPlaces(sql, { text: '长沟村', within: [cheng] })).map((hit) => hit.id)).not.toContain(id);
  });

  test('[PROG-03:class] the poverty class is a dated fact and decides denominators', async () => {
    const place = await idOf('621221112216');
    await setPovertyClass(sql, { place, class: 'poor', from: null, source });
    await setPovertyClass(sql, { place, class: 'deeply-poor', from: '2018-01-01', to: '2019-01-01', source });
    await setPovertyClass(sql, { place, class: 'non-poor', from: '2020-01-01', source });
    const days = ['2017-12-31', '2018-01-01', '2018-12-31', '2019-01-01', '2020-01-01'];
    const classes: unknown[] = [];
    for (const at of days) classes.push((await cardOf(place, at)).povertyClass);
    expect(classes).toEqual(['poor', 'deeply-poor', 'deeply-poor', 'poor', 'non-poor']);
    const [before] = await countClasses(sql, [cheng], '2018-06-01');
    const [after] = await countClasses(sql, [cheng], day);
    expect(before).toMatchObject({ poor: 0, deeplyPoor: 1, nonPoor: 0 });
    expect(after).toMatchObject({ poor: 0, deeplyPoor: 0, nonPoor: 1, unclassed: before?.unclassed });
    expect((await getHistory(sql, place)).classes).toHaveLength(4);
  });

  test('an alias means one place at a time within its township', async () => {
    const within = await idOf('621221112');
    const place = await idOf('621221112216');
    const alias = { place, name: '长沟子村', within, from: '2010-01-01', to: '2020-01-01', source };
    await addAlias(sql, alias);
    expect((await searchPlaces(sql, { text: 'changgouzi', within: [cheng] }))[0]).toMatchObject({
      id: place,
      matchedBy: 'alias',
      matchedText: '长沟子村',
    });
    await addAlias(sql, { ...alias, within: await idOf('621221113'), place: await idOf('621221113202') });
    const other = { ...alias, place: await idOf('621221112217'), from: '2019-12-31', to: null };
    await expect(addAlias(sql, other)).rejects.toThrow(/alias_means_one_place/);
  });

  describe('search', () => {
    const first = async (text: string, within?: string[]) => (await searchPlaces(sql, { text, within }))[0];

    test('by Chinese, full pinyin, initials and code, with the path', async () => {
      const found = { name: '长沟村', path: ['甘肃省', '陇南市', '成县', '鸡峰镇'], inScope: true };
      for (const text of ['长沟', 'changgou', '621221112216']) expect(await first(text, [cheng])).toMatchObject(found);
      expect((await searchPlaces(sql, { text: 'cgc', within: [cheng] })).map(({ name }) => name)).toContain('长沟村');
    });

    test('own scope first, then exact, higher, shorter', async () => {
      const hits = await searchPlaces(sql, { text: '新', within: [cheng] });
      expect(hits.slice(0, 2).map(({ name, inScope }) => [name, inScope])).toEqual([
        ['新村', true],
        ['新兴村', true],
      ]);
      expect(hits[2]).toMatchObject({ name: '新疆维吾尔自治区', inScope: false });
      expect(hits).toHaveLength(20);
      expect(await first('城关')).toMatchObject({ kind: 'township' });
    });

    test('infix finds what no prefix finds, also past a middle dot', async () => {
      const hits = await searchPlaces(sql, { text: '儿沟' });
      expect(hits.map(({ name }) => name)).toContain('枣儿沟村');
      const parent = await idOf('621221112');
      await addPlace(sql, {
        level: 5,
        kind: 'village',
        form: 'villagers',
        code: '621221112299',
        name: '阿里·木村',
        parent,
        since: null,
        source,
      });
      for (const text of ['里木', '阿里・木', '阿里•木村'])
        expect((await first(text, [cheng]))?.name).toBe('阿里·木村');
    });

    test('levels narrow, blank and unknown find nothing, wild cards are plain text', async () => {
      const levels = new Set((await searchPlaces(sql, { text: '城', levels: [3, 4] })).map(({ kind }) => kind));
      expect([...levels].every((kind) => kind === 'county' || kind === 'township')).toBe(true);
      for (const text of ['', ' ', '·', '%', '_', "'", '\\', '龘龘', '%村']) {
        expect(await searchPlaces(sql, { text, within: [cheng] })).toEqual([]);
      }
    });
  });

  describe('[PROG-04:work-list] the store plan of Cheng County, 2019', () => {
    const text = readFileSync(new URL('../../../packs/chengxian-2019/stores.csv', import.meta.url), 'utf8');
    const rows = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([township = '', village = '']) => ({ rowKey: `${township}/${village}`, township, village }));
    const input = { home: cheng, source: 'stores', asOf: '2019-08-01', rows };

    test('each of 124 villages is a place, or stands in the work list with candidates', async () => {
      expect(rows).toHaveLength(124);
      const count = await resolveRows(sql, input);
      console.log(`store plan 2019: ${JSON.stringify(count)}`);
      expect(count).toEqual({ resolved: { exact: 93, variant: 0, alias: 19, former: 0, decided: 0 }, open: 12 });
      const open = await listResolutions(sql, { home: cheng, openOnly: true });
      expect(open).toHaveLength(12);
      expect(open.filter(({ candidates }) => candidates.length === 0)).toEqual([]);
      const chosen = (await listResolutions(sql, { home: cheng })).flatMap((row) => row.chosen ?? []);
      expect(new Set(chosen).size).toBe(112);
    });

    test('a decision stays, a second reading changes nothing, a stale or foreign one is refused', async () => {
      await resolveRows(sql, input);
      const row = (await listResolutions(sql, { home: cheng, openOnly: true })).find(
        (each) => each.villageText === '南山村',
      );
      const place = row?.candidates[0]?.id ?? expect.fail('南山村 is not on the list');
      const decision = { home: cheng, source: 'stores', rowKey: row?.rowKey ?? '', version: 1, by: 'p' };
      expect(await decideResolution(sql, { ...decision, place: await idOf('140430') })).toBe(false);
      expect(await decideResolution(sql, { ...decision, place })).toBe(true);
      expect(await decideResolution(sql, { ...decision, place })).toBe(false);
      const again = await resolveRows(sql, input);
      expect([again.open, again.resolved.decided]).toEqual([11, 1]);
      const versions = (await listResolutions(sql, { home: cheng })).map(({ version }) => version);
      expect(versions.filter((version) => version > 1)).toEqual([2]);
    });

    test('another county sees nothing of it and writes nothing into it', async () => {
      await resolveRows(sql, input);
      await sql.query(`select set_config('app.read', '140430', true), set_config('app.write', '140430', true)`);
      expect(await listResolutions(sql, { home: cheng })).toEqual([]);
      await expect(resolveRows(sql, { ...input, source: 'other' })).rejects.toThrow(/row-level security/);
    });
  });
});
