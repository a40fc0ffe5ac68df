import { spawn, spawnSync } from 'node:child_process';
import { lchown, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The user the server's programs run as; `null` means the user of this process. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number } | null;

/** PostgreSQL refuses to run as root, so root hands it to one of these, the first that the machine knows. */
const STAND_INS = ['postgres', 'nobody'];

/**
 * Chooses the user. `ownerUid` is the owner of existing data: root then runs as that one, so that a folder made by an
 * ordinary user is not taken away from them by one `sudo`. Throws when root has nobody to hand over to.
 */
export async function chooseAccount(ownerUid: number | null): Promise<Account> {
  if (process.getuid?.() !== 0) return null;
  const known = await listAccounts();
  if (ownerUid !== null && ownerUid !== 0) {
    const owner = known.find((account) => account?.uid === ownerUid);
    return owner ?? { name: `uid ${ownerUid}`, uid: ownerUid, gid: ownerUid };
  }
  for (const name of STAND_INS) {
    const account = known.find((candidate) => candidate?.name === name);
    if (account) return account;
  }
  throw new Error('no-database-user: PostgreSQL does not run as root, and this machine has no user postgres or nobody');
}

async function listAccounts(): Promise<Account[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  return lines.flatMap(([name, , uid, gid]) =>
    name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [],
  );
}

/** Whether that user can enter the folder, whatever modes and access lists stand above it. */
export function canEnter(account: Account, folder: string): boolean {
  return shellTest(account, 'cd "$1"', folder);
}

/** Whether that user can run a program of this PostgreSQL and read what it needs at start. */
export function canRun(account: Account, program: string): boolean {
  return shellTest(account, 'test -x "$1" && test -r "$1"', program);
}

function shellTest(account: Account, script: string, subject: string): boolean {
  const done = spawnSync('/bin/sh', ['-c', script, 'sh', subject], { ...identity(account), cwd: '/', stdio: 'ignore' });
  return done.status === 0;
}

/** The spawn options that make a child run as the account. */
export function identity(account: Account): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/** Variables of the caller's own PostgreSQL or language never reach ours. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|LD_)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

/** Gives a whole tree to the account; a link itself, never what it points to. */
export async function giveTree(account: Account, target: string): Promise<void> {
  if (!account) return;
  await lchown(target, account.uid, account.gid);
  const entries = await readdir(target, { withFileTypes: true }).catch(notAFolder);
  for (const entry of entries) {
    const child = path.join(target, entry.name);
    if (entry.isDirectory()) await giveTree(account, child);
    else await lchown(child, account.uid, account.gid);
  }
}

function notAFolder(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOTDIR') return [];
  throw error;
}

export type Outcome = { readonly code: number | null; readonly output: string };

/** Runs a program to its end as the account and returns what it said on both streams. */
export function run(account: Account, program: string, args: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...identity(account),
      cwd,
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') }));
  });
}
