import { machineClock, restore as restoreBackup, backup as takeBackup, verifyBackup } from '@qianmo/platform/server';
import { command, dataFlag } from './command.ts';
import { withInstallation } from './installation.ts';
import { note, print } from './screen.ts';

const passphraseFlag = {
  value: 'FILE',
  zh: '口令文件，取第一行，至少 12 个字符',
  en: 'file whose first line is the passphrase, at least 12 characters',
  required: true,
} as const;

export const backup = command({
  zh: '备份数据库、证据文件与见证文件；服务器可照常运行。密钥另存为 DIR.keys，请分开保管',
  en: 'back up database, evidence and witness while the server runs. Keys go to DIR.keys: keep them apart',
  flags: {
    to: { value: 'DIR', zh: '备份到的新文件夹', en: 'folder to make', required: true },
    'passphrase-file': passphraseFlag,
    data: dataFlag,
  },
  run: (values) =>
    withInstallation(values.data, async (installation) => {
      const { manifest, bytes, keysFile } = await takeBackup(installation, {
        to: values.to,
        passphraseFile: values['passphrase-file'],
        say: note,
        now: machineClock().instant(),
      });
      print(`备份完成：${manifest.files.length} 个文件，${megabytes(bytes)} MB → ${values.to}`);
      print(`backup done: ${manifest.files.length} files, ${megabytes(bytes)} MB`);
      print(`密钥（另行保管）· keys, to be kept apart: ${keysFile}`);
      return 0;
    }),
});

export const backupVerify = command({
  zh: '逐个核对备份中的文件；不需要口令',
  en: 'compare every file of a backup with its list; needs no passphrase',
  operand: '<folder>',
  flags: {},
  run: async (_values, folder) => {
    const { manifest, bytes, problems } = await verifyBackup(folder);
    for (const { path, kind } of problems) print(`${path}: ${problemWords[kind]} [${kind}]`);
    print(
      `${manifest.files.length} 个文件，${megabytes(bytes)} MB，${problems.length} 处问题 · files, problems: ${problems.length}`,
    );
    return problems.length === 0 ? 0 : 1;
  },
});

const problemWords = {
  missing: '缺失 missing',
  truncated: '被截断 truncated',
  changed: '被改动 changed',
  unexpected: '不应存在 unexpected',
} as const;

export const restore = command({
  zh: '由备份恢复到一个新的数据文件夹；先核对后写入，恢复后的数据库经启动验证',
  en: 'restore a backup into a new data folder; everything is checked first and the restored database is started once',
  flags: {
    from: { value: 'DIR', zh: '备份所在文件夹', en: 'folder of the backup', required: true },
    data: { value: 'DIR', zh: '新的数据文件夹', en: 'new data folder', required: true },
    'passphrase-file': passphraseFlag,
    'keys-file': { value: 'FILE', zh: '密钥文件，默认 <from>.keys', en: 'key file, <from>.keys by default' },
  },
  run: async (values) => {
    const keysFile = values['keys-file'];
    const { manifest, tablesRead } = await restoreBackup(values.from, values.data, {
      passphraseFile: values['passphrase-file'],
      say: note,
      ...(keysFile ? { keysFile } : {}),
    });
    print(`已恢复 ${manifest.takenAt} 的备份 → ${values.data} · restored`);
    if (tablesRead !== null) print(`数据库已验证：${tablesRead} 张表 · database proved: ${tablesRead} tables`);
    return 0;
  },
});

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
