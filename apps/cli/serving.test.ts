import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findEmbedded } from '@qianmo/platform/server';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qianmo, type Serving, startQianmo } from './testing/child.ts';

// One first start for all: it loads the register of the whole country. The tests go on where the one before ended.
let folder: string;
let data: string;
let serving: Serving;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'qianmo-serving-'));
  await chmod(folder, 0o711);
  data = at('data');
  serving = await startQianmo(data);
  await writeFile(at('passphrase'), 'a long enough passphrase\n');
});
afterAll(async () => {
  await serving.stop();
  await rm(folder, { recursive: true, force: true });
});

const on = (...args: string[]) => qianmo([...args, '--data', data]);

/** Runs SQL as whoever owns the machine, behind the log's back. */
async function tamper(sql: string): Promise<void> {
  const found = await findEmbedded(path.join(data, 'db'));
  const client = new Client(found?.connection);
  await client.connect();
  await client.query('set session_replication_role = replica');
  const { rowCount } = await client.query(sql);
  await client.end();
  expect(rowCount).toBe(1);
}

async function post(verb: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${serving.url}/api/-/session/${verb}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: serving.url },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe('the first start', () => {
  test('shows the progress of the register and a set-up link, and serves pages and interface', async () => {
    expect(serving.said()).toMatch(/places 10%[\s\S]*places 100%/);
    expect(serving.setUpToken).toMatch(/^[\w-]{32}$/);
    const page = await fetch(`${serving.url}/console/`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="root">')]);
    const description = (await (await fetch(`${serving.url}/api/openapi.json`)).json()) as Record<string, unknown>;
    expect(description).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) as string });
    expect(JSON.stringify(description)).not.toContain('steward');
  });

  test('a second start on the same folder is refused with a clear message, and harms nothing', async () => {
    const { code, err } = await on('start', '--port', '0');
    expect(code).toBe(1);
    expect(err).toMatch(/该数据文件夹正由另一个阡陌进程使用，请先停止它.*folder-in-use: .* is open in process \d+/);
    expect((await fetch(`${serving.url}/console/`)).status).toBe(200);
  });
});

describe('accounts', () => {
  const person = ['--name', '李明', '--home', '621221', '--unit', '商务局', '--title', '电商股长'];
  const tokenIn = (out: string) => out.trim().split('#')[1] ?? '';

  test('a user is added beside the running server, in the unit and post named, and the link works once', async () => {
    const added = await on('user', 'add', '--login', 'li.ming', '--role', 'commerce', ...person);
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('/console/invitation#') as string });
    const redeemed = { token: tokenIn(added.out), newPassword: '春天的田埂上有许多露水' };
    expect(await post('redeem-invitation', redeemed)).toMatchObject({ status: 200, body: { login: 'li.ming' } });
    expect((await post('redeem-invitation', redeemed)).body.code).toBe('invitation-void');
    const again = await on('user', 'add', '--login', 'li.ming', '--role', 'commerce', ...person);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('登录名已被使用') as string });
    const listed = (await on('user', 'list')).out.split('\n').filter((line) => line.includes('621221'));
    expect(listed).toEqual(['li.ming\t李明\t\t621221 commerce 商务局 电商股长']);
  });

  test('a wrong division, an unknown login and a needless act are refused', async () => {
    const elsewhere = person.map((word) => (word === '621221' ? '629999' : word));
    expect((await on('user', 'add', '--login', 'wang', '--role', 'audit', ...elsewhere)).err).toContain('not-found');
    expect((await on('user', 'link', 'nobody')).err).toContain('没有这个登录名');
    expect((await on('user', 'enable', 'li.ming')).err).toContain('账号并未停用');
    expect((await on('user', 'reset-second-factor', 'li.ming')).err).toContain('second-factor-none');
  });

  test('a disabled account gets no link and cannot sign in, until it is opened again', async () => {
    const signIn = () => post('sign-in', { login: 'li.ming', password: '春天的田埂上有许多露水' });
    expect((await signIn()).status).toBe(200);
    expect((await on('user', 'disable', 'li.ming')).code).toBe(0);
    expect((await signIn()).status).toBeGreaterThanOrEqual(400);
    expect((await on('user', 'link', 'li.ming')).err).toContain('账号已停用');
    expect((await on('user', 'enable', 'li.ming')).code).toBe(0);
    expect((await signIn()).status).toBe(200);
  });

  test('an administrator of the whole installation can be added and helped back in', async () => {
    const place = ['--unit', '平台管理', '--title', '值班管理员', '--home', '000000', '--name', '总管'];
    expect((await on('user', 'add', '--login', 'chief', '--role', 'commerce', ...place)).code).toBe(2);
    const added = await on('user', 'add', '--login', 'chief', '--role', 'administrator', ...place);
    const helped = await on('user', 'link', 'chief', '--url', 'https://qianmo.example/');
    expect(helped.out).toMatch(/^https:\/\/qianmo\.example\/console\/invitation#[\w-]{32}\n$/);
    const newPassword = '秋天的谷仓里还有许多陈米';
    expect((await post('redeem-invitation', { token: tokenIn(added.out), newPassword })).status).toBe(404);
    expect((await post('redeem-invitation', { token: tokenIn(helped.out), newPassword })).status).toBe(200);
  });
});

test('a changed pack makes a new version through the pipe; the same one again makes none', async () => {
  const pack = at('pack');
  await cp(new URL('../../packs/qinxian-2022', import.meta.url), pack, { recursive: true });
  const text = await readFile(path.join(pack, 'pack.yaml'), 'utf8');
  const changed = text.replace('zh: 沁县培育', 'zh: 沁县进一步培育');
  expect(changed).not.toBe(text);
  await writeFile(path.join(pack, 'pack.yaml'), changed);
  const words = ['pack', 'import', pack, '--effective-on', '2022-07-01', '--decision-title', '实施方案调整'];
  const done = await on(...words);
  expect([done.code, done.out]).toEqual([0, expect.stringMatching(/^qinxian-2022 第 2 版，[1-9]\d* 处变化/)]);
  expect((await on(...words)).out).toMatch(/^qinxian-2022 内容未变，仍为第 2 版/);
});

test('after kill -9 the next start works, and what was acknowledged is there', async () => {
  await serving.kill();
  serving = await startQianmo(data);
  expect(serving.setUpToken).toBeUndefined();
  expect((await on('user', 'list')).out).toContain('li.ming\t李明');
});

describe('audit', () => {
  test('the log is sealed, its witness taken away, and everything verifies', async () => {
    expect((await on('audit', 'seal')).code).toBe(0);
    const line = await on('audit', 'witness');
    expect(JSON.parse(line.out)).toMatchObject({ number: expect.any(Number) as number });
    await writeFile(at('witness'), await readFile(path.join(data, 'witness.log')));
    const { code, out } = await on('audit', 'verify', '--witness', at('witness'));
    expect([code, out]).toEqual([0, expect.stringContaining('未发现问题')]);
    expect((await on('audit', 'verify', '--witness', at('nothing'))).err).toContain('witness-missing');
  });
});

describe('backup', () => {
  const restored = () => at('restored');

  test('is taken while the server runs, and checked without the passphrase', async () => {
    const taken = await on('backup', '--to', at('backup'), '--passphrase-file', at('passphrase'));
    expect(taken).toMatchObject({ code: 0, out: expect.stringContaining(`${at('backup')}.keys`) as string });
    expect((await qianmo(['backup', 'verify', at('backup')])).code).toBe(0);
    const again = await on('backup', '--to', at('backup'), '--passphrase-file', at('passphrase'));
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('备份目标已存在') as string });
  });

  test('restore needs the passphrase; what comes back verifies without a server', async () => {
    await writeFile(at('wrong'), 'not the passphrase at all\n');
    const words = ['restore', '--from', at('backup'), '--data', restored(), '--passphrase-file'];
    expect((await qianmo([...words, at('wrong')])).err).toContain('口令不对');
    expect(await qianmo([...words, at('passphrase')])).toMatchObject({ code: 0 });
    const verified = await qianmo(['audit', 'verify', '--data', restored(), '--witness', at('witness')]);
    expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('未发现问题')]);
  });

  test.runIf(process.getuid?.() === 0)('a user without rights starts it from there', async () => {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' })));
    execFileSync('chown', ['-R', `${uid}:${gid}`, restored()]);
    const mine = await startQianmo(restored(), { as: { uid: uid ?? 0, gid: gid ?? 0 } });
    expect((await fetch(`${mine.url}/console/`)).status).toBe(200);
    expect(await mine.stop()).toBe(0);
  });

  test('a changed file of a backup is named, and nothing is restored from it', async () => {
    await writeFile(path.join(at('backup'), 'witness.log'), 'changed\n');
    const verified = await qianmo(['backup', 'verify', at('backup')]);
    expect(verified.code).toBe(1);
    expect(verified.out).toMatch(/^witness\.log: 被截断 truncated/m);
    const words = ['restore', '--from', at('backup'), '--data', at('other'), '--passphrase-file', at('passphrase')];
    expect((await qianmo(words)).err).toContain('备份已损坏');
  });
});

test('an edit behind the log is found and its row named', async () => {
  await tamper(`update organisation.person set name = '李冒' where name = '李明'`);
  await tamper(`update place.place set name = '冒县' where code = '621221'`);
  const { code, out } = await on('audit', 'verify', '--witness', at('witness'), '--language', 'en');
  expect(code).toBe(1);
  expect(out).toContain('2 problems found:');
  const row = /row differs from the log \[row-differs\].* table organisation\.person · key \{"id": ?"[0-9a-f-]{36}"\}/;
  expect(out).toMatch(row);
  expect(out).toMatch(/\[row-differs\].* table place\.place · key \{"id": ?\d+\} · home 621221: .*columns name/);
  expect(out).not.toContain('李');
});
