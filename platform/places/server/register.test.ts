import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readRegister } from '@qianmo/database/places';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verify } from '../../server/audit/verify.ts';
import { TEST_PASSWORD } from '../../testing/cluster.ts';
import { openPlaceDatabase, type PlaceDatabase } from '../../testing/place-database.ts';
import { loadRegister } from './load.ts';
import { searchPlaces } from './search.ts';

const at = '2026-01-01T00:00:00Z';

/** Loads in a process of its own and prints each step, so that it can be killed. */
function loadElsewhere(config: PlaceDatabase['config']): ChildProcess {
  const loader = JSON.stringify(new URL('./load.ts', import.meta.url).href);
  const script = `
    import pg from 'pg';
    import { loadRegister } from ${loader};
    const client = new pg.Client(${JSON.stringify(config)});
    await client.connect();
    await loadRegister(client, { at: '${at}', onProgress: (done) => console.log(done) });
    await client.end();`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('[PROG-02:whole-country] the register in the database', () => {
  let database: PlaceDatabase;
  const { size } = readRegister();

  beforeAll(async () => {
    database = await openPlaceDatabase('register_test');
  });
  afterAll(() => database.close());

  const count = async () => {
    const { rows } = await database.owner.query('select count(*)::integer as n from place.place');
    return rows[0]?.n;
  };

  test('a partial load of homes not in the register is refused and leaves nothing', async () => {
    const before = await count();
    await expect(loadRegister(database.owner, { at, only: ['999999'] })).rejects.toThrow(/999999/);
    expect(await count()).toBe(before);
  });

  test('killed in the middle it leaves nothing behind; the next load completes it', { timeout: 180_000 }, async () => {
    const before = await count();
    const { rows: indexes } = await database.owner.query(
      `select indexdef from pg_indexes where schemaname = 'place' order by 1`,
    );
    const child = loadElsewhere(database.config);
    for await (const line of child.stdout ?? []) if (Number(String(line).trim().split('\n').at(-1)) > 100_000) break;
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await count()).toBe(before);

    const steps: [number, number][] = [];
    const started = performance.now();
    const outcome = await loadRegister(database.owner, { at, onProgress: (done, total) => steps.push([done, total]) });
    console.log(`register: ${outcome.loaded} places in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    expect(outcome).toMatchObject({ loaded: size - before, placeCount: size });
    expect(steps.at(-1)).toEqual([size - before, size - before]);
    expect(await count()).toBe(size);
    const { rows: after } = await database.owner.query(
      `select indexdef from pg_indexes where schemaname = 'place' order by 1`,
    );
    expect(after).toEqual(indexes);
    const { rows: triggers } = await database.owner.query(
      `select tgname from pg_trigger where tgrelid = 'place.place'::regclass and tgenabled = 'D'`,
    );
    expect(triggers).toEqual([]);
  });

  test('loading again changes nothing', async () => {
    expect(await loadRegister(database.owner, { at })).toMatchObject({ loaded: 0, placeCount: size });
    expect(await loadRegister(database.owner, { at, only: ['621221'] })).toMatchObject({ loaded: 0 });
  });

  test('every place is there as the register has it', async () => {
    const { rows } = await database.owner.query({
      text: `select id, code, name, pinyin from place.place order by id`,
      rowMode: 'array',
    });
    let at = 0;
    let wrong = 0;
    for (const { id, code, name, pinyin } of readRegister().rows()) {
      const [thereId, thereCode, thereName, therePinyin] = rows[at] ?? [];
      if (thereId !== id || thereCode !== code || thereName !== name || therePinyin !== pinyin) wrong += 1;
      at += 1;
    }
    expect(wrong).toBe(0);
  });

  test('[PLAT-07:verify] the log verifies clean, though the register was loaded past it', {
    timeout: 120_000,
  }, async () => {
    const sealer = new Client({ ...database.config, user: 'qianmo_seal', password: TEST_PASSWORD });
    await sealer.connect();
    const { publicKey } = generateKeyPairSync('ed25519');
    const started = performance.now();
    const report = await verify(sealer, { witnessText: '', publicKey });
    await sealer.end();
    console.log(`verified ${report.rows} rows in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    expect(report).toMatchObject({ problemCount: 0, problems: [] });
    expect(report.rows).toBeGreaterThan(size);
  });

  test('type-ahead over the whole country: every kind of text answers in time', { timeout: 60_000 }, async () => {
    const rows = [...readRegister().rows()];
    const picked = Array.from({ length: 100 }, (_, n) => rows[(n * 6491 + 17) % rows.length]).filter(
      (row) => row !== undefined,
    );
    const kinds: Record<string, (name: string, pinyin: string, initials: string, code: string, n: number) => string> = {
      prefix: (name, _p, _i, _c, n) => name.slice(0, 1 + (n % 3)),
      infix: (name) => name.slice(1, 3),
      pinyin: (_n, pinyin, _i, _c, n) => pinyin.slice(0, 1 + (n % 9)),
      initials: (_n, _p, initials, _c, n) => initials.slice(0, 1 + (n % 4)),
      code: (_n, _p, _i, code, n) => code.slice(0, 1 + (n % 12)),
    };
    const took: Record<string, { p50: number; p95: number }> = {};
    for (const [kind, cut] of Object.entries(kinds)) {
      const times: number[] = [];
      for (const [n, { name, pinyin, initials, code }] of picked.entries()) {
        const started = performance.now();
        await searchPlaces(database.app, { text: cut(name, pinyin, initials, code, n) || name, within: ['621221'] });
        times.push(performance.now() - started);
      }
      const at = (part: number) => Number(times[Math.floor(times.length * part)]?.toFixed(1));
      times.sort((a, b) => a - b);
      took[kind] = { p50: at(0.5), p95: at(0.95) };
    }
    console.log(`type-ahead in ms: ${JSON.stringify(took)}`);
    // The bench holds p95 at 20 ms on a quiet machine; here only a plan gone wrong (it then takes hundreds) must fail.
    for (const [kind, { p50 }] of Object.entries(took)) expect(p50, kind).toBeLessThan(80);
  });

  test('the whole name finds the place itself among its namesakes in its county', async () => {
    const rows = [...readRegister().rows()].filter(({ id, level }) => level === 5 && id % 4001 === 0);
    expect(rows.length).toBeGreaterThan(100);
    for (const { id, name, code } of rows) {
      const hits = await searchPlaces(database.app, { text: name, within: [code.slice(0, 6)] });
      expect(
        hits.map((hit) => hit.id),
        name,
      ).toContain(id);
    }
  });
});
