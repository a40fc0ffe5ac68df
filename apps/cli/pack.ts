import { command, folderFlag } from './command.ts';

export const packCheck = command({
  zh: '检查配置包：逐条指出路径、行号和原因；不需要服务器，不保存任何内容',
  en: 'check a pack: names path, line and reason of each problem; needs no server and stores nothing',
  operand: '<folder>',
  flags: {},
  run: async (_values, folder) => (await import('./pack-check.ts')).checkFolder(folder),
});

export const packImport = command({
  zh: '导入配置包：按决定文件，自某日起生效；内容相同则不产生新版本',
  en: 'import a pack, in force from a day by a decision document; the same content makes no new version',
  operand: '<folder>',
  flags: {
    'effective-on': { value: 'YYYY-MM-DD', zh: '生效日期', en: 'first day in force', required: true },
    'decision-title': { value: 'TEXT', zh: '决定文件名称', en: 'title of the decision document', required: true },
    'decision-no': { value: 'TEXT', zh: '决定文件文号', en: 'number of the decision document' },
    data: folderFlag,
  },
  run: async (values, folder) => {
    const { importFolder } = await import('./pack-import.ts');
    const { data, 'effective-on': effectiveOn, 'decision-no': no = null, 'decision-title': title } = values;
    return importFolder(folder, data, { effectiveOn, no, title });
  },
});
