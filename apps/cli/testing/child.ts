import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../qianmo', import.meta.url));

export type Identity = { readonly uid: number; readonly gid: number };
type Surroundings = { readonly env?: Readonly<Record<string, string>>; readonly as?: Identity };

/** The command line as people call it: a process of its own, through the launcher, without this test's settings. */
function call(args: readonly string[], { env = {}, as }: Surroundings): ChildProcess {
  const { PATH = '', HOME = '/', QIANMO_PG_BIN } = process.env;
  return spawn(launcher, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, ...(QIANMO_PG_BIN ? { QIANMO_PG_BIN } : {}), ...env },
    ...as,
  });
}

export type Ended = { readonly code: number | NodeJS.Signals | null; readonly out: string; readonly err: string };

/** Runs a command to its end. */
export async function qianmo(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const child = call(args, surroundings);
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code: code ?? signal, ...said };
}

export type Serving = {
  readonly url: string;
  /** Everything said so far, of both outputs. */
  said(): string;
  /** Until it listened, in milliseconds. */
  readonly startMs: number;
  readonly setUpToken: string | undefined;
  stop(): Promise<number | null>;
  /** As the kernel does when memory is short: no chance to say goodbye. */
  kill(): Promise<void>;
};

/** `qianmo start` on a free port, once it serves. Throws with all it said if it ends before. */
export async function startQianmo(folder: string, surroundings: Surroundings = {}): Promise<Serving> {
  const began = performance.now();
  const child = call(['start', '--data', folder, '--port', '0'], surroundings);
  const ended = once(child, 'close') as Promise<[number | null]>;
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (text: string) => {
      said += text;
      const up = /Qianmo is up: (\S+)\/console\//.exec(said)?.[1];
      // The set-up link, if any, follows in the same breath; a serving process answers by then.
      if (up) fetch(`${up}/console/`).then(() => resolve(up), reject);
    };
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
    ended.then(([code]) => reject(new Error(`qianmo start ended with ${code}: ${said}`)), reject);
  });
  const finish = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = await ended;
    return code;
  };
  return {
    url,
    said: () => said,
    startMs: performance.now() - began,
    setUpToken: /\/console\/setup#(\S+)/.exec(said)?.[1],
    stop: () => finish('SIGTERM'),
    kill: async () => {
      await finish('SIGKILL');
    },
  };
}
