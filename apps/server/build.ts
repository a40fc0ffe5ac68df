import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const consoleFolder = path.join(root, 'apps/console/dist');

const builtFile = path.join(consoleFolder, 'built.txt');
const sources = [
  'apps/console',
  'client',
  'ui',
  'values',
  'modules',
  'platform/contract',
  'platform/places/shapes.ts',
  'package-lock.json',
];

/** What the bundle is made of, as one sum: after a new version of the code an old bundle is not served. */
async function sumOfSources(): Promise<string> {
  const files: string[] = [];
  for (const source of sources) {
    const at = path.join(root, source);
    const inside = (await stat(at)).isDirectory() ? await readdir(at, { recursive: true }) : [''];
    for (const file of inside)
      if (/\.(tsx?|css|html|svg|json)$|^$/.test(file) && !/(^|\/)(dist|node_modules|server)\//.test(file))
        files.push(path.join(at, file));
  }
  const sum = createHash('sha256');
  for (const file of files.sort()) sum.update(path.relative(root, file)).update(await readFile(file));
  return sum.digest('hex');
}

/** Builds the console's bundle where it is missing or older than its sources, and compresses it beside the originals. */
export async function ensureConsole(say: (message: string) => void): Promise<void> {
  const sum = await sumOfSources();
  if (existsSync(builtFile) && (await readFile(builtFile, 'utf8')).trim() === sum) return;
  say('正在生成控制台页面(首次约 20 秒) · building the console');
  await run(path.join(root, 'node_modules/.bin/vite'), [
    'build',
    path.join(root, 'apps/console'),
    '--logLevel',
    'warn',
  ]);
  await compressFolder(consoleFolder);
  await writeFile(builtFile, `${sum}\n`);
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'inherit', 'inherit'], cwd: root });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`console-build-failed: exit ${code}`))));
  });
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

async function compressFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|svg|json)$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const body = await readFile(file);
    await writeFile(`${file}.br`, await brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    await writeFile(`${file}.gz`, await zip(body, { level: 9 }));
  }
}
