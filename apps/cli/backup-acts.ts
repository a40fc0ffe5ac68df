import { backup, machineClock, restore, verifyBackup } from '@qianmo/platform/server';
import { withInstallation } from './installation.ts';
import { note, print } from './screen.ts';

type Saving = { readonly data: string; readonly to: string; readonly passphraseFile: string };

export function save(asked: Saving): Promise<number> {
  return withInstallation(asked.data, async (installation) => {
    const { manifest, bytes, keysFile } = await backup(installation, {
      to: asked.to,
      passphraseFile: asked.passphraseFile,
      say: note,
      now: machineClock().instant(),
    });
    print(`备份完成：${manifest.files.length} 个文件，${megabytes(bytes)} MB → ${asked.to}`);
    print(`backup done: ${manifest.files.length} files, ${megabytes(bytes)} MB`);
    print(`密钥（另行保管）· keys, to be kept apart: ${keysFile}`);
    return 0;
  });
}

export async function check(folder: string): Promise<number> {
  const { manifest, bytes, problems } = await verifyBackup(folder);
  for (const { path, kind } of problems) print(`${path}: ${problemWords[kind]} [${kind}]`);
  print(
    `${manifest.files.length} 个文件，${megabytes(bytes)} MB，${problems.length} 处问题 · files, problems: ${problems.length}`,
  );
  return problems.length === 0 ? 0 : 1;
}

const problemWords = {
  missing: '缺失 missing',
  truncated: '被截断 truncated',
  changed: '被改动 changed',
  unexpected: '不应存在 unexpected',
} as const;

type Restoring = {
  readonly from: string;
  readonly data: string;
  readonly passphraseFile: string;
  readonly keysFile: string | undefined;
};

export async function bringBack(asked: Restoring): Promise<number> {
  const { manifest, tablesRead } = await restore(asked.from, asked.data, {
    passphraseFile: asked.passphraseFile,
    say: note,
    ...(asked.keysFile ? { keysFile: asked.keysFile } : {}),
  });
  print(`已恢复 ${manifest.takenAt} 的备份 → ${asked.data} · restored`);
  if (tablesRead !== null) print(`数据库已验证：${tablesRead} 张表 · database proved: ${tablesRead} tables`);
  return 0;
}

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
