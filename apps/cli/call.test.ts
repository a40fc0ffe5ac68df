import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qianmo } from './testing/child.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'qianmo-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('being called', () => {
  test('help names every command, Chinese before English, and tells one in full', async () => {
    const all = await qianmo(['help']);
    expect(all.code).toBe(0);
    for (const name of ['start', 'pack check', 'pack import', 'user add', 'backup', 'restore', 'audit verify']) {
      expect(all.out).toMatch(new RegExp(`^  ${name} +\\p{Script=Han}.*\\n +[a-z]`, 'mu'));
    }
    const one = await qianmo(['help', 'pack', 'import']);
    expect(one.out).toContain('qianmo pack import <folder> --effective-on YYYY-MM-DD --decision-title TEXT');
    expect((await qianmo(['pack', 'import', '--help'])).out).toBe(one.out);
  });

  test.each([
    ['an unknown command', ['plough'], '没有命令 plough'],
    ['an unknown flag', ['start', '--plough'], "Unknown option '--plough'"],
    ['a missing flag', ['backup', '--to', '/nowhere'], '缺少 missing --passphrase-file'],
    ['a missing word', ['pack', 'check'], '缺少 missing <folder>'],
    ['a word too many', ['user', 'link', 'li', 'wang'], '多余的参数 one word too many: wang'],
    ['no port', ['start', '--port', '65536'], '端口须为 0–65535'],
    ['half of HTTPS', ['start', '--tls-cert', 'cert.pem'], '--tls-cert 与 --tls-key 须同时给出'],
    ['no such role', addUser('--role', 'emperor'), 'no such role: emperor'],
  ])('%s ends with 2 and says why', async (_name, args, words) => {
    const { code, err, out } = await qianmo(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });
});

function addUser(...more: string[]): string[] {
  return ['user', 'add', '--login', 'li', '--name', '李', '--home', '621221', '--unit', '局', '--title', '长', ...more];
}

describe('a start that cannot be', () => {
  const start = (args: string[], env: Record<string, string> = {}) =>
    qianmo(['start', '--data', path.join(folder, 'none'), '--port', '0', ...args], { env });

  test('a port that is taken is told at once, before a database is made', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { code, err } = await start(['--port', String(port)]);
    other.close();
    expect(code).toBe(1);
    expect(err).toContain(`端口已被占用，请用 --port 换一个 · the port is taken`);
    expect(err).toContain(`port-in-use: 127.0.0.1:${port}`);
    await expect(readFile(path.join(folder, 'none', 'installation.json'))).rejects.toThrow('ENOENT');
  });

  test('certificate and key must be there and belong together', async () => {
    const missing = await start(['--tls-cert', path.join(folder, 'no.pem'), '--tls-key', path.join(folder, 'no.key')]);
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('tls-unreadable') as string });
    const file = path.join(folder, 'nonsense.pem');
    await writeFile(file, 'nonsense');
    const wrong = await start(['--tls-cert', file, '--tls-key', file]);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('证书与私钥不配套') as string });
  });

  test.each([
    ['postgresql://li:secret@[/x', 'database-url-invalid', 'DATABASE_URL 写法有误'],
    ['postgresql://li:secret@127.0.0.1:1/x', 'database-unreachable', '连不上数据库'],
  ])('DATABASE_URL %s: %s, and the password is not repeated', async (url, reason, words) => {
    const { code, err, out } = await start([], { DATABASE_URL: url });
    expect(code).toBe(1);
    expect(err).toContain(reason);
    expect(err).toContain(words);
    expect(err + out).not.toContain('secret');
  });

  test('commands on a folder without an installation say so', async () => {
    for (const args of [['audit', 'seal'], addUser('--role', 'commerce')]) {
      const { code, err } = await qianmo([...args, '--data', path.join(folder, 'none')]);
      expect(code).toBe(1);
      expect(err).toContain('该文件夹里没有阡陌的数据');
    }
  });
});

describe('pack check', () => {
  const shipped = fileURLToPath(new URL('../../packs/chengxian-2019', import.meta.url));

  test('a shipped pack is right', async () => {
    const { code, out } = await qianmo(['pack', 'check', shipped]);
    expect({ code, out }).toEqual({ code: 0, out: '配置包 chengxian-2019 没有问题 · pack chengxian-2019 is right\n' });
  });

  test('a broken pack: path, line and words of each problem, of the tables too', async () => {
    const pack = path.join(folder, 'pack');
    await cp(shipped, pack, { recursive: true });
    const text = await readFile(path.join(pack, 'pack.yaml'), 'utf8');
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.startsWith('programmeYear:'));
    lines.splice(at + 1, 0, 'ploughs: 3');
    await writeFile(path.join(pack, 'pack.yaml'), lines.join('\n'));
    const unknown = await qianmo(['pack', 'check', pack]);
    expect(unknown.code).toBe(1);
    expect(unknown.out).toBe(`pack.yaml:${at + 2} ploughs: 未知的键“ploughs” · unknown key "ploughs" [key-unknown]\n`);
    await writeFile(path.join(pack, 'pack.yaml'), text);
    const stores = (await readFile(path.join(pack, 'stores.csv'), 'utf8')).split('\n');
    stores[2] = `${stores[2]},x`;
    await writeFile(path.join(pack, 'stores.csv'), stores.join('\n'));
    const table = await qianmo(['pack', 'check', pack]);
    expect(table.code).toBe(1);
    expect(table.out).toMatch(/^stores\.csv:3 stores\.csv\[1\]: .*\[table-row\]$/m);
    expect((await qianmo(['pack', 'check', folder])).err).toContain('文件夹里没有 pack.yaml');
  });
});
