import type { TestUser } from '@qianmo/server/testing';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, journey, picture } from './journey.ts';
import { importProgrammes, packText } from './programmes.ts';

const home = '540200';
const programme = 'shigatse-2018';
const j = journey('2020-03-02T10:00:00+08:00');
let administrator: TestUser;

beforeAll(async () => {
  await importProgrammes(j.t);
  administrator = await j.t.signInAs({ home, role: 'administrator', name: '格桑' });
});

const plan = packText(programme);
const villagePoints = 'key: coverage.village_point\n    subject: null\n    operator: ">="\n    value: "40"\n';
/** The plan with one parameter raised from 40 to 45. */
const raised = plan.replace(villagePoints, villagePoints.replace('"40"', '"45"'));
/** The plan with a key that no plan has, and the plan with a county that no register knows. */
const strange = plan.replace(villagePoints, `${villagePoints}    hidden: true\n`);
const nowhere = plan.replaceAll('"540222"', '"549999"');
const lineOf = (text: string, what: string) => text.slice(0, text.indexOf(what)).split('\n').length;

const stored = async () => {
  const { rows } = await j.t.sql.query(
    `select (select count(*)::int from programme.pack_version where home = $1) as versions,
            (select count(*)::int from programme.parameter where home = $1) as parameters,
            (select count(*)::int from audit.operation where home = $1 and operation = 'programme.importPack') as acts`,
    [home],
  );
  return rows[0];
};

describe('an administrator imports a changed pack and sees the new version', () => {
  let page: Page;
  const check = async (text: string) => {
    const file = { name: 'pack.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) };
    await page.locator('main input[type="file"]').setInputFiles(file);
    await expect.poll(() => page.getByLabel('pack.yaml 内容').inputValue()).toBe(text);
    await page.getByRole('button', { name: '核对', exact: true }).click();
  };
  const go = (path: string) => page.goto(`${j.t.url}/console/${programme}/${path}`);

  it('[PROG-15:console] a wrong pack is told line by line, and nothing is stored', async () => {
    expect([raised, strange, nowhere].map((text) => text === plan)).toEqual([false, false, false]);
    const before = await stored();
    page = await j.open(administrator, `/console/${programme}/programme/version`);
    await page.getByRole('link', { name: '导入方案包' }).click();
    await check(strange);
    await page.getByText(/有 \d+ 处错误,没有存入任何内容/).waitFor();
    const unknown = page.getByRole('row').filter({ hasText: 'hidden' });
    const [line, path, reason] = await unknown.getByRole('cell').allTextContents();
    expect(Number(line)).toBe(lineOf(strange, '    hidden: true'));
    expect(path).toMatch(/^parameters/);
    expect(reason).toContain('未知的键“hidden”');
    await picture(page, 'pack-wrong');
    await page.getByRole('button', { name: '换一份' }).click();
    await check(nowhere);
    const place = page.getByRole('row').filter({ hasText: '未知的区划代码549999' }).first();
    const [placeLine] = await place.getByRole('cell').allTextContents();
    expect(Number(placeLine)).toBe(lineOf(nowhere, '"549999"'));
    expect(await page.getByRole('button', { name: '确认导入' }).count()).toBe(0);
    await expectAccessible(page);
    expect(await stored()).toEqual(before);
  });

  it('[PROG-15:console] a changed pack shows what changes before anything is stored', async () => {
    const before = await stored();
    await page.getByRole('button', { name: '换一份' }).click();
    await check(plan);
    await page.getByText('与第 1 版内容相同').waitFor();
    await page.getByRole('button', { name: '换一份' }).click();
    await check(raised);
    await page.getByText('与第 1 版相比有 1 处变化').waitFor();
    const change = page.getByRole('row').filter({ hasText: 'coverage.village_point' });
    expect(await change.getByRole('cell').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('40'), expect.stringContaining('45')]),
    );
    await expectAccessible(page);
    await picture(page, 'pack-difference');
    expect(await stored()).toEqual(before);
  });

  it('[PROG-15:console] imports it from a day by the paper of a decision, as version 2', async () => {
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.getByRole('alert').first().waitFor();
    await page.getByLabel('施行日').fill('2020-03-01');
    await page.getByPlaceholder('文件标题').fill('关于调整村级服务点覆盖率的通知');
    await page.getByPlaceholder('文号').fill('日商发〔2020〕3号');
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.getByText('已成为第 2 版,1 处变化').waitFor();
    await picture(page, 'pack-done');
    await page.getByRole('link', { name: '看版本' }).click();
    const newest = page.getByRole('row').filter({ hasText: '日商发〔2020〕3号' });
    await newest.waitFor();
    const text = (await newest.textContent()) ?? '';
    expect(text).toMatch(/^v2/);
    expect(text).toContain('2020-03-01');
    expect(text).toContain('当日施行');
    expect(text).toContain('格桑');
    await expectAccessible(page);
    await picture(page, 'pack-versions');
  });

  it('[PROG-15:console] the rules show the new value under version 2, and the old one for a day before', async () => {
    const value = page.getByRole('row').filter({ hasText: 'coverage.village_point' });
    await go('programme/parameter');
    await value.getByText('≥ 45 %').waitFor();
    await page
      .getByText(/v2|第 2 版/)
      .first()
      .waitFor();
    await go('programme/parameter?asof=2020-02-29');
    await value.getByText('≥ 40 %').waitFor();
    expect(await value.getByText('≥ 45 %').count()).toBe(0);
    await picture(page, 'pack-before');
  });
});
