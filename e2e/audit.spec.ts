import { recordTargetValue, saveTask } from '@qianmo/programme/contract';
import type { TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, journey, picture } from './journey.ts';
import { enterShare, importProgrammes } from './programmes.ts';
import { type LogWorker, startLogWorker } from './worker.ts';

const home = '540200';
const programme = 'shigatse-2018';
const first = '江孜县乡镇站点选址';
const second = '江孜县乡镇站点选址与装修';
const j = journey('2019-12-31T10:00:00+08:00');
let log: LogWorker;
let commerce: TestUser;
let auditor: TestUser;
let task: string;

beforeAll(async () => {
  await importProgrammes(j.t);
  log = await startLogWorker(j.t);
  commerce = await j.t.signInAs({ home, role: 'commerce', name: '次仁旺姆' });
  auditor = await j.t.signInAs({ home, role: 'audit', name: '扎西平措' });
  const input = {
    programme,
    unit: { ref: 'city-commerce', name: '日喀则市商务局' },
    post: { title: '电子商务科科长' },
    workingDays: 20,
  };
  const made = await commerce.ok(saveTask, { home, input: { ...input, title: first } });
  task = made.id;
  await commerce.ok(saveTask, { home, input: { ...input, ...made, title: second } });
  await enterShare(j.t, commerce, { home, programme, target: 'SG-T02', observedOn: '2019-12-20', numerator: '41' });
});
afterAll(() => log?.stop());

/** Pages with the acts that the lead office is offered there. */
const offered: readonly (readonly [path: string, act: RegExp])[] = [
  ['programme/target/SG-T02', /^填报数值$/],
  ['programme/budget', /^编制新版$/],
  ['programme/budget?view=sources', /^登记资金$/],
  ['programme/phase?view=ledger', /^新建任务$/],
  ['programme/statement', /^下达责任书$/],
  ['programme/question', /^作决定$/],
  ['programme/version', /^导入方案包$/],
  ['programme/version?view=filings', /^登记其他报送$/],
  ['programme/selection', /^发布申报通知$|^发布通知$|^开始申报$|^发出申报通知$/],
];

const acts = (page: Page, name: RegExp) =>
  page.locator('main').getByRole('button', { name }).or(page.locator('main').getByRole('link', { name }));

describe('an auditor verifies the log and can change nothing', () => {
  let page: Page;
  const go = (path: string) => page.goto(`${j.t.url}/console/${path}`);

  it('[GOV-06:console] is shown every page of the programme and no act on any', async () => {
    page = await j.open(auditor, `/console/${programme}/programme`);
    const office = await j.open(commerce, `/console/${programme}/programme`);
    for (const [path, act] of offered) {
      await office.goto(`${j.t.url}/console/${programme}/${path}`);
      await acts(office, act).first().waitFor();
      await go(`${programme}/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.qm-loading').first().waitFor({ state: 'detached' });
      await page.waitForLoadState('networkidle');
      expect([path, await acts(page, act).count()]).toEqual([path, 0]);
    }
    await office.context().close();
  });

  it('[GOV-06:console] is refused every act of the house when sending it by hand, and nothing is kept', async () => {
    const writes = j.t.server.bounds
      .map(({ operation }) => operation)
      .filter(
        ({ kind, permission, name }) =>
          kind === 'write' && permission !== 'public' && permission !== 'signed-in' && name !== 'audit.checkChain',
      );
    expect(writes.length).toBeGreaterThan(40);
    const sent = writes.map(({ name, path }) => ({ name, path: path.replace(':home', home), id: uuidV7(Date.now()) }));
    const answers = await page.evaluate(async (all) => {
      const statuses: (readonly [string, number])[] = [];
      for (const { name, path, id } of all) {
        const headers = { 'content-type': 'application/json', 'idempotency-key': id };
        statuses.push([name, (await fetch(path, { method: 'POST', headers, body: '{}' })).status]);
      }
      return statuses;
    }, sent);
    expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
    const evidence = [{ kind: 'record' as const, subject: 'programme.task', id: task }];
    const figure = { programme, target: 'SG-T02', observedOn: '2019-12-30', value: '99', evidence };
    expect((await auditor.refused(recordTargetValue, { home, input: figure })).code).toBe('not-permitted');
    const kept = `select 1 from audit.operation where actor = $1 and outcome = 'done'`;
    expect((await j.t.sql.query(kept, [auditor.account])).rowCount).toBe(0);
  });

  it('[PLAT-07:console] reads in the log who changed what, old beside new', async () => {
    await go('system/audit');
    const rows = page.getByRole('row').filter({ hasText: 'programme.saveTask' });
    await rows.first().getByRole('button').click();
    const drawer = page.getByRole('dialog');
    const title = drawer.getByRole('row').filter({ hasText: 'title' }).filter({ hasText: second }).first();
    await title.waitFor();
    expect(await title.getByRole('cell').allTextContents()).toEqual([first, second]);
    await expectAccessible(page);
    await picture(page, 'audit-act');
    await page.keyboard.press('Escape');
  });

  /** Presses the button, lets the job run, and answers the newest line of the list. */
  async function verify() {
    await page.getByRole('button', { name: '核验日志' }).click();
    await page.getByText('核验已开始').waitFor();
    await log.worker.settled();
    await page.reload();
    const newest = page
      .getByRole('listitem')
      .filter({ hasText: /没有发现问题|个问题/ })
      .first();
    await newest.waitFor();
    return newest;
  }

  it('[PLAT-07:console] sees the newest seal, runs a verification and gets a clean report', async () => {
    await log.worker.tick();
    await log.worker.settled();
    await page.reload();
    await page
      .getByText(/第 \d+ 批/)
      .first()
      .waitFor();
    const newest = await verify();
    expect(await newest.textContent()).toContain('没有发现问题');
    await newest.getByRole('button').click();
    await page
      .getByRole('dialog')
      .getByText(/[1-9][\d,]* 批封存、[1-9][\d,]* 行日志、[1-9][\d,]* 行记录/)
      .waitFor();
    await expectAccessible(page);
    await picture(page, 'audit-clean');
    await page.keyboard.press('Escape');
  });

  it('[PLAT-07:console] sees the row that was changed behind the log, by name', async () => {
    await j.t.sql.query('set session_replication_role = replica');
    const changed = await j.t.sql.query(`update programme.task set title = '无此任务' where id = $1`, [task]);
    await j.t.sql.query('reset session_replication_role');
    expect(changed.rowCount).toBe(1);
    const newest = await verify();
    expect(await newest.textContent()).toContain('1 个问题');
    await newest.getByRole('button').click();
    const row = page.getByRole('dialog').getByRole('row').filter({ hasText: 'programme.task' });
    await row.waitFor();
    const text = (await row.textContent()) ?? '';
    expect(text).toContain('记录绕过日志被改');
    expect(text).toContain(task);
    expect(text).toContain('title');
    expect(text).not.toContain('无此任务');
    await picture(page, 'audit-tampered');
  });
});
