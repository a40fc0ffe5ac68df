import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachInstallation, type Installation, type InstallationOptions, openInstallation } from './installation.ts';

const base: InstallationOptions = { say: () => undefined, now: '2026-11-22T05:00:00Z', fsync: false };
let root: string;
let folder: string;
let installation: Installation;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'qianmo-installation-'));
  await chmod(root, 0o711); // as root the database's user has to pass through
  folder = path.join(root, '.qianmo');
  installation = await openInstallation(folder, { ...base, kind: 'demo' });
});

afterAll(async () => {
  await installation.stop();
  await rm(root, { recursive: true, force: true });
});

const modeOf = async (name: string) => (await stat(path.join(folder, name))).mode & 0o777;

test('secrets stand outside the database, readable by their owner alone', async () => {
  expect(await modeOf('keys')).toBe(0o700);
  expect(await modeOf('keys/keys.json')).toBe(0o600);
  expect(await modeOf('files')).toBe(0o700);
  const { keys } = installation;
  expect(keys.masters.get(keys.currentMaster)).toHaveLength(32);
  expect(keys.auditSigning.asymmetricKeyType).toBe('ed25519');
  const record = await readFile(path.join(folder, 'installation.json'), 'utf8');
  for (const secret of [keys.rolePassword, keys.lookup.toString('base64')]) expect(record).not.toContain(secret);
});

test('each role connects, and owns nothing', async () => {
  for (const role of ['qianmo_app', 'qianmo_auth', 'qianmo_job', 'qianmo_seal', 'qianmo_worker'] as const) {
    const client = new Client(installation.connection(role));
    await client.connect();
    const { rows } = await client.query<{ who: string; power: boolean; zone: string }>(
      `select current_user as who, rolsuper or rolcreaterole or rolcreatedb as power, current_setting('timezone') as zone
       from pg_roles where rolname = current_user`,
    );
    await client.end();
    expect(rows).toEqual([{ who: role, power: false, zone: 'Asia/Shanghai' }]);
  }
});

test('values come out exact: bigint, days and numbers as text, instants in ISO', async () => {
  const owner = await installation.owner();
  const { rows } = await owner.query(
    `select 9007199254740993::int8 as big, array[1, null]::int8[] as list, date '2020-02-29' as day, 1.10::numeric as exact,
       array[date '2020-02-29'] as days, timestamptz '2020-01-02 03:04:05.678Z' as instant, '{"a": [1]}'::jsonb as tree`,
  );
  await owner.end();
  expect(rows[0]).toMatchObject({ big: 9007199254740993n, list: [1n, null], day: '2020-02-29', days: ['2020-02-29'] });
  expect(rows[0]).toMatchObject({ exact: '1.10', tree: { a: [1] } });
  expect(Date.parse(rows[0].instant)).toBe(Date.parse('2020-01-02T03:04:05.678Z'));
});

test('a short command uses the running server and sees its database', async () => {
  const beside = await attachInstallation(folder, base);
  expect(beside.embedded).toBeNull();
  expect(beside.record.id).toBe(installation.record.id);
  const owner = await beside.owner();
  const { rows } = await owner.query('select count(*)::int as steps from migration.applied');
  await owner.end();
  await beside.stop();
  expect(rows[0].steps).toBeGreaterThan(0);
  expect(installation.embedded?.pid).toBeGreaterThan(0);
  await expect(attachInstallation(path.join(root, 'none'), base)).rejects.toThrow('no-installation');
});

test('the kind of an installation is for ever', async () => {
  await expect(attachInstallation(folder, { ...base, kind: 'real' })).rejects.toThrow(
    'kind-fixed: this installation was made as demo',
  );
  const file = path.join(folder, 'installation.json');
  const honest = await readFile(file, 'utf8');
  await writeFile(file, honest.replace('"demo"', '"real"'));
  await expect(attachInstallation(folder, base)).rejects.toThrow('record-forged');
  await writeFile(file, honest);
});

test('lost keys are not replaced by new ones', async () => {
  const file = path.join(folder, 'keys', 'keys.json');
  const keys = await readFile(file);
  await rm(file);
  await expect(attachInstallation(folder, base)).rejects.toThrow('keys-missing');
  await writeFile(file, keys);
  expect((await attachInstallation(folder, base)).keys.currentMaster).toBe(installation.keys.currentMaster);
  await writeFile(file, keys.subarray(0, 100));
  await expect(attachInstallation(folder, base)).rejects.toThrow('keys-damaged');
  await writeFile(file, keys);
});

test('an address of a server opens the same way; its database does not accept a second set of keys', async () => {
  const { connection } = installation.embedded ?? {};
  const owner = await installation.owner();
  await owner.query('create database elsewhere template template0');
  await owner.end();
  const databaseUrl = `postgresql://qianmo@${encodeURIComponent(connection?.host ?? '')}:${connection?.port}/elsewhere`;
  // The cluster's roles are those of the first installation: as an administrator would give them.
  const given = { ...base, databaseUrl, rolePassword: installation.keys.rolePassword };
  const external = await openInstallation(path.join(root, 'external'), given);
  expect(external.dataFolder).toBeNull();
  const client = new Client(external.connection('qianmo_app'));
  await client.connect();
  expect((await client.query('select current_database() as name')).rows).toEqual([{ name: 'elsewhere' }]);
  await client.end();
  await external.stop();
  await expect(openInstallation(path.join(root, 'stranger'), given)).rejects.toThrow('keys-missing');
});

test('a server that is not there is named without the password', async () => {
  const databaseUrl = 'postgresql://someone:hush-hush@127.0.0.1:1/nothing';
  const failure = await openInstallation(path.join(root, 'gone'), { ...base, databaseUrl }).catch(
    (error: Error) => error,
  );
  expect(String(failure)).toContain('database-unreachable: 127.0.0.1:1');
  expect(String(failure)).not.toContain('hush-hush');
});
