import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FolderLock, findLiveHolder, lockFolder } from './embedded-lock.ts';

let folder: string;
const say = () => undefined;
const headOf = () => path.join(folder, 'qianmo.pid');

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'qianmo-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Leaves what a killed process leaves: a lock that names a process which is there no more. */
async function leaveStale(change: Record<string, unknown> = {}): Promise<void> {
  const lock = await lockFolder(folder, say);
  const holder = JSON.parse(await readFile(headOf(), 'utf8'));
  await lock.release();
  await writeFile(headOf(), JSON.stringify({ ...holder, startedAt: '1', token: 'dead', ...change }));
}

test('one holder at a time, and a released folder is free', async () => {
  const lock = await lockFolder(folder, say);
  expect((await findLiveHolder(folder))?.pid).toBe(process.pid);
  await expect(lockFolder(folder, say)).rejects.toThrow('folder-in-use');
  await lock.release();
  expect(await findLiveHolder(folder)).toBeUndefined();
  await (await lockFolder(folder, say)).release();
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ['a killed process', {}],
  ['a process id that another process has by now', { pid: process.pid }],
])('the lock of %s is taken over', async (_what, change) => {
  await leaveStale(change);
  const lock = await lockFolder(folder, say);
  expect(await readdir(folder)).toEqual(['qianmo.pid']);
  await lock.release();
});

test('a lock file cut short by a crash is taken over', async () => {
  await writeFile(headOf(), '{"pid": 12');
  await (await lockFolder(folder, say)).release();
});

test('of many that find a stale lock at once exactly one gets it', async () => {
  for (let round = 0; round < 20; round++) {
    await leaveStale({ token: `dead-${round}` });
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => lockFolder(folder, say)));
    const won = tries.filter(
      (attempt): attempt is PromiseFulfilledResult<FolderLock> => attempt.status === 'fulfilled',
    );
    expect(won).toHaveLength(1);
    expect((await readdir(folder)).filter((name) => name !== 'qianmo.pid')).toEqual([]);
    await won[0]?.value.release();
    expect(await readdir(folder)).toEqual([]);
  }
});

test('a holder in another container counts as living while its file is touched', async () => {
  await leaveStale({ space: 'another boot', host: 'machine-b' });
  let beats = 1_000_000_000;
  const beat = setInterval(() => void utimes(headOf(), ++beats, beats), 300);
  try {
    await expect(lockFolder(folder, say)).rejects.toThrow('on machine-b');
  } finally {
    clearInterval(beat);
  }
});
