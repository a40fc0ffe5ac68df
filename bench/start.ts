import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureConsole } from '@qianmo/server';
import { type Line, median } from './report.ts';

const FIRST_SECONDS = 60;
const WARM_SECONDS = 4;
const WARM_STARTS = 3;
const main = fileURLToPath(new URL('../apps/cli/main.ts', import.meta.url));

/** The command people type, in processes of its own: from nothing to an answered page, and again on what is there. */
export async function benchStart(): Promise<Line[]> {
  await ensureConsole(() => undefined);
  const folder = await mkdtemp(path.join(tmpdir(), 'qianmo-bench-start-'));
  try {
    const data = path.join(folder, 'data');
    const first = await secondsToServe(data);
    const warm: number[] = [];
    for (let turn = 0; turn < WARM_STARTS; turn += 1) warm.push(await secondsToServe(data));
    return [
      lineOf('first start, bundles built', first, FIRST_SECONDS, 'database, register of places, packs'),
      lineOf('warm start', median(warm), WARM_SECONDS, `median of ${WARM_STARTS}, whole process`),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function lineOf(what: string, value: number, most: number, reference: string): Line {
  return { what, value, unit: 's', want: `≤ ${most} s`, met: value <= most, reference };
}

async function secondsToServe(data: string): Promise<number> {
  const began = performance.now();
  const { DATABASE_URL: _elsewhere, ...env } = process.env;
  const args = [main, 'start', '--data', data, '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const ended = once(child, 'close');
  try {
    const page = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const up = /Qianmo is up: (\S+)/.exec(said)?.[1];
        if (up) resolve(up);
      });
      ended.then(() => reject(new Error(`start-failed: ${said}`)), reject);
    });
    const answer = await fetch(page);
    if (!answer.ok) throw new Error(`start-failed: ${page} answers ${answer.status}`);
    return (performance.now() - began) / 1000;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}
