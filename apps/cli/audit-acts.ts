import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  exitCodeOf,
  findEmbedded,
  openEmbedded,
  openInstallationClock,
  readWitness,
  reportText,
  seal,
  verify,
  witnessFile,
} from '@qianmo/platform/server';
import { Client, type ClientConfig } from 'pg';
import { withInstallation } from './installation.ts';
import { note, print } from './screen.ts';

const MOST_TOLD = 200;

type Question = {
  readonly folder: string;
  readonly databaseUrl: string | undefined;
  readonly witness: string | undefined;
  readonly publicKey: string | undefined;
  readonly language: 'zh' | 'en';
};

export async function verifyLog(asked: Question): Promise<number> {
  const witnessText = await readWitnessText(asked.witness, path.join(asked.folder, 'witness.log'));
  const publicKey = await readPublicKey(asked.publicKey ?? path.join(asked.folder, 'keys', 'audit-public.pem'));
  const report = await withReader(asked.folder, asked.databaseUrl, (client) =>
    verify(client, { witnessText, publicKey, mostProblems: MOST_TOLD }),
  );
  print(reportText(report, asked.language));
  return exitCodeOf(report);
}

async function readWitnessText(given: string | undefined, own: string): Promise<string> {
  if (given !== undefined) {
    return readFile(given, 'utf8').catch((error: Error) => {
      throw new Error(`witness-missing: ${given} (${error.message})`);
    });
  }
  if (!existsSync(own)) return '';
  note(`使用本机自存的见证文件 ${own}；请以另行保管的一份为准 · this machine's own witness; better one kept elsewhere`);
  return readFile(own, 'utf8');
}

async function readPublicKey(file: string): Promise<KeyObject> {
  try {
    return createPublicKey(await readFile(file));
  } catch (error) {
    throw new Error(`public-key-missing: ${file}`, { cause: error });
  }
}

/** The running server's database, a given one, or the folder's own started for this; nothing is brought up to date. */
async function withReader<T>(folder: string, url: string | undefined, run: (client: Client) => Promise<T>): Promise<T> {
  const db = path.join(folder, 'db');
  if (url) return withClient({ connectionString: url }, run);
  const running = await findEmbedded(db);
  if (running) return withClient(running.connection, run);
  if (!existsSync(path.join(db, 'data', 'PG_VERSION'))) throw new Error(`no-installation: there is none in ${folder}`);
  const embedded = await openEmbedded(db, { say: note });
  try {
    return await withClient(embedded.connection, run);
  } finally {
    await embedded.stop();
  }
}

async function withClient<T>(config: ClientConfig, run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(config);
  await client.connect().catch((error: Error) => {
    throw new Error(`database-unreachable: ${error.message}`, { cause: error });
  });
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

export async function showWitness(folder: string): Promise<number> {
  const file = path.join(folder, 'witness.log');
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Error(`witness-missing: ${file} (${error.message})`);
  });
  const { last } = readWitness(text);
  if (!last) throw new Error(`witness-missing: ${file} holds no line`);
  print(JSON.stringify(last));
  return 0;
}

export function sealNow(folder: string): Promise<number> {
  return withInstallation(folder, async (installation) => {
    const { clock, close } = await openInstallationClock(installation.connection('qianmo_app'));
    await close();
    const outcome = await withClient(installation.connection('qianmo_seal'), (client) =>
      seal(client, {
        signingKey: installation.keys.auditSigning,
        installation: installation.record.id,
        sealedAt: clock.instant(),
        witness: witnessFile(installation.witnessFile),
      }),
    );
    if (outcome.busy) note('另一进程正在封存 · another process is sealing');
    print(
      `封存 ${outcome.batches} 批，${outcome.leaves} 行 · sealed: ${outcome.batches} batches, ${outcome.leaves} rows`,
    );
    return outcome.busy ? 1 : 0;
  });
}
