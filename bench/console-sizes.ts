import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ensureConsole } from '@qianmo/server';
import type { Line } from './report.ts';

type Chunk = {
  readonly file: string;
  readonly name?: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
};
type Manifest = Readonly<Record<string, Chunk>>;

type Size = { readonly what: string; readonly bytes: number; readonly mostBytes: number };

const kilobyte = 1_000;
const dist = fileURLToPath(new URL('../apps/console/dist/', import.meta.url));

/** Compressed sizes of what a browser loads, against the budgets of the interface handbook. Throws without a build. */
function measureSizes(folder = dist): readonly Size[] {
  const manifest = JSON.parse(readFileSync(path.join(folder, '.vite/manifest.json'), 'utf8')) as Manifest;
  const weigh = (files: ReadonlySet<string>) => [...files].reduce((sum, file) => sum + weightOf(folder, file), 0);
  const entry = keyOf(manifest, (chunk) => chunk.isEntry === true);
  const page = (source: string) => keyOf(manifest, (chunk) => chunk.src?.endsWith(source) === true);
  const shell = filesOf(manifest, [entry, page('shell/Console.tsx')]);
  const first = (keys: readonly string[]) => new Set([...shell, ...filesOf(manifest, keys)]);
  const index = weightOf(folder, 'index.html');
  const overview = findKey(manifest, (chunk) => chunk.src?.endsWith('OverviewPage.tsx') === true);
  const shared = (word: string) =>
    new Set(
      Object.values(manifest)
        .filter(({ name }) => name === word)
        .flatMap(ownFiles),
    );
  return [
    {
      what: 'sign-in page',
      bytes: index + weigh(filesOf(manifest, [entry, page('sign-in/Entrance.tsx')])),
      mostBytes: 150 * kilobyte,
    },
    {
      what: overview ? 'overview, first load' : 'inbox, first load',
      bytes: index + weigh(first([overview ?? page('pages/InboxPage.tsx')])),
      mostBytes: 350 * kilobyte,
    },
    { what: 'register chunk', bytes: weigh(shared('register')), mostBytes: 250 * kilobyte },
    ...chartSize(manifest, weigh),
    ...pageSizes(manifest, folder),
  ];
}

function chartSize(manifest: Manifest, weigh: (files: ReadonlySet<string>) => number): Size[] {
  const files = Object.values(manifest)
    .filter(({ name }) => name === 'charts' || name === 'Canvas')
    .flatMap(ownFiles);
  return files.length === 0 ? [] : [{ what: 'chart chunk', bytes: weigh(new Set(files)), mostBytes: 240 * kilobyte }];
}

/** A page's own code: its entry chunk, without what it shares with others. */
function pageSizes(manifest: Manifest, folder: string): Size[] {
  return Object.values(manifest)
    .filter(({ src }) => src !== undefined && /Page\.tsx$/.test(src))
    .map((chunk) => ({
      what: `page ${path.basename(chunk.src ?? '', '.tsx')}`,
      bytes: ownFiles(chunk).reduce((sum, file) => sum + weightOf(folder, file), 0),
      mostBytes: 40 * kilobyte,
    }));
}

function ownFiles({ file, css = [] }: Chunk): string[] {
  return [file, ...css];
}

/** Files of chunks and of everything they import at once, each counted one time. */
function filesOf(manifest: Manifest, keys: readonly string[], seen = new Set<string>()): Set<string> {
  const files = new Set<string>();
  for (const key of keys) {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) continue;
    seen.add(key);
    for (const file of [...ownFiles(chunk), ...filesOf(manifest, chunk.imports ?? [], seen)]) files.add(file);
  }
  return files;
}

function findKey(manifest: Manifest, meets: (chunk: Chunk) => boolean): string | undefined {
  return Object.entries(manifest).find(([, chunk]) => meets(chunk))?.[0];
}

function keyOf(manifest: Manifest, meets: (chunk: Chunk) => boolean): string {
  const key = findKey(manifest, meets);
  if (key === undefined) throw new Error('the build does not hold a chunk that must be measured');
  return key;
}

function weightOf(folder: string, file: string): number {
  return gzipSync(readFileSync(path.join(folder, file)), { level: 9 }).byteLength;
}

/** Sizes of a fresh build against the budgets. */
export async function benchConsole(): Promise<Line[]> {
  await ensureConsole(() => undefined);
  return measureSizes().map(({ what, bytes, mostBytes }) => ({
    what: `console, ${what}, compressed`,
    value: bytes / kilobyte,
    unit: 'kB',
    want: `≤ ${mostBytes / kilobyte}`,
    met: bytes <= mostBytes,
    reference: 'gzip -9',
  }));
}
