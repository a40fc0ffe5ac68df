import { importPack } from '@qianmo/programme/contract';
import { openInProcess } from '@qianmo/server';
import { withInstallation } from './installation.ts';
import { judge } from './pack-check.ts';
import { readPackFolder } from './pack-folder.ts';
import { print } from './screen.ts';

type Decision = { readonly effectiveOn: string; readonly no: string | null; readonly title: string };

/** Looks first, so that a wrong pack is told in words before anything is opened; the operation judges again. */
export async function importFolder(folder: string, installationFolder: string, by: Decision): Promise<number> {
  const files = await readPackFolder(folder);
  const pack = judge(files);
  if (!pack) return 1;
  const { effectiveOn, ...decision } = by;
  const input = { text: files.text, tables: { ...files.tables }, effectiveOn, decision };
  return withInstallation(installationFolder, async (installation) => {
    const inside = await openInProcess(installation, 'cli');
    try {
      const { programme, version, changeCount, unchanged } = await inside.act(importPack, { home: pack.home, input });
      print(
        unchanged
          ? `${programme} 内容未变，仍为第 ${version} 版 · unchanged, still version ${version}`
          : `${programme} 第 ${version} 版，${changeCount} 处变化 · version ${version}, ${changeCount} changes`,
      );
      return 0;
    } finally {
      await inside.stop();
    }
  });
}
