import type { TestUser } from '@qianmo/server/testing';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, journey, picture } from './journey.ts';
import { enterShare, importProgrammes } from './programmes.ts';

const home = '540200';
const programme = 'shigatse-2018';
const target = 'SG-T02';
const j = journey('2020-03-02T10:00:00+08:00');
let commerce: TestUser;

beforeAll(async () => {
  await importProgrammes(j.t);
  commerce = await j.t.signInAs({ home, role: 'commerce', name: '次仁旺姆' });
  const entry = { home, programme, target };
  await enterShare(j.t, commerce, { ...entry, observedOn: '2019-06-30', numerator: '24' });
  await enterShare(j.t, commerce, { ...entry, observedOn: '2019-12-20', numerator: '41' });
  await enterShare(j.t, commerce, { ...entry, observedOn: '2020-02-20', numerator: '58' });
});

/** Picks the day as a person does: 截至, year, month, day. */
async function pickDay(page: Page, day: string): Promise<void> {
  const [year = '', month = ''] = day.split('-');
  await page.getByRole('banner').getByRole('button', { name: /^截至/ }).click();
  await page.getByLabel('年', { exact: true }).selectOption(year);
  await page.getByLabel('月', { exact: true }).selectOption(String(Number(month)));
  await page.getByRole('button', { name: new RegExp(`^${day}`) }).click();
}

describe('an official opens Shigatse as of 2019-12-31 and follows a figure to its records', () => {
  let page: Page;
  const rail = (name: string) => page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name }).click();
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

  it('[PLAT-08:as-of] goes back to a day by the bar: the strip says so and nothing can be done any more', async () => {
    page = await j.open(commerce, `/console/${programme}/programme/target/${target}`);
    await page.getByRole('link', { name: '填报数值' }).waitFor();
    await page.getByRole('button', { name: '58 %', exact: true }).waitFor();
    await rail('方案总览');
    await heading('方案总览');
    await pickDay(page, '2019-12-31');
    await page.getByText('历史视图 截至 2019年12月31日 · 只读').waitFor();
    expect(new URL(page.url()).searchParams.get('asof')).toBe('2019-12-31');
    await expectAccessible(page);
    await picture(page, 'figure-overview');
  });

  it('a count of targets opens the targets it counts', async () => {
    const tile = page.locator('.qm-tile', { hasText: '已达标' });
    await tile.getByRole('button', { name: '1', exact: true }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('合计 1 = 显示值').waitFor();
    await expectAccessible(page);
    await drawer.getByRole('link', { name: '村级电商服务点覆盖率' }).click();
    await heading('村级电商服务点覆盖率');
  });

  it('[PLAT-10:records] the figure opens with its definition, its day and the entries of that day, and no later one', async () => {
    expect(new URL(page.url()).searchParams.get('asof')).toBe('2019-12-31');
    expect(await page.getByRole('link', { name: /^(填报数值|登记基数|更正)$/ }).count()).toBe(0);
    await page.getByRole('button', { name: '41 %', exact: true }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('由责任单位填报,附依据').waitFor();
    expect(await drawer.textContent()).toContain('2019年12月31日');
    const rows = drawer.getByRole('row');
    await rows.nth(2).waitFor();
    const entries = await rows.allTextContents();
    expect(entries).toHaveLength(3);
    expect(entries.filter((row) => row.includes('2019-12-20') && row.includes('41 / 100'))).toHaveLength(1);
    expect(entries.filter((row) => row.includes('2019-06-30') && row.includes('24 / 100'))).toHaveLength(1);
    await drawer.getByRole('link', { name: '村级服务点名册-2019-12-20.txt' }).waitFor();
    await expectAccessible(page);
    await picture(page, 'figure-records');
    await page.keyboard.press('Escape');
  });

  it('the paper behind an entry is the one that was sent', async () => {
    const link = page.getByRole('link', { name: '村级服务点名册-2019-12-20.txt' }).first();
    const waiting = page.waitForEvent('download');
    await link.click();
    const stream = await (await waiting).createReadStream();
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    expect(Buffer.concat(parts).toString()).toContain('每村一行，附站点照片');
  });

  it('[FUND-01:console] the budget adds up to 4,500 万元, centres stand exactly at their cap, upstream at 63.33 %', async () => {
    await rail('预算');
    await heading('预算');
    await page.getByText('4,500.00 万元').first().waitFor();
    const gauge = (share: string) => page.locator('.qm-gauge', { hasText: share });
    await gauge('15.00%').getByText('正好').waitFor();
    await gauge('63.33%').waitFor();
    await gauge('15.00%').getByRole('button', { name: '15.00%' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('heading', { name: '计入的预算行' }).waitFor();
    await drawer.getByText(/合计 675.00 万元 = 显示值/).waitFor();
    expect(await page.getByRole('link', { name: '编制新版' }).count()).toBe(0);
    await picture(page, 'figure-budget');
    await page.keyboard.press('Escape');
    await page.getByRole('status').getByRole('button', { name: '返回今日' }).click();
    await page.getByRole('link', { name: '编制新版' }).waitFor();
    expect(new URL(page.url()).searchParams.get('asof')).toBeNull();
  });
});
