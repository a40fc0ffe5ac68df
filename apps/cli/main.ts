import { commands } from './commands.ts';

const [name = 'help', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  process.stderr.write(
    `qianmo: 没有命令 ${name} · no such command. 可用 available: ${Object.keys(commands).join(' ')}\n`,
  );
  process.exit(2);
}
try {
  process.exitCode = await command(args);
} catch (error) {
  process.stderr.write(`qianmo ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env.QIANMO_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}
