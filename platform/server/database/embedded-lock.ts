import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './embedded-account.ts';

/** Who holds a folder. A process id alone is not enough: ids are used again, and mean nothing in another container. */
export type Holder = {
  readonly pid: number;
  readonly startedAt: string;
  readonly space: string;
  readonly host: string;
  readonly token: string;
};

export type FolderLock = { release(): Promise<void> };

const FILE = 'qianmo.pid';
const BEAT_MS = 3_000;
const SILENCE_MS = 4 * BEAT_MS;

/**
 * Takes the folder for this process or throws `folder-in-use`, naming the holder. The lock of a process that was killed
 * is found stale and taken over. The files form a chain: whoever replaces a dead holder adds `qianmo.pid.<its token>`
 * (hard links: made once or not at all), makes sure that it stands at the end, then becomes the first link.
 */
export async function lockFolder(folder: string, say: (message: string) => void): Promise<FolderLock> {
  const head = path.join(folder, FILE);
  const mine = await describeSelf();
  const draft = path.join(folder, `.${mine.token}`);
  await writeFile(draft, `${JSON.stringify(mine)}\n`, { mode: 0o600 });
  try {
    await climb(head, draft, say);
  } finally {
    await rm(draft, { force: true });
  }
  return keep(head, mine);
}

async function climb(head: string, draft: string, say: (message: string) => void): Promise<void> {
  for (;;) {
    const dead: Holder[] = [];
    const passed: string[] = [];
    let place = head;
    while (!(await linkOnce(draft, place))) {
      const holder = await findHolder(place);
      if (!holder) continue;
      if (await isAlive(holder, place, say)) throw inUse(path.dirname(head), holder);
      dead.push(holder);
      passed.push(place);
      place = nextLink(head, holder);
    }
    if (place === head) return;
    const first = await findHolder(head);
    // Only who claimed the dead first link may replace it; if it is another one by now, look again from the start.
    if (first && first.token === dead[0]?.token) {
      await rename(draft, head);
      for (const old of [...passed, place]) if (old !== head) await rm(old, { force: true });
      return;
    }
    await rm(place, { force: true });
  }
}

function nextLink(head: string, dead: Holder): string {
  return `${head}.${createHash('sha256').update(dead.token).digest('hex').slice(0, 16)}`;
}

async function linkOnce(draft: string, place: string): Promise<boolean> {
  try {
    await link(draft, place);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function inUse(folder: string, holder: Holder): Error {
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return new Error(`folder-in-use: ${folder} is open in process ${holder.pid}${where}; stop that one first`);
}

/** Who holds the folder, if anybody does. A file that cannot be read as a holder counts as a dead one. */
export async function findHolder(place: string): Promise<Holder | undefined> {
  const text = await readFile(place, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return { pid: 0, startedAt: '', space: '', host: '', token: text };
  }
}

/** The living holder of a folder's lock, if there is one. */
export async function findLiveHolder(folder: string): Promise<Holder | undefined> {
  const place = path.join(folder, FILE);
  const holder = await findHolder(place);
  return holder && (await isAlive(holder, place, () => undefined)) ? holder : undefined;
}

async function isAlive(holder: Holder, place: string, say: (message: string) => void): Promise<boolean> {
  if (holder.pid === 0) return false;
  if (holder.space === (await processSpace())) return (await startOf(holder.pid)) === holder.startedAt;
  return stillBeats(holder, place, say);
}

/** Ids of another container or machine say nothing here; its heartbeat on the file does. */
async function stillBeats(holder: Holder, place: string, say: (message: string) => void): Promise<boolean> {
  const beat = async () => (await stat(place).catch(() => null))?.mtimeMs ?? 0;
  const before = await beat();
  say(
    `the folder was open on ${holder.host} (process ${holder.pid}): watching ${SILENCE_MS / 1000} s whether it still is`,
  );
  for (let waited = 0; waited < SILENCE_MS; waited += 250) {
    await sleep(250);
    if ((await beat()) !== before) return true;
  }
  return false;
}

function keep(head: string, mine: Holder): FolderLock {
  const beat = setInterval(() => {
    const at = Date.now() / 1000;
    utimes(head, at, at).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      if ((await findHolder(head))?.token === mine.token) await rm(head, { force: true });
    },
  };
}

async function describeSelf(): Promise<Holder> {
  const startedAt = await startOf(process.pid);
  if (startedAt === undefined) throw new Error('this process cannot read its own start time');
  return { pid: process.pid, startedAt, space: await processSpace(), host: hostname(), token: randomUUID() };
}

/** Two processes see the same ids only within one boot and one id namespace. */
async function processSpace(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => hostname());
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${boot.trim()} ${namespace}`;
}

/** When a process started, in the machine's own notation; undefined if there is none with this id. */
export async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') {
    const said = await run(null, 'ps', ['-o', 'lstart=', '-p', String(pid)], '/');
    return said.output.trim() || undefined;
  }
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The name in brackets may hold anything; the fields after it are counted from state (the third).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}
