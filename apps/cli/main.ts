import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { WrongCall } from './command.ts';
import { commands } from './commands.ts';
import { failureText } from './failures.ts';
import { helpText } from './help.ts';
import { note, print } from './screen.ts';

// Beside the packages, never in the shared temporary folder, where another user could lay code for us to run. What a
// command needs is loaded after this; where the folder cannot be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/qianmo', import.meta.url)));

/** 0 done, 1 something was found wrong or failed, 2 called wrongly. */
async function main(words: string[]): Promise<number> {
  const [first = 'help', second = ''] = words;
  const asksHelp = first === 'help' || words.includes('--help') || words.includes('-h');
  if (asksHelp) return help(words.filter((word) => word !== 'help' && !word.startsWith('-')).slice(0, 2));
  const name = commands[`${first} ${second}`] ? `${first} ${second}` : first;
  const command = commands[name];
  if (!command) {
    const near = helpText([first]);
    note(near ?? `qianmo: 没有命令 ${first} · no such command. qianmo help`);
    return 2;
  }
  return run(name, () => command.run(words.slice(name.split(' ').length)));
}

function help(words: readonly string[]): number {
  const text = helpText(words) ?? helpText(words.slice(0, 1));
  if (text === undefined) note(`qianmo: 没有命令 ${words.join(' ')} · no such command. qianmo help`);
  else print(text);
  return text === undefined ? 2 : 0;
}

async function run(name: string, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    note(`qianmo ${name}: ${failureText(error)}`);
    if (error instanceof WrongCall) note(`qianmo help ${name}`);
    else if (process.env.QIANMO_DEBUG && error instanceof Error) note(error.stack ?? '');
    return error instanceof WrongCall ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
