import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A browser and Chinese fonts, as found; `missing` says in words what could neither be found nor fetched. */
export type Needs = {
  readonly browser: string | null;
  readonly fonts: string | null;
  /** To be added to the environment of whatever starts the browser. */
  readonly environment: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
};

const browserNames = [
  'chromium',
  'chromium-headless-shell',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** The font is fetched once, through npm, only where the machine has none: 57 MB is too much for every install. */
const fontPackage = '@expo-google-fonts/noto-sans-sc@0.4.3';
const fontFile = 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';
const fontSha256 = 'd45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16';

/** Finds a browser and Chinese fonts, unpacking or fetching through npm what the machine lacks. Never throws. */
export async function prepareNeeds(root: string): Promise<Needs> {
  const browser = await findBrowser();
  const fonts = prepareFonts(join(root, 'node_modules/.cache/qianmo-fonts'));
  return {
    browser,
    fonts: fonts.found,
    environment: { ...(browser === null ? {} : { CHROMIUM_PATH: browser }), ...fonts.environment },
    missing: [
      ...(browser === null ? ['no browser: install chromium or set CHROMIUM_PATH'] : []),
      ...(fonts.found === null ? [`no Chinese fonts: install fonts-noto-cjk (${fonts.reason})`] : []),
    ],
  };
}

export function describeNeeds({ browser, fonts }: Needs): string {
  return `browser: ${browser ?? 'none'}\nChinese fonts: ${fonts ?? 'none'}`;
}

async function findBrowser(): Promise<string | null> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') return isProgram(named) ? named : null;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = browserNames.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (onPath !== undefined) return onPath;
  try {
    const bundled = await import('@sparticuz/chromium');
    return await bundled.default.executablePath();
  } catch (error) {
    console.error(`bundled browser: ${reasonOf(error)}`);
    return null;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

type Fonts = {
  readonly found: string | null;
  readonly reason: string;
  readonly environment: Readonly<Record<string, string>>;
};

function prepareFonts(folder: string): Fonts {
  const installed = findInstalledFont();
  if (installed !== null) return { found: installed, reason: '', environment: {} };
  try {
    const file = join(folder, fontFile);
    if (!existsSync(file)) fetchFont(folder);
    const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
    if (hash !== fontSha256) throw new Error(`the fetched font is not the one expected (SHA-256 ${hash})`);
    return { found: file, reason: '', environment: { FONTCONFIG_FILE: writeFontConfig(folder, file) } };
  } catch (error) {
    return { found: null, reason: reasonOf(error), environment: {} };
  }
}

function findInstalledFont(): string | null {
  try {
    const list = execFileSync('fc-list', [':lang=zh', 'file'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return list.split('\n')[0]?.replace(/:\s*$/, '') || null;
  } catch {
    return null;
  }
}

function fetchFont(folder: string): void {
  console.log(`no Chinese fonts on this machine: fetching ${fontPackage} through npm, once`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name":"qianmo-test-fonts","private":true}\n');
  const parameters = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', fontPackage];
  execFileSync('npm', parameters, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

function writeFontConfig(folder: string, file: string): string {
  const path = join(folder, 'fonts.conf');
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    '<fontconfig>',
    '  <dir>/usr/share/fonts</dir>',
    `  <dir>${join(file, '..')}</dir>`,
    `  <cachedir>${join(folder, 'cache')}</cachedir>`,
    '</fontconfig>',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
