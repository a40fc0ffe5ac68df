import { spawn } from 'node:child_process';
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
import { command, dataFlag, WrongCall } from './command.ts';
import { withInstallation } from './installation.ts';
import { note, print } from './screen.ts';

const SMALL_YOUNG_SPACE = '--max-semi-space-size=2'; // a log of a million rows then fits in 200 MB

const verifyFlags = {
  data: dataFlag,
  'database-url': {
    value: 'URL',
    zh: '直接核对某个数据库（能读取全部内容的账号）',
    en: 'check a database by its address, as a user that reads everything',
  },
  witness: {
    value: 'FILE',
    zh: '审计方另行保管的见证文件；默认用数据文件夹里的 witness.log',
    en: 'witness file as the auditor keeps it; the data folder holds one, witness.log',
  },
  'public-key': {
    value: 'FILE',
    zh: '公钥（PEM）；默认用数据文件夹里的 keys/audit-public.pem',
    en: 'public key (PEM); keys/audit-public.pem of the data folder by default',
  },
  language: { value: 'zh|en', zh: '报告语言', en: 'language of the report', fallback: 'zh' },
} as const;

export const auditVerify = command({
  zh: '核对操作日志、封存链、见证文件和每一条业务记录；只读，不需要服务器',
  en: 'check the log, its seals, the witness and every audited row; reads only, needs no server',
  flags: verifyFlags,
  run: async (values) => {
    const { language } = values;
    if (language !== 'zh' && language !== 'en') throw new WrongCall('--language zh|en');
    if (!process.execArgv.includes(SMALL_YOUNG_SPACE)) return again();
    const witnessText = await readWitnessText(values.witness, path.join(values.data, 'witness.log'));
    const publicKey = await readPublicKey(values['public-key'] ?? path.join(values.data, 'keys', 'audit-public.pem'));
    const report = await withReader(values.data, values['database-url'], (client) =>
      verify(client, { witnessText, publicKey }),
    );
    print(reportText(report, language));
    return exitCodeOf(report);
  },
});

/** The same command in a process with a smaller heap for short-lived things. */
function again(): Promise<number> {
  const args = [SMALL_YOUNG_SPACE, ...process.execArgv, ...process.argv.slice(1)];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
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
async function withReader<T>(
  folder: string,
  given: string | undefined,
  run: (client: Client) => Promise<T>,
): Promise<T> {
  const db = path.join(folder, 'db');
  const url = given ?? process.env.DATABASE_URL;
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

export const auditWitness = command({
  zh: '显示最新一条封存见证，可抄送他处保管',
  en: 'print the newest witness line, to be kept elsewhere',
  flags: { data: dataFlag },
  run: async ({ data }) => {
    const file = path.join(data, 'witness.log');
    const text = await readFile(file, 'utf8').catch((error: Error) => {
      throw new Error(`witness-missing: ${file} (${error.message})`);
    });
    const { last } = readWitness(text);
    if (!last) throw new Error(`witness-missing: ${file} holds no line`);
    print(JSON.stringify(last));
    return 0;
  },
});

export const auditSeal = command({
  zh: '立即封存日志（服务器每隔几分钟自动封存），以便随后取走见证',
  en: 'seal the log now, as the server does every few minutes, before a witness is taken away',
  flags: { data: dataFlag },
  run: ({ data }) =>
    withInstallation(data, async (installation) => {
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
    }),
});
