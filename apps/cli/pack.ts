import { importPack } from '@qianmo/programme/contract';
import { type Problem, readPack } from '@qianmo/programme/pack';
import { openInProcess } from '@qianmo/server';
import { command, dataFlag } from './command.ts';
import { withInstallation } from './installation.ts';
import { knownPlaces, type PackFolder, problemLine, readPackFolder } from './pack-folder.ts';
import { note, print } from './screen.ts';

const MOST_SHOWN = 200;

export const packCheck = command({
  zh: '检查配置包：逐条指出路径、行号和原因；不需要服务器，不保存任何内容',
  en: 'check a pack: names path, line and reason of each problem; needs no server and stores nothing',
  operand: '<folder>',
  flags: {},
  run: async (_values, folder) => {
    const pack = judge(await readPackFolder(folder));
    if (!pack) return 1;
    print(`配置包 ${pack.id} 没有问题 · pack ${pack.id} is right`);
    return 0;
  },
});

/** The pack, or undefined after its problems were told. */
function judge({ text, tables }: PackFolder) {
  const found = readPack(text, tables, knownPlaces());
  if (found.ok) return found.pack;
  tell(found.problems);
  return undefined;
}

function tell(problems: readonly Problem[]): void {
  for (const problem of problems.slice(0, MOST_SHOWN)) print(problemLine(problem));
  if (problems.length > MOST_SHOWN) print(`… +${problems.length - MOST_SHOWN}`);
  note(`发现 ${problems.length} 处问题 · ${problems.length} problem${problems.length === 1 ? '' : 's'}`);
}

export const packImport = command({
  zh: '导入配置包：按决定文件，自某日起生效；内容相同则不产生新版本',
  en: 'import a pack, in force from a day by a decision document; the same content makes no new version',
  operand: '<folder>',
  flags: {
    'effective-on': { value: 'YYYY-MM-DD', zh: '生效日期', en: 'first day in force', required: true },
    'decision-title': { value: 'TEXT', zh: '决定文件名称', en: 'title of the decision document', required: true },
    'decision-no': { value: 'TEXT', zh: '决定文件文号', en: 'number of the decision document' },
    data: dataFlag,
  },
  run: async (values, folder) => {
    const files = await readPackFolder(folder);
    const pack = judge(files);
    if (!pack) return 1;
    const decision = { no: values['decision-no'] ?? null, title: values['decision-title'] };
    const input = { ...files, tables: { ...files.tables }, effectiveOn: values['effective-on'], decision };
    return withInstallation(values.data, async (installation) => {
      const inside = await openInProcess(installation, 'cli');
      try {
        const done = await inside.act(importPack, { home: pack.home, input });
        print(
          done.unchanged
            ? `${done.programme} 内容未变，仍为第 ${done.version} 版 · unchanged, still version ${done.version}`
            : `${done.programme} 第 ${done.version} 版，${done.changeCount} 处变化 · version ${done.version}, ${done.changeCount} changes`,
        );
        return 0;
      } finally {
        await inside.stop();
      }
    });
  },
});
