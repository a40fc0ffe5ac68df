import { startTestServer, type TestServer } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectionOf, trialHomes } from '../../testing/trial-worker.ts';
import { createPool, type Database, databaseOf } from '../database/pool.ts';
import { enterAs, inScope, type Stage } from '../jobs/scoped.ts';
import { liftHold, listHolds, placeHold, requireNoHold } from './holds.ts';

const home = '621221';
let t: TestServer;
let stage: Stage & { pool: ReturnType<typeof createPool> };

beforeAll(async () => {
  t = await startTestServer({ start: '2020-01-01T10:00:00+08:00' });
  stage = { pool: createPool(connectionOf(t, 'qianmo_job'), 6), clock: t.clock, homes: () => trialHomes };
});
afterAll(async () => {
  await stage.pool.end();
  await t.stop();
});

const at = <T>(run: (db: Database) => Promise<T>) => inScope(stage, 'system:trial', [home], run);
const hold = (reason = 'objection') => ({
  id: uuidV7(t.clock.milliseconds()),
  reason,
  by: 'trial',
  at: t.clock.instant(),
});
const payment = (id: string) => ({ home, kind: 'payment', id });

/** A transaction that stays open until the test ends it. */
async function open() {
  const client = await stage.pool.connect();
  await enterAs(stage, client, { actor: 'system:trial', homes: [home], act: null });
  return {
    db: databaseOf(client),
    end: async (how: 'commit' | 'rollback') => {
      await client.query(how);
      client.release();
    },
  };
}

/** Whether a statement of ours is waiting for a lock right now. */
const someoneWaits = async () => {
  const { rows } = await t.sql.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`,
  );
  return rows.length > 0;
};

it('a held record stops an act, until every hold is lifted', async () => {
  const [first, second] = [hold('objection'), hold('finding')];
  await at((db) => requireNoHold(db, payment('a')));
  await at((db) => placeHold(db, payment('a'), first));
  await at((db) => placeHold(db, payment('a'), first));
  await at((db) => placeHold(db, payment('a'), second));
  const refused = at((db) => requireNoHold(db, payment('b'), payment('a')));
  await expect(refused).rejects.toMatchObject({ code: 'on-hold', status: 409, findings: [{ verdict: 'block' }, {}] });
  await at((db) => requireNoHold(db, payment('b'), { ...payment('a'), kind: 'award' }));
  expect(await at((db) => liftHold(db, home, first.id, { by: 'x', at: t.clock.instant() }))).toBe(true);
  expect(await at((db) => liftHold(db, home, first.id, { by: 'x', at: t.clock.instant() }))).toBe(false);
  await expect(at((db) => requireNoHold(db, payment('a')))).rejects.toMatchObject({ params: { reason: 'finding' } });
  await at((db) => liftHold(db, home, second.id, { by: 'x', at: t.clock.instant() }));
  await at((db) => requireNoHold(db, payment('a')));
  const all = await at((db) => listHolds(db, payment('a')));
  expect(all.map((each) => [each.reason, each.liftedBy])).toEqual([
    ['finding', 'x'],
    ['objection', 'x'],
  ]);
});

it('a hold placed while the act runs waits for the act: it was not there when the act was decided', async () => {
  const act = await open();
  await requireNoHold(act.db, payment('c'));
  let placed = false;
  const placing = at((db) => placeHold(db, payment('c'), hold())).then(() => {
    placed = true;
  });
  await expect.poll(someoneWaits).toBe(true);
  expect(placed).toBe(false);
  await act.end('commit');
  await placing;
  await expect(at((db) => requireNoHold(db, payment('c')))).rejects.toMatchObject({ code: 'on-hold' });
});

it('an act that begins while a hold is being placed waits, and then sees it', async () => {
  const objection = await open();
  await placeHold(objection.db, payment('d'), hold());
  const act = at((db) => requireNoHold(db, payment('d')));
  const outcome = act.then(
    () => 'proceeded',
    (error: { code?: string }) => error.code,
  );
  await expect.poll(someoneWaits).toBe(true);
  await objection.end('commit');
  expect(await outcome).toBe('on-hold');
});

it('a hold whose act failed never was', async () => {
  const objection = await open();
  await placeHold(objection.db, payment('e'), hold());
  const act = at((db) => requireNoHold(db, payment('e')));
  await expect.poll(someoneWaits).toBe(true);
  await objection.end('rollback');
  await act;
});

it('two acts on one record do not wait for each other', async () => {
  const one = await open();
  await requireNoHold(one.db, payment('f'));
  await at((db) => requireNoHold(db, payment('f')));
  await one.end('commit');
});

it('the database lets nobody hold a record of another home', async () => {
  const foreign = { ...payment('a'), home: '533124' };
  await expect(at((db) => placeHold(db, foreign, hold()))).rejects.toThrow('row-level security');
});
