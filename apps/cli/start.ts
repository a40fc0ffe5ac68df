import { command, folderFlag } from './command.ts';
import { asListenError, checkTls, isLoopback, readPort, requireFreePort, type TlsFiles } from './listening.ts';
import { print, progress } from './screen.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const flags = {
  data: folderFlag,
  host: {
    value: 'ADDRESS',
    zh: '监听地址，默认 127.0.0.1（QIANMO_HOST）',
    en: 'address to listen on, 127.0.0.1 by default (QIANMO_HOST)',
    fallback: process.env.QIANMO_HOST ?? '127.0.0.1',
  },
  port: {
    value: 'PORT',
    zh: '端口，默认 8080（QIANMO_PORT）；0 为任意空闲端口',
    en: 'port, 8080 by default (QIANMO_PORT); 0 takes any free one',
    fallback: process.env.QIANMO_PORT ?? '8080',
  },
  'tls-cert': { value: 'FILE', zh: 'HTTPS 证书（PEM）', en: 'certificate for HTTPS (PEM)' },
  'tls-key': { value: 'FILE', zh: 'HTTPS 私钥（PEM）', en: 'private key for HTTPS (PEM)' },
  'trust-proxy': {
    value: 'ADDRESSES',
    zh: '可信反向代理的地址，逗号分隔',
    en: 'addresses of trusted proxies, with commas between',
  },
} as const;

/** Everything on one port, until it is told to stop. */
export const start = command({
  zh: '启动阡陌：数据库、地名库、页面、后台任务，同一端口。环境变量 DATABASE_URL 可改用已有的 PostgreSQL（15 及以上）',
  en: 'start everything on one port: database, places, pages, jobs. DATABASE_URL names a PostgreSQL (15 or newer) to use instead of the embedded one',
  flags,
  run: async (values) => {
    const started = performance.now();
    const port = readPort(values.port);
    const tls = await checkTls(values['tls-cert'], values['tls-key']);
    const trustProxy = values['trust-proxy'] ?? false;
    await requireFreePort(values.host, port);
    warnInTheOpen(values.host, tls, trustProxy);
    const { runServer } = await import('@qianmo/server');
    const running = await runServer({
      folder: values.data,
      host: values.host,
      port,
      databaseUrl: process.env.DATABASE_URL,
      rolePassword: process.env.QIANMO_ROLE_PASSWORD,
      trustProxy,
      tls,
      say: print,
      progress,
    }).catch((error: unknown) => {
      throw asListenError(error, values.host, port);
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    print(`阡陌已启动，用时 ${seconds} 秒 · Qianmo is up: ${running.url}/console/`);
    if (running.setUpToken) {
      print(
        `首次设置（一次有效，7 日内）· first set-up, works once: ${running.url}/console/setup#${running.setUpToken}`,
      );
    }
    await stopSignal();
    print('正在停止 · stopping');
    await running.stop();
    return 0;
  },
});

/** Passwords and sessions would cross the network readable. */
function warnInTheOpen(host: string, tls: TlsFiles | null, trustProxy: string | false): void {
  if (tls || trustProxy || isLoopback(host)) return;
  print(`警告：${host} 可从网络访问，但未启用 HTTPS，密码将以明文传输；手机端的离线与拍照也无法使用。`);
  print('请加 --tls-cert 与 --tls-key，或置于可信反向代理之后（--trust-proxy）。');
  print(
    `Warning: ${host} can be reached from the network without HTTPS: passwords travel readable, and phones cannot work offline or take pictures. Use --tls-cert and --tls-key, or a proxy and --trust-proxy.`,
  );
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) process.once(signal, () => resolve());
  });
}
