import { pages } from '@qianmo/console/pages';
import { grants as organisation } from '@qianmo/organisation/policy';
import type { Role } from '@qianmo/platform/contract';
import { grants as platform } from '@qianmo/platform/policy';
import { grants as programmeGrants } from '@qianmo/programme/policy';
import type { SignInAs } from '@qianmo/server/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { journey, picture } from './journey.ts';
import { importProgrammes } from './programmes.ts';

const home = '540200';
const programme = 'shigatse-2018';
const name = '德吉卓嘎';
const j = journey('2019-12-31T10:00:00+08:00');
beforeAll(() => importProgrammes(j.t));

const grants: Readonly<Record<string, readonly Role[]>> = { ...platform, ...programmeGrants, ...organisation };
const may = (role: Role, permission: string) =>
  permission === 'signed-in' || (grants[permission]?.includes(role) ?? false);
const isOutside = ({ group }: (typeof pages)[number]) => group === 'work' || group === 'system';

const posts: readonly Omit<SignInAs, 'home'>[] = [
  { role: 'leader' },
  { role: 'commerce' },
  { role: 'finance' },
  { role: 'poverty' },
  { role: 'audit' },
  { role: 'township-specialist', narrow: { kind: 'township', id: '540222100' } },
  { role: 'contractor' },
  { role: 'administrator' },
];

describe('every post finds its own console', () => {
  it.each(posts.map((post) => [post.role, post] as const))('[PLAT-08:rail] %s', async (role, post) => {
    const user = await j.t.signInAs({ ...post, home, name });
    const page = await j.open(user, '/console/');
    await page.waitForURL('**/console/inbox');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const open = pages.filter(({ permission }) => may(role, permission));
    const rail = page.getByRole('navigation', { name: '主导航' });
    await rail.getByRole('link').nth(1).waitFor();
    const shown = (await rail.getByRole('listitem').allTextContents()).map((text) => text.trim());
    const expected = open.filter(({ group, inRail }) => group !== 'system' && inRail !== false);
    expect(shown.toSorted()).toEqual(expected.map(({ title }) => `${title.zh}${title.en}`).toSorted());
    await page.getByRole('banner').getByRole('button', { name }).click();
    const menu = await page.getByRole('banner').locator('.qm-menu a').allTextContents();
    const system = open.filter(({ group, inRail }) => group === 'system' && inRail !== false);
    expect(menu.map((text) => text.trim()).toSorted()).toEqual(system.map(({ title }) => title.zh).toSorted());
    await picture(page, `role-${role}`);
    const closed = pages.filter(({ path, permission }) => !may(role, permission) && !path.includes('$'));
    for (const entry of closed) {
      await page.goto(`${j.t.url}/console/${isOutside(entry) ? '' : `${programme}/`}${entry.path}`);
      await page.getByText('这一页由别的岗位办理').waitFor();
      expect(await page.locator('main').textContent()).toContain(entry.permission);
    }
    await page.goto(`${j.t.url}/console/${programme}/programme`);
    await page.getByRole('heading', { level: 1, name: '方案总览' }).waitFor();
    await page.locator('.qm-loading').first().waitFor({ state: 'detached' });
    expect(await page.locator('main').textContent()).not.toMatch(/系统出错|没有加载成功|数据没有取到/);
    await page.context().close();
  });
});
