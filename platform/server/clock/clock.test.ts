import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getClock, moveClock } from '../../contract/clock.ts';
import { connectionOf } from '../../testing/trial-worker.ts';
import { clockHandlers } from './handlers.ts';
import { foundInstallation, openInstallationClock } from './installation-clock.ts';

const founded = { id: '01890000-0000-7000-8000-000000000001', createdAt: '2018-01-01T00:00:00Z' };
const to = '2019-12-31T10:00:00+08:00';
const input = { to, reason: '演示' };
const servers: TestServer[] = [];

async function serve(kind: 'real' | 'demo'): Promise<{ t: TestServer; admin: TestUser }> {
  const t = await startTestServer({ extra: { bounds: clockHandlers, grants: {} } });
  servers.push(t);
  // The copy was founded as a test; only a superuser past all triggers can make it another.
  await t.sql.query(
    'set session_replication_role = replica; delete from platform.installation; reset session_replication_role',
  );
  await foundInstallation(t.sql, { ...founded, kind });
  return { t, admin: await t.signInAs({ home: '621221', role: 'administrator' }) };
}
afterAll(() => Promise.all(servers.map((t) => t.stop())));

describe('the clock of a demo', () => {
  let demo: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    demo = await serve('demo');
  });

  it('moves for every process that follows it, and for those that start later', async () => {
    const { t, admin } = demo;
    const one = await openInstallationClock(connectionOf(t, 'qianmo_app'));
    const two = await openInstallationClock(connectionOf(t, 'qianmo_job'));
    let told = 0;
    two.onMoved(() => {
      told += 1;
    });
    expect((await admin.ok(getClock, { input: {} })).moved).toBe(false);
    await admin.ok(moveClock, { input });
    await expect.poll(() => [one.clock.today(), two.clock.today(), told]).toEqual(['2019-12-31', '2019-12-31', 1]);
    const later = await openInstallationClock(connectionOf(t, 'qianmo_app'));
    expect(later.clock.today()).toBe('2019-12-31');
    expect(Math.abs(later.clock.milliseconds() - Date.parse(to))).toBeLessThan(60_000);
    expect(await admin.ok(getClock, { input: {} })).toMatchObject({ kind: 'demo', moved: true });
    await Promise.all([one.close(), two.close(), later.close()]);
  });

  it('follows again after its connection was cut, with what was missed', async () => {
    const { t } = demo;
    const clock = await openInstallationClock({ ...connectionOf(t, 'qianmo_app'), application_name: 'cut' });
    await t.sql.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut'`);
    await t.sql.query(
      `update platform.clock set offset_ms = 1000 * extract(epoch from timestamptz '2022-05-01 12:00+08' - clock_timestamp())::bigint`,
    );
    await expect.poll(() => clock.clock.today(), { timeout: 10_000 }).toBe('2022-05-01');
    await clock.close();
  });

  it('is moved by administrators only', async () => {
    const clerk = await demo.t.signInAs({ home: '621221', role: 'commerce' });
    expect((await clerk.refused(moveClock, { input })).code).toBe('not-permitted');
    expect((await clerk.ok(getClock, { input: {} })).kind).toBe('demo');
    expect((await demo.t.anonymous.refused(getClock, { input: {} })).code).toBe('not-signed-in');
  });
});

describe('the clock of a real installation', () => {
  let real: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    real = await serve('real');
  });

  it('refuses, in the operation and in the database itself', async () => {
    const { t, admin } = real;
    expect(await admin.refused(moveClock, { input })).toMatchObject({ status: 409, code: 'clock-not-movable' });
    await expect(t.sql.query('insert into platform.clock (offset_ms) values (5)')).rejects.toThrow('cannot be moved');
    const clock = await openInstallationClock(connectionOf(t, 'qianmo_app'));
    expect(Math.abs(clock.clock.milliseconds() - Date.now())).toBeLessThan(1_000);
    await clock.close();
  });

  it('stays real for ever', async () => {
    const { sql } = real.t;
    await expect(sql.query(`update platform.installation set kind = 'test'`)).rejects.toThrow('append-only');
    await expect(sql.query('delete from platform.installation')).rejects.toThrow('append-only');
    await expect(sql.query('truncate platform.installation')).rejects.toThrow('append-only');
    await expect(foundInstallation(sql, { ...founded, kind: 'demo' })).rejects.toThrow('installation-kind-fixed');
    const second = `insert into platform.installation values (gen_random_uuid(), 'test', '2018-01-01')`;
    await expect(sql.query(second)).rejects.toThrow('installation_only_one');
  });
});
