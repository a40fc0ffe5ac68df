import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  defineIndicator,
  getIndicatorValue,
  type IndicatorDefinition,
  listIndicatorRecords,
  listIndicators,
} from '../../contract/indicator.ts';
import { connectionOf, trialHomes } from '../../testing/trial-worker.ts';
import { createPool } from '../database/pool.ts';
import { inScope } from '../jobs/scoped.ts';
import { insertItem } from '../notices/items.ts';
import { indicatorHandlers } from './handlers.ts';
import { createIndicators, type IndicatorOffer, recordsDiffer } from './registry.ts';

const words = { name: '按期办结率', formula: '已办结÷全部', base: '全部待办', scope: '本辖区', source: '待办记录' };
const english = {
  name: 'Closed share',
  formula: 'closed ÷ all',
  base: 'all items',
  scope: 'jurisdiction',
  source: 'inbox',
};
const definition = (key: string, kind: IndicatorDefinition['kind']) =>
  defineIndicator({
    key,
    module: 'inbox',
    unit: kind === 'ratio' ? 'percent' : 'item',
    kind,
    dims: ['county'],
    basis: 'inbox-item',
    words: { zh: words, en: english },
  });

/** Real counts over the inbox: how many rows are open, and what share is closed. */
function inboxOffer(key: string, ratio: boolean): IndicatorOffer {
  const weight = ratio ? sql<boolean>`closed_at is not null` : sql<boolean>`closed_at is null`;
  return {
    definition: definition(key, ratio ? 'ratio' : 'stock'),
    value: async (db, { homes }) => {
      const row = await db
        .selectFrom('platform.inbox_item')
        .select([sql<bigint>`count(*) filter (where ${weight})`.as('top'), sql<bigint>`count(*)`.as('all')])
        .where('home', 'in', [...homes])
        .executeTakeFirstOrThrow();
      return {
        numerator: row.top,
        denominator: ratio ? row.all : 1n,
        sourceCount: Number(ratio ? row.all : row.top),
      };
    },
    records: async (db, { homes }, { limit, after }) => {
      let rows = db
        .selectFrom('platform.inbox_item')
        .selectAll()
        .where('home', 'in', [...homes]);
      if (!ratio) rows = rows.where('closed_at', 'is', null);
      if (after) rows = rows.where(sql<boolean>`(home || ':' || id) > ${after}`);
      const found = await rows.orderBy('home').orderBy('id').limit(limit).execute();
      const last = found.at(-1);
      return {
        next: found.length === limit && last ? `${last.home}:${last.id}` : null,
        items: found.map((row) => ({
          home: row.home,
          kind: 'inbox-item',
          id: row.id,
          label: row.title_code,
          day: row.due_on,
          numerator: ratio && row.closed_at === null ? '0' : '1',
          denominator: ratio ? '1' : '0',
        })),
      };
    },
  };
}

const open = inboxOffer('inbox.open', false);
const closedShare = inboxOffer('inbox.closed-share', true);
const later = definition('market.online-retail', 'flow');
let t: TestServer;
let lead: TestUser;
let city: TestUser;

beforeAll(async () => {
  const indicators = createIndicators([open, closedShare], [later]);
  const bounds = indicatorHandlers(indicators);
  t = await startTestServer({ start: '2019-12-31T10:00:00+08:00', extra: { bounds, grants: {} } });
  lead = await t.signInAs({ home: '621221', role: 'commerce' });
  city = await t.signInAs({ home: '621200', role: 'commerce' });
  const stage = { pool: createPool(connectionOf(t, 'qianmo_job'), 2), clock: t.clock, homes: () => trialHomes };
  for (const [home, count] of [
    ['621221', 5],
    ['621200', 2],
    ['533124', 3],
  ] as const) {
    await inScope(stage, 'system:trial', [home], async (db) => {
      for (let n = 0; n < count; n += 1) {
        await insertItem(db, {
          home,
          id: `0189000${n}-0000-7000-8000-${home}000000`,
          source: 'trial',
          kind: 'task',
          subject: { kind: 'trial', id: String(n) },
          title: { code: 'trial.task', params: {} },
          to: { kind: 'role', role: 'commerce' },
          raisedBy: 'trial',
          now: t.clock.instant(),
        });
      }
    });
  }
  await stage.pool.end();
  await t.sql.query(
    `update platform.inbox_item set closed_at = '2020-01-01', closed_by = 'x', closed_how = 'done' where subject in ('0', '1')`,
  );
});
afterAll(() => t.stop());

const value = async (who: TestUser, home: string, input: { key: string; homes?: string[] }) =>
  (await who.ok(getIndicatorValue, { home, input })).figure;

describe('indicators', () => {
  it('[STAT-03:definitions] are defined once with formula, unit, base, scope and source', async () => {
    const { items } = await lead.ok(listIndicators, { home: '621221', input: {} });
    expect(items.map((item) => [item.key, item.offered])).toEqual([
      ['market.online-retail', false],
      ['inbox.open', true],
      ['inbox.closed-share', true],
    ]);
    expect(items[0]).toMatchObject({
      unit: 'item',
      kind: 'flow',
      basis: 'inbox-item',
      words: { zh: words, en: english },
    });
    expect((await lead.ok(listIndicators, { home: '621221', input: { module: 'funds' } })).items).toEqual([]);
    expect(() => createIndicators([open, open])).toThrow('offered twice');
    expect(() => createIndicators([open], [definition('inbox.open', 'flow')])).toThrow('defined twice');
    expect(() => defineIndicator({ ...later, words: { zh: words } as never })).toThrow();
  });

  it('count over the homes in sight, and say “entered” where no module counts', async () => {
    const open3 = { entered: false, numerator: '3', denominator: '1', value: '3/1', sourceCount: 3 };
    expect(await value(lead, '621221', { key: 'inbox.open' })).toEqual(open3);
    expect(await value(city, '621200', { key: 'inbox.open' })).toEqual(open3);
    expect(await value(city, '621200', { key: 'inbox.open', homes: ['621200'] })).toMatchObject({ numerator: '0' });
    const share = { numerator: '4', denominator: '7', value: '4/7', sourceCount: 7 };
    expect(await value(city, '621200', { key: 'inbox.closed-share' })).toMatchObject(share);
    expect(await value(lead, '621221', { key: 'market.online-retail' })).toEqual({ entered: true });
  });

  it('have no value, rather than 0, where nothing is divided by nothing', async () => {
    const other = await t.signInAs({ home: '140430', role: 'commerce' });
    expect(await value(other, '140430', { key: 'inbox.closed-share' })).toEqual({
      entered: false,
      numerator: '0',
      denominator: '0',
      value: null,
      sourceCount: 0,
    });
  });

  it('open into records that add up to the value, page by page', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const input = { key: 'inbox.closed-share', limit: 3, ...(after ? { after } : {}) };
      const page = await city.ok(listIndicatorRecords, { home: '621200', input });
      seen.push(...page.items.map((item) => `${item.home} ${item.id}`));
      after = page.next ?? undefined;
    } while (after);
    expect(new Set(seen).size).toBe(7);
    const stage = { pool: createPool(connectionOf(t, 'qianmo_job'), 2), clock: t.clock, homes: () => trialHomes };
    const question = { programme: null, homes: ['621221'], group: null, at: '2019-12-31' };
    await inScope(stage, 'system:trial', ['621221'], async (db) => {
      for (const offer of [open, closedShare]) expect(await recordsDiffer(db, offer, question)).toBeNull();
      const wrong: IndicatorOffer = {
        ...open,
        value: async () => ({ numerator: 9n, denominator: 1n, sourceCount: 3 }),
      };
      expect(await recordsDiffer(db, wrong, question)).toBe('records add up to 3, value is 9');
    });
    await stage.pool.end();
  });

  it('are refused where they are unknown, out of scope or not granted', async () => {
    const home = '621221';
    const key = 'inbox.open';
    for (const operation of [getIndicatorValue, listIndicatorRecords] as const) {
      const ask = operation as typeof getIndicatorValue;
      expect((await lead.refused(ask, { home, input: { key: 'no.such' } })).code).toBe('indicator-unknown');
      const above = await lead.refused(ask, { home, input: { key, homes: ['621200'] } });
      expect(above).toMatchObject({ status: 404, code: 'home-out-of-scope' });
      expect((await lead.refused(ask, { home: '533124', input: { key } })).code).toBe('not-found');
      const expert = await t.signInAs({ home, role: 'expert' });
      expect((await expert.refused(ask, { home, input: { key } })).code).toBe('not-permitted');
      expect((await expert.refused(listIndicators, { home, input: {} })).code).toBe('not-permitted');
    }
  });
});
