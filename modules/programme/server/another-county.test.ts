import { startTestServer, type TestServer } from '@qianmo/server/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getBudget, importPack, listParameters, listProgrammes, listTargets, programmeOverview } from '../contract.ts';
import { fileOf } from '../testing/packs.ts';

/** A county of no shipped programme; its pack is Longchuan's under another name, with one figure of its own. */
const GYANTSE = '540222';

let t: TestServer;
beforeAll(async () => {
  t = await startTestServer({ start: '2020-10-01T10:00:00+08:00' });
});
afterAll(() => t.stop());

it('[PLAT-10:another-county] runs another county by its pack alone, beside the first, without a change of code', async () => {
  const text = fileOf('longchuan-2020', 'pack.yaml');
  const own = text
    .replaceAll('longchuan-2020', 'jiangzi-2020')
    .replaceAll('533124400', '540222A01')
    .replaceAll('533124', GYANTSE)
    .replaceAll('陇川县', '江孜县')
    .replace(/(id: LC-T01[\s\S]*?name:\n?\s*\{?\s*zh: )[^\n,]+/, '$1江孜自己的目标');
  const admin = await t.signInAs({ home: '000000', role: 'administrator' });
  const decision = { no: null, title: '江孜县实施方案' };
  await admin.ok(importPack, { home: '533124', input: { text, tables: {}, effectiveOn: '2019-09-01', decision } });
  await admin.ok(importPack, { home: GYANTSE, input: { text: own, tables: {}, effectiveOn: '2019-09-01', decision } });

  const official = await t.signInAs({ home: GYANTSE, role: 'commerce' });
  const { items } = await official.ok(listProgrammes, { home: GYANTSE, input: {} });
  expect(items.map((programme) => programme.id)).toEqual(['jiangzi-2020']);
  const asked = { home: GYANTSE, input: { programme: 'jiangzi-2020' } };
  const targets = await official.ok(listTargets, asked);
  expect(targets.total).toBe(25);
  expect(targets.items.map((target) => target.name.zh)).toContain('江孜自己的目标');
  expect((await official.ok(listParameters, asked)).items.length).toBeGreaterThan(10);
  expect((await official.ok(programmeOverview, asked)).id).toBe('jiangzi-2020');
  expect((await official.ok(getBudget, asked)).version).toBeDefined();
  expect((await official.refused(listTargets, { home: '533124', input: { programme: 'longchuan-2020' } })).code).toBe(
    'not-found',
  );
});
