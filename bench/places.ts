import { createPool, databaseOf, fromKysely, loadRegister, searchPlaces, withClient } from '@qianmo/platform/server';
import { buildTemplate, startCluster, TEMPLATE, TEST_PASSWORD } from '@qianmo/platform/testing';
import type { Line } from './report.ts';

const TEXTS_A_KIND = 300;
const MOST_MS = 20;

/** Type-ahead over the whole register as the application role: what a keystroke costs in the server, by kind of text. */
export async function benchPlaces(): Promise<Line[]> {
  const cluster = await startCluster();
  try {
    await buildTemplate(cluster, async (owner) => {
      await loadRegister(owner, { at: '2026-01-01T00:00:00Z' });
      await owner.query('analyze');
    });
    const pool = createPool(
      { ...cluster.connection, user: 'qianmo_app', password: TEST_PASSWORD, database: TEMPLATE },
      1,
    );
    try {
      const lines: Line[] = [];
      for (const [kind, texts] of await samples(pool)) lines.push(await time(pool, kind, texts));
      return lines;
    } finally {
      await pool.end();
    }
  } finally {
    await cluster.stop();
  }
}

type Pool = ReturnType<typeof createPool>;

/** Every so-many-th place of the register, so that the sample is the same in every run. */
async function samples(pool: Pool): Promise<Map<string, string[]>> {
  const { rows } = await pool.query<{ name: string; pinyin: string; initials: string; code: string }>(
    'select name, pinyin, initials, code from place.place where level >= 3 and id % 2111 = 7 order by id limit $1',
    [TEXTS_A_KIND],
  );
  return new Map([
    ['Chinese prefix', rows.map(({ name }) => name.slice(0, 2))],
    ['Chinese infix', rows.map(({ name }) => name.slice(1, 3)).filter((text) => text.length > 1)],
    ['pinyin', rows.map(({ pinyin }) => pinyin.slice(0, 5))],
    ['initials', rows.map(({ initials }) => initials.slice(0, 3))],
    ['code', rows.map(({ code }) => code.slice(0, 8))],
  ]);
}

async function time(pool: Pool, kind: string, texts: readonly string[]): Promise<Line> {
  const spent: number[] = [];
  await withClient(pool, async (client) => {
    const sql = fromKysely(databaseOf(client));
    for (const text of [...texts.slice(0, 30), ...texts]) {
      const started = performance.now();
      await searchPlaces(sql, { text, within: ['621221'] });
      spent.push(performance.now() - started);
    }
  });
  const sorted = spent.slice(30).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return {
    what: `type-ahead over the whole register, ${kind}: p95`,
    value: at(0.95),
    unit: 'ms',
    want: `≤ ${MOST_MS}`,
    met: at(0.95) <= MOST_MS,
    reference: `p50 ${at(0.5).toFixed(1)} ms`,
  };
}
