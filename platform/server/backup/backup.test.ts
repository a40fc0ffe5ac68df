import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachInstallation, type Installation, openInstallation } from '../database/installation.ts';
import { type BackupOutcome, backup, externalCommands } from './backup.ts';
import { segmentsBetween } from './cluster.ts';
import { keysFileOf, verifyBackup } from './manifest.ts';
import { restore } from './restore.ts';

const now = '2026-11-22T05:00:00Z';
const say = () => undefined;
let root: string;
let installation: Installation;
let taken: BackupOutcome;
const at = (name: string) => path.join(root, name);
/** Rows that writers had acknowledged when the backup began, and when it ended. */
const acknowledged = { before: 0, after: 0 };

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'qianmo-backup-'));
  await chmod(root, 0o711);
  await writeFile(at('passphrase'), 'correct horse battery staple\n', { mode: 0o600 });
  installation = await openInstallation(at('home'), { say, now, kind: 'test', fsync: false });
  await writeFile(path.join(installation.filesFolder, 'evidence'), '收据');
  await writeFile(installation.witnessFile, '{"number":1}\n');
  await backUpUnderLoad();
});

afterAll(async () => {
  await installation.stop();
  await rm(root, { recursive: true, force: true });
});

async function backUpUnderLoad(): Promise<void> {
  const owner = await installation.owner();
  await owner.query('create table public.load_row (writer int, n int, filler text, primary key (writer, n))');
  await owner.end();
  let over = false;
  let rows = 0;
  const writers = [1, 2, 3, 4].map(async (writer) => {
    const client = await installation.owner();
    for (let n = 1; !over; n++) {
      await client.query('insert into public.load_row values ($1, $2, $3)', [writer, n, 'x'.repeat(2_000)]);
      rows += 1;
    }
    await client.end();
  });
  while (rows < 500) await new Promise((resolve) => setTimeout(resolve, 10));
  acknowledged.before = rows;
  taken = await backup(installation, { to: at('saved'), passphraseFile: at('passphrase'), say, now });
  acknowledged.after = rows;
  over = true;
  await Promise.all(writers);
}

const request = (passphraseFile = at('passphrase')) => ({ passphraseFile, say });

test('a backup under write load holds every row acknowledged before it, and starts again', async () => {
  expect(acknowledged.after).toBeGreaterThan(acknowledged.before);
  const { tablesRead } = await restore(at('saved'), at('again'), request());
  expect(tablesRead).toBeGreaterThan(10);
  const restored = await openInstallation(at('again'), { say, now, fsync: false });
  const client = new Client(restored.connection('qianmo_app'));
  await client.connect();
  await client.end();
  const owner = await restored.owner();
  const counts = await owner.query(
    `select sum(high)::int as upto, sum(here)::int as here
     from (select max(n) as high, count(*) as here from public.load_row group by writer) each`,
  );
  await owner.query(`insert into public.load_row values (0, 0, 'written after')`);
  await owner.end();
  await restored.stop();
  expect(counts.rows[0].here).toBe(counts.rows[0].upto); // no gap in what any writer wrote
  expect(counts.rows[0].here).toBeGreaterThanOrEqual(acknowledged.before);
  expect(restored.record.id).toBe(installation.record.id);
  expect(restored.keys.currentMaster).toBe(installation.keys.currentMaster);
  expect(await readFile(path.join(restored.filesFolder, 'evidence'), 'utf8')).toBe('收据');
  expect(await readFile(restored.witnessFile, 'utf8')).toBe('{"number":1}\n');
});

test('the list names every file, holds ids of keys and no key', async () => {
  const check = await verifyBackup(at('saved'));
  expect(check.problems).toEqual([]);
  expect(check.manifest.files.length).toBeGreaterThan(500);
  expect(check.manifest.keyIds).toContain(installation.keys.currentMaster);
  const secrets = [installation.keys.rolePassword, installation.keys.lookup.toString('base64')];
  const texts = [
    await readFile(path.join(at('saved'), 'manifest.json'), 'utf8'),
    await readFile(taken.keysFile, 'utf8'),
  ];
  for (const text of texts) for (const secret of secrets) expect(text).not.toContain(secret);
  expect((await readdir(at('saved'))).sort()).toEqual([
    'database',
    'files',
    'installation.json',
    'manifest.json',
    'witness.log',
  ]);
  expect((await stat(taken.keysFile)).mode & 0o777).toBe(0o600);
});

test('after a backup the server keeps no log for it', async () => {
  const owner = await installation.owner();
  const { rows } = await owner.query('select count(*)::int as slots from pg_replication_slots');
  await owner.end();
  expect(rows[0].slots).toBe(0);
});

test('a command beside the running server takes the same backup', async () => {
  const beside = await attachInstallation(at('home'), { say, now });
  const outcome = await backup(beside, { to: at('beside'), passphraseFile: at('passphrase'), say, now });
  expect(outcome.manifest.database.included).toBe(true);
  expect((await verifyBackup(at('beside'))).problems).toEqual([]);
  await rm(at('beside'), { recursive: true });
});

test('without the passphrase, with a wrong one, or without the key file nothing is restored', async () => {
  await writeFile(at('wrong'), 'incorrect horse battery staple\n');
  await writeFile(at('short'), 'short\n');
  await expect(restore(at('saved'), at('no'), request(at('wrong')))).rejects.toThrow('passphrase-wrong');
  await expect(restore(at('saved'), at('no'), request(at('short')))).rejects.toThrow('passphrase-too-short');
  await expect(restore(at('saved'), at('no'), request(at('none')))).rejects.toThrow('passphrase-missing');
  await rename(taken.keysFile, at('apart.keys'));
  await expect(restore(at('saved'), at('no'), request())).rejects.toThrow('keys-file-missing');
  await rename(at('apart.keys'), taken.keysFile);
  await expect(stat(at('no'))).rejects.toThrow('ENOENT');
});

test('a folder in use is neither restored into nor backed up over', async () => {
  await expect(restore(at('saved'), at('home'), request())).rejects.toThrow('folder-not-empty');
  const again = { to: at('saved'), passphraseFile: at('passphrase'), say, now };
  await expect(backup(installation, again)).rejects.toThrow('backup-exists');
  await expect(backup(installation, { ...again, to: at('home/inside') })).rejects.toThrow('backup-inside');
});

test('a file cut short, changed, gone or added is named, and nothing is restored', async () => {
  const largest = taken.manifest.files.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  const [evidence, witness] = [path.join(at('saved'), 'files/evidence'), path.join(at('saved'), 'witness.log')];
  const whole = await readFile(path.join(at('saved'), largest.path));
  await truncate(path.join(at('saved'), largest.path), largest.bytes - 1);
  await writeFile(evidence, '收條');
  await rename(witness, at('aside'));
  await writeFile(path.join(at('saved'), 'files/added'), '');
  const { problems } = await verifyBackup(at('saved'));
  expect(problems).toHaveLength(4);
  expect(problems).toEqual(
    expect.arrayContaining([
      { path: largest.path, kind: 'truncated' },
      { path: 'files/evidence', kind: 'changed' },
      { path: 'witness.log', kind: 'missing' },
      { path: 'files/added', kind: 'unexpected' },
    ]),
  );
  await expect(restore(at('saved'), at('no'), request())).rejects.toThrow(`${largest.path} truncated`);
  await writeFile(path.join(at('saved'), largest.path), whole);
  await writeFile(evidence, '收据');
  await rename(at('aside'), witness);
  await rm(path.join(at('saved'), 'files/added'));
});

test('a list that was changed together with its files is found by the key file', async () => {
  const file = path.join(at('saved'), 'manifest.json');
  const honest = await readFile(file);
  await appendFile(file, ' ');
  await expect(restore(at('saved'), at('no'), request())).rejects.toThrow('manifest.json was changed');
  await writeFile(file, honest.toString('utf8').replace('"files/evidence"', '"../../escaped"'));
  await expect(restore(at('saved'), at('no'), request())).rejects.toThrow('manifest.json is not readable');
  await writeFile(file, honest);
});

test('the database of another server is not in the backup, and the command for it is given', async () => {
  const lines: string[] = [];
  const databaseUrl = 'postgresql://owner:hush-hush@db.example:5432/qianmo?sslmode=verify-full';
  const external: Installation = { ...installation, dataFolder: null, databaseUrl, embedded: null };
  const to = at('external');
  const { manifest } = await backup(external, {
    to,
    passphraseFile: at('passphrase'),
    say: (line) => void lines.push(line),
    now,
  });
  expect(manifest.database).toMatchObject({
    included: false,
    take: expect.stringContaining('pg_dump --format=custom'),
  });
  expect(lines.join()).toContain('NOT in this backup');
  expect(lines.join() + (await readFile(path.join(to, 'manifest.json'), 'utf8'))).not.toContain('hush-hush');
  const outcome = await restore(to, at('external-again'), {
    passphraseFile: at('passphrase'),
    say: (line) => void lines.push(line),
  });
  expect(outcome.tablesRead).toBeNull();
  expect(lines.at(-1)).toContain('pg_restore');
  expect((await readdir(at('external-again'))).sort()).toEqual([
    'files',
    'installation.json',
    'keys',
    'log',
    'witness.log',
  ]);
});

test('the command never shows the password, whatever stands in it', () => {
  for (const password of ['p%40ss', 'pa:ss', 'p@ss', "it's", 'ss']) {
    expect(externalCommands(`postgresql://u:${password}@h:6000/d?sslmode=verify-full`).take).toBe(
      'pg_dump --format=custom --file=qianmo.dump --dbname="host=h port=6000 user=u dbname=d sslmode=verify-full"',
    );
  }
  expect(() => externalCommands('postgresql://u:hush-hush@h:port/d')).toThrow(/^database-url-invalid: (?!.*hush)/);
});

test('log files are counted across the end of a number', () => {
  expect([...segmentsBetween('0000000100000000000000FE', '000000010000000100000001')]).toEqual([
    '0000000100000000000000FE',
    '0000000100000000000000FF',
    '000000010000000100000000',
    '000000010000000100000001',
  ]);
});

test('an unfinished backup has neither the name nor the keys of one', async () => {
  const broken: Installation = {
    ...installation,
    dataFolder: null,
    databaseUrl: 'postgresql://h/d',
    filesFolder: at('not-there'),
  };
  const to = at('broken');
  await expect(backup(broken, { to, passphraseFile: at('passphrase'), say, now })).rejects.toThrow('ENOENT');
  await mkdir(at('empty'));
  await expect(verifyBackup(at('empty'))).rejects.toThrow('this is not a finished backup');
  for (const name of [to, `${to}.unfinished`, keysFileOf(to)]) await expect(stat(name)).rejects.toThrow('ENOENT');
});
