import { parseArgs } from 'node:util';
import { runServer } from '@qianmo/server';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** `qianmo start`: everything on one port, until it is told to stop. */
export async function start(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: process.env.QIANMO_DATA ?? './.qianmo' },
      host: { type: 'string', default: process.env.QIANMO_HOST ?? '127.0.0.1' },
      port: { type: 'string', default: process.env.QIANMO_PORT ?? '8080' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      'trust-proxy': { type: 'string' },
    },
  });
  const started = performance.now();
  const certFile = values['tls-cert'];
  const keyFile = values['tls-key'];
  const running = await runServer({
    folder: values.data,
    host: values.host,
    port: Number(values.port),
    databaseUrl: process.env.DATABASE_URL,
    rolePassword: process.env.QIANMO_ROLE_PASSWORD,
    trustProxy: values['trust-proxy'] ?? false,
    tls: certFile && keyFile ? { certFile, keyFile } : null,
    say,
    progress,
  });
  say(
    `阡陌已启动,用时 ${((performance.now() - started) / 1000).toFixed(1)} 秒 · Qianmo is up: ${running.url}/console/`,
  );
  if (running.setUpToken) {
    say(`首次设置(一次有效,7 日内)· first set-up, works once: ${running.url}/console/setup#${running.setUpToken}`);
  }
  await new Promise<void>((resolve) => {
    for (const signal of STOP_SIGNALS) process.once(signal, () => resolve());
  });
  say('正在停止 · stopping');
  await running.stop();
  return 0;
}

function say(message: string): void {
  process.stdout.write(`${message}\n`);
}

let lastShown = '';

/** A bar on a terminal; a line every tenth elsewhere, so that logs stay readable. */
function progress(step: string, done: number, total: number): void {
  const percent = total === 0 ? 100 : Math.floor((done * 100) / total);
  if (process.stdout.isTTY) {
    const bar = '█'.repeat(Math.floor(percent / 5)).padEnd(20, '░');
    process.stdout.write(`\r${step} ${bar} ${percent}% ${done}/${total}${percent === 100 ? '\n' : ''}`);
    return;
  }
  const line = `${step} ${Math.floor(percent / 10) * 10}%`;
  if (line !== lastShown) process.stdout.write(`${line}\n`);
  lastShown = line;
}
