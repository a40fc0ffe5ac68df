import { defineIndicator, read } from '@qianmo/platform/contract';
import { createIndicators, type IndicatorOffer, on } from '@qianmo/platform/server';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getTarget, recordTargetValue } from '../contract.ts';
import { importPacks, storedFile } from '../testing/programmes.ts';
import { programmeHandlers } from './index.ts';

const SG = '540200';
const programme = 'shigatse-2018';
const target = 'SG-T09';

const words = { name: '服务点', formula: '计数', base: '全部', scope: '成员县', source: '占用登记' };
/** Stands in for a module above that counts its own records: holds placed at a home up to the day. */
const points: IndicatorOffer = {
  definition: defineIndicator({
    key: 'node_count.village_point',
    module: 'network',
    unit: 'point',
    kind: 'stock',
    dims: ['county'],
    basis: 'hold',
    words: { zh: words, en: words },
  }),
  value: async (db, { homes, at }) => {
    const { rows } = await sql<{ count: bigint }>`
      select count(*) as count from platform.hold
      where home = any (${[...homes]}::text[]) and placed_at < (${at}::date + 1)::timestamptz`.execute(db);
    const count = rows[0]?.count ?? 0n;
    return { numerator: count, denominator: 1n, sourceCount: Number(count) };
  },
  records: async () => ({ items: [], next: null }),
};

const counted = read({ ...getTarget, name: 'probe.getCounted', home: 'path', summary: 'as getTarget' });
const handlers = programmeHandlers({ indicators: createIndicators([points]), linkEvidence: async () => undefined });
const handle = handlers.find((bound) => bound.operation.name === getTarget.name)?.handle;

let t: TestServer;
let city: TestUser;
beforeAll(async () => {
  t = await startTestServer({
    start: '2019-07-01T10:00:00+08:00',
    extra: { bounds: [on(counted, (ctx, input) => handle?.(ctx, input as never) as never)], grants: {} },
  });
  await importPacks(t, [programme]);
  city = await t.signInAs({ home: SG, role: 'commerce' });
});
afterAll(() => t.stop());

async function addPoints(home: string, count: number, day: string): Promise<void> {
  await t.sql.query(
    `insert into platform.hold (home, id, subject_kind, subject, reason, placed_by, placed_at)
     select $1, gen_random_uuid(), 'point', n::text, 'open', 'x', $3::timestamptz from generate_series(1, $2) n`,
    [home, count, `${day}T08:00:00+08:00`],
  );
}

it('[PROG-07:counted] takes a figure from records where a module counts the metric, by day and by county', async () => {
  await addPoints('540222', 100, '2019-03-01');
  await addPoints('540202', 50, '2019-06-30');
  await addPoints('540221', 99, '2019-03-01');
  const evidence = [await storedFile(t, city, SG)];
  await city.ok(recordTargetValue, {
    home: SG,
    input: { programme, target, value: '9', observedOn: '2019-06-01', evidence },
  });
  const on = async (asOf: string, more: object = {}) =>
    (await city.ok(counted, { home: SG, input: { programme, target, asOf, ...more } })).target;
  // Records win over what was entered; a county that is no member does not count.
  expect(await on('2019-06-30')).toMatchObject({
    current: { source: 'indicator', value: '150/1', records: 150 },
    judged: { state: 'on_track', progressPercent: '55.56', elapsedPercent: '53.42' },
  });
  expect((await on('2019-06-29')).current).toMatchObject({ shown: '100', records: 100 });
  expect((await on('2019-06-30', { group: 'national' })).current.shown).toBe('100');
  expect((await on('2019-06-30', { county: '540202' })).current.shown).toBe('50');
  expect((await on('2019-02-28')).current).toMatchObject({ source: 'indicator', shown: '0', records: 0 });
  const plain = await city.ok(getTarget, { home: SG, input: { programme, target, asOf: '2019-06-30' } });
  expect(plain).toMatchObject({ indicator: null, target: { current: { source: 'entered', shown: '9' } } });
});
