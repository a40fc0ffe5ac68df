import { command, folderFlag } from './command.ts';

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
    data: folderFlag,
  },
  run: async ({ data, to, 'passphrase-file': passphraseFile }) =>
    (await import('./backup-acts.ts')).save({ data, to, passphraseFile }),
});

export const backupVerify = command({
  zh: '逐个核对备份中的文件；不需要口令',
  en: 'compare every file of a backup with its list; needs no passphrase',
  operand: '<folder>',
  flags: {},
  run: async (_values, folder) => (await import('./backup-acts.ts')).check(folder),
});

export const restore = command({
  zh: '由备份恢复到一个新的数据文件夹；先核对后写入，恢复后的数据库经启动验证',
  en: 'restore a backup into a new data folder; everything is checked first and the restored database is started once',
  flags: {
    from: { value: 'DIR', zh: '备份所在文件夹', en: 'folder of the backup', required: true },
    data: { value: 'DIR', zh: '新的数据文件夹', en: 'new data folder', required: true },
    'passphrase-file': passphraseFlag,
    'keys-file': { value: 'FILE', zh: '密钥文件，默认 <from>.keys', en: 'key file, <from>.keys by default' },
  },
  run: async ({ from, data, 'passphrase-file': passphraseFile, 'keys-file': keysFile }) =>
    (await import('./backup-acts.ts')).bringBack({ from, data, passphraseFile, keysFile }),
});
