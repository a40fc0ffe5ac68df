import type { Command } from './command.ts';
import { commands } from './commands.ts';

/** All commands, or those that begin with the given words in full. Undefined where there is none. */
export function helpText(words: readonly string[]): string | undefined {
  const asked = words.join(' ');
  if (asked === '') return overview();
  const found = Object.entries(commands).filter(([name]) => name === asked || name.startsWith(`${asked} `));
  return found.length === 0 ? undefined : found.map(([name, each]) => details(name, each)).join('\n\n');
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 2;
  const lines = Object.entries(commands).flatMap(([name, { zh, en }]) => [
    `  ${name.padEnd(width)}${zh}`,
    `  ${''.padEnd(width)}${en}`,
  ]);
  return [
    '阡陌 · Qianmo',
    '',
    '用法 usage: qianmo <命令 command> …',
    '',
    ...lines,
    '',
    '详情 more: qianmo help <命令 command>',
  ].join('\n');
}

function details(name: string, { zh, en, operand, flags }: Command): string {
  const required = Object.entries(flags).flatMap(([flag, { required, value }]) =>
    required ? [`--${flag} ${value}`] : [],
  );
  const usage = ['qianmo', name, ...(operand ? [operand] : []), ...required].join(' ');
  const width = Math.max(0, ...Object.entries(flags).map(([flag, { value }]) => `${flag} ${value}`.length)) + 4;
  const lines = Object.entries(flags).flatMap(([flag, each]) => [
    `  ${`--${flag} ${each.value ?? ''}`.padEnd(width)}${each.zh}`,
    `  ${''.padEnd(width)}${each.en}`,
  ]);
  return [usage, `  ${zh}`, `  ${en}`, ...(lines.length > 0 ? ['', ...lines] : [])].join('\n');
}
