import { spawn } from 'node:child_process';
import { command, folderFlag, WrongCall } from './command.ts';

const SMALL_YOUNG_SPACE = '--max-semi-space-size=2'; // a log of a million rows then fits in 200 MB

const verifyFlags = {
  data: folderFlag,
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
    const { verifyLog } = await import('./audit-acts.ts');
    return verifyLog({
      folder: values.data,
      databaseUrl: values['database-url'] ?? process.env.DATABASE_URL,
      witness: values.witness,
      publicKey: values['public-key'],
      language,
    });
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

export const auditWitness = command({
  zh: '显示最新一条封存见证，可抄送他处保管',
  en: 'print the newest witness line, to be kept elsewhere',
  flags: { data: folderFlag },
  run: async ({ data }) => (await import('./audit-acts.ts')).showWitness(data),
});

export const auditSeal = command({
  zh: '立即封存日志（服务器每隔几分钟自动封存），以便随后取走见证',
  en: 'seal the log now, as the server does every few minutes, before a witness is taken away',
  flags: { data: folderFlag },
  run: async ({ data }) => (await import('./audit-acts.ts')).sealNow(data),
});
