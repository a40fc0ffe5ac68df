import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { VerifyReport } from '../server/audit/report.ts';
import { type SealOptions, type SealOutcome, seal } from '../server/audit/seal.ts';
import { type VerifyOptions, verify } from '../server/audit/verify.ts';
import { witnessFile } from '../server/audit/witness.ts';
import { buildTemplate, type Cluster, cloneTemplate, dropClone, startCluster, TEST_PASSWORD } from './cluster.ts';

/** For the tests of the log: a cluster of its own, since a transaction in any other database holds back the seal. */

export const HOME = '621221';
const NOW = '2026-11-22T08:00:00Z';

const trialTables = `
  create schema trial;
  grant usage on schema trial to qianmo_app, qianmo_job, qianmo_seal;
  create table trial.note (
    home text collate "C" not null, id uuid not null, body text not null, amount bigint, noted_at timestamptz not null,
    constraint note_pkey primary key (home, id));
  select platform.guard('trial.note', class => 'home', capture => 'values');
  create table trial.entry (
    home text collate "C" not null, id uuid not null, body text not null, entered_at timestamptz not null,
    constraint entry_pkey primary key (home, id));
  select platform.guard('trial.entry', class => 'home', capture => 'hash');`;

export type Trial = {
  /** A superuser, who may do what an attacker on the machine may. */
  readonly intruder: Client;
  readonly app: Client;
  /** Signs in as the application, as a second session. */
  open(role: string): Promise<Client>;
  seal(options?: Partial<SealOptions>): Promise<SealOutcome>;
  verify(options?: Partial<VerifyOptions>): Promise<VerifyReport>;
  readonly witnessPath: string;
  readonly signingKey: SealOptions['signingKey'];
  readonly publicKey: VerifyOptions['publicKey'];
  close(): Promise<void>;
};

export async function startTrialCluster(): Promise<Cluster> {
  const cluster = await startCluster();
  await buildTemplate(cluster, async (owner) => {
    await owner.query(trialTables);
  });
  return cluster;
}

export async function openTrial(cluster: Cluster): Promise<Trial> {
  const name = `audit_${randomUUID().replaceAll('-', '')}`;
  await cloneTemplate(cluster.connection, name);
  const folder = await mkdtemp(path.join(tmpdir(), 'qianmo-witness-'));
  const witnessPath = path.join(folder, 'witness.log');
  const { privateKey: signingKey, publicKey } = generateKeyPairSync('ed25519');
  const clients: Client[] = [];
  const connect = async (config: object) => {
    const client = new Client({ ...cluster.connection, database: name, ...config });
    await client.connect();
    clients.push(client);
    return client;
  };
  const open = (role: string) => connect({ user: role, password: TEST_PASSWORD });
  const sealer = await open('qianmo_seal');
  const witness = witnessFile(witnessPath);
  return {
    intruder: await connect({}),
    app: await open('qianmo_app'),
    open,
    seal: (options) => seal(sealer, { signingKey, installation: 'trial', sealedAt: NOW, witness, ...options }),
    verify: async (options) =>
      verify(sealer, { witnessText: await readFile(witnessPath, 'utf8').catch(() => ''), publicKey, ...options }),
    witnessPath,
    signingKey,
    publicKey,
    async close() {
      for (const client of clients) await client.end();
      await dropClone(cluster.connection, name);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Begins an act as the pipe does. */
export async function beginAct(app: Client, act: string): Promise<void> {
  await app.query('begin');
  await app.query(`select platform.enter(null, $1, 'user:li', $2, $2, '', $2, $3)`, [NOW, HOME, act]);
}

export async function endAct(app: Client): Promise<void> {
  await app.query(
    `select audit.record($1, null, 'trial.keep', 1, '\\x00'::bytea, 'done', '{"kept": true}', $2, $2, 'phone')`,
    [HOME, NOW],
  );
  await app.query('commit');
}

export type Act = { readonly act: string; readonly note: string; readonly entry: string };

/** One act through the log: a note that can be edited and an entry that cannot. Three log rows: note, entry, act. */
export async function act(app: Client): Promise<Act> {
  const made = { act: randomUUID(), note: randomUUID(), entry: randomUUID() };
  await beginAct(app, made.act);
  await app.query(`insert into trial.note values ($1, $2, '阡陌', 500, $3)`, [HOME, made.note, NOW]);
  await app.query(`insert into trial.entry values ($1, $2, '阡陌', $3)`, [HOME, made.entry, NOW]);
  await endAct(app);
  return made;
}

export async function acts(app: Client, count: number): Promise<Act[]> {
  const made: Act[] = [];
  for (let index = 0; index < count; index += 1) made.push(await act(app));
  return made;
}

/** Runs SQL as someone who owns the machine: no trigger, no policy, no foreign key. */
export async function tamper(intruder: Client, sql: string, values: unknown[] = []): Promise<void> {
  await intruder.query(`set session_replication_role = replica`);
  const { rowCount } = await intruder.query(sql, values);
  await intruder.query(`reset session_replication_role`);
  if (rowCount === 0) throw new Error('the tampering touched no row');
}
