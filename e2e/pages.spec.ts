import { pages } from '@qianmo/console/pages';
import { saveAssociation } from '@qianmo/organisation/contract';
import { openCall, saveTask } from '@qianmo/programme/contract';
import type { TestUser } from '@qianmo/server/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSideways, journey, picture, sizes } from './journey.ts';
import { enterShare, importProgrammes, sendPaper } from './programmes.ts';
import { type LogWorker, startLogWorker } from './worker.ts';

const home = '540200';
const programme = 'shigatse-2018';
const j = journey('2019-12-31T10:00:00+08:00');
const ids: Record<string, string> = { target: 'SG-T02' };
let commerce: TestUser;
let administrator: TestUser;
let worker: LogWorker;

beforeAll(async () => {
  await importProgrammes(j.t);
  worker = await startLogWorker(j.t);
  await worker.worker.settled(); // what the plan says of groups and units is written by the event of its import
  commerce = await j.t.signInAs({ home, role: 'commerce', name: '次仁旺姆', unit: '日喀则市商务局' });
  administrator = await j.t.signInAs({ home, role: 'administrator', name: '格桑' });
  const entry = { home, programme, target: 'SG-T02' };
  await enterShare(j.t, commerce, { ...entry, observedOn: '2019-06-30', numerator: '24' });
  await enterShare(j.t, commerce, { ...entry, observedOn: '2019-12-20', numerator: '41' });
  ids.task = (await commerce.ok(saveTask, { home, input: task })).id;
  const evidence = [{ kind: 'file' as const, id: await sendPaper(j.t, commerce, home, '遴选通知.txt') }];
  ids.selection = (await commerce.ok(openCall, { home, input: { ...call, evidence } })).id;
  ids.user = commerce.person;
  ids.group = await groupId();
  const association = { name: '日喀则市农产品电商联合会', services: ['开店辅导', '物流议价'] };
  ids.association = (await commerce.ok(saveAssociation, { home, input: association })).id;
});
afterAll(() => worker?.stop());

async function groupId(): Promise<string> {
  const sql = `select id from organisation.leading_group where home = $1 and kind <> 'association' order by id limit 1`;
  const { rows } = await j.t.sql.query<{ id: string }>(sql, [home]);
  if (!rows[0]) throw new Error('the plan seeded no leading group');
  return rows[0].id;
}

const task = {
  programme,
  title: '江孜县乡镇站点选址与装修',
  unit: { ref: 'city-commerce', name: '日喀则市商务局' },
  post: { title: '电子商务科科长' },
  workingDays: 20,
  target: 'SG-T02',
};
const call = {
  programme,
  title: '2020年示范县竞争性选择',
  opensOn: '2019-12-20',
  closesOn: '2020-01-20',
  places: 2,
  minimumExperts: 3,
  criteria: [{ no: 1, text: '工作基础', points: '100' }],
  publishedAt: '市商务局网站',
};

type Entry = (typeof pages)[number];

/** Where a page stands; `$id` is that of a record of its register. */
function addressOf({ path, group }: Entry): string {
  const record = path.split('/').at(path.split('/').indexOf('$id') - 1) ?? '';
  const base = group === 'work' || group === 'system' ? '/console' : `/console/${programme}`;
  return `${base}/${path.replace('$id', ids[record] ?? '')}`;
}

/** Whoever of the two may open it: pages of the administrator are looked at as one. */
const asAdministrator = new Set(['audit.read', 'organisation.user.manage']);
const visitor = ({ permission }: Entry) => (asAdministrator.has(permission) ? administrator : commerce);

/** Nothing on the page waits, fails or is refused any more. */
async function expectSettled(shown: Page): Promise<void> {
  await shown.getByRole('heading', { level: 1 }).waitFor();
  await shown.locator('.qm-loading').first().waitFor({ state: 'detached' });
  const text = (await shown.locator('main').textContent()) ?? '';
  expect(text).not.toMatch(/系统出错|没有加载成功|数据没有取到|由别的岗位办理|找不到/);
}

const addresses = pages.map((entry) => [entry.path, entry] as const);

describe('every page of the console', () => {
  const windows = new Map<TestUser, Page>();
  /** One window for each of the two, as people keep one open. */
  async function show(entry: Entry): Promise<Page> {
    const user = visitor(entry);
    const shown = windows.get(user) ?? (await j.open(user, '/console/inbox'));
    windows.set(user, shown);
    await shown.setViewportSize(sizes.office);
    await shown.goto(j.t.url + addressOf(entry));
    return shown;
  }

  it.each(addresses)('%s on an office screen and a large one', async (path, entry) => {
    const shown = await show(entry);
    await expectSettled(shown);
    const heading = (await shown.getByRole('heading', { level: 1 }).textContent()) ?? '';
    expect(heading.trim()).not.toBe('');
    await expectNoSideways(shown);
    await expectAccessible(shown);
    const name = path.replaceAll('/', '-').replace('$', '');
    await picture(shown, `page-${name}`);
    await shown.setViewportSize(sizes.large);
    await expectNoSideways(shown);
    await picture(shown, `page-${name}-large`);
  });

  it('shows the sign-in page on a phone', async () => {
    const phone = await j.open(null, '/console/sign-in', 'phone');
    await phone.getByLabel('账号').waitFor();
    await expectNoSideways(phone);
    await expectAccessible(phone);
    await picture(phone, 'page-sign-in-phone');
  });
});

describe('[PLAT-09:long-names]', () => {
  it('the longest county name of the country is shown in full, wherever it stands', async () => {
    const name = '塔什库尔干塔吉克自治县';
    const region = await j.t.signInAs({ home: '650000', role: 'commerce', name: '阿卜杜热合曼·买买提' });
    const page = await j.open(region, '/console/xinjiang-2018/programme');
    for (const path of ['programme', 'programme/profile', 'programme/target?view=compare']) {
      await page.goto(`${j.t.url}/console/xinjiang-2018/${path}`);
      await expectSettled(page);
      const found = page.locator('main').getByText(name, { exact: true }).and(page.locator(':not(option)')).first();
      if (path === 'programme' || (await found.count()) > 0) expect(await isWhole(found)).toBe(true);
      await expectNoSideways(page);
      await picture(page, `long-names-${path.split('/').at(-1)?.split('?')[0]}`);
    }
    const bar = page.getByRole('banner').getByRole('button', { name: /阿卜杜热合曼·买买提/ });
    expect(await isWhole(bar)).toBe(true);
  });
});

/** Whether nothing of the text is cut off by its own box or one around it. */
function isWhole(found: ReturnType<Page['locator']>): Promise<boolean> {
  return found.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const ink = range.getBoundingClientRect();
    for (let box: Element | null = element; box; box = box.parentElement) {
      if (getComputedStyle(box).overflowX === 'visible') continue;
      const edge = box.getBoundingClientRect();
      if (ink.left < edge.left - 1 || ink.right > edge.right + 1) return false;
    }
    return ink.width > 0;
  });
}
