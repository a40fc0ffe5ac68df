import { readFile } from 'node:fs/promises';
import { type Clock, type Installation, machineClock, openInstallation } from '@qianmo/platform/server';
import { consoleFolder, ensureConsole } from './build.ts';
import { type ComposedServer, composeServer } from './compose.ts';
import { fillReference, offerSetUp } from './first-start.ts';
import { serveConsole } from './pages.ts';

export type RunOptions = {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string | undefined;
  readonly rolePassword: string | undefined;
  readonly trustProxy: string | boolean;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  readonly say: (message: string) => void;
  readonly progress: (step: string, done: number, total: number) => void;
};

export type Running = {
  readonly url: string;
  readonly setUpToken: string | null;
  readonly installation: Installation;
  stop(): Promise<void>;
};

/** Starts everything: database, reference rows, console, server. Every step is quick when it has been done before. */
export async function runServer(options: RunOptions): Promise<Running> {
  const clock = machineClock();
  await ensureConsole(options.say);
  const installation = await openInstallation(options.folder, {
    say: options.say,
    now: clock.instant(),
    ...(options.databaseUrl ? { databaseUrl: options.databaseUrl } : {}),
    ...(options.rolePassword ? { rolePassword: options.rolePassword } : {}),
  });
  try {
    const setUpToken = await prepare(installation, clock, options);
    const server = await serve(installation, clock, options);
    const url = await server.app.listen({ host: options.host, port: options.port });
    return {
      url,
      setUpToken,
      installation,
      stop: async () => {
        await server.stop();
        await installation.stop();
      },
    };
  } catch (error) {
    await installation.stop();
    throw error;
  }
}

async function prepare(installation: Installation, clock: Clock, options: RunOptions): Promise<string | null> {
  const owner = await installation.owner();
  try {
    const parts = {
      owner,
      ownerConnection: installation.ownerConnection(),
      clock,
      say: options.say,
      progress: options.progress,
    };
    await fillReference(parts);
    return await offerSetUp(parts);
  } finally {
    await owner.end();
  }
}

async function serve(installation: Installation, clock: Clock, options: RunOptions): Promise<ComposedServer> {
  const { keys } = installation;
  const master = keys.masters.get(keys.currentMaster);
  if (!master) throw new Error('keys-damaged: the current master key is missing');
  const tls = options.tls
    ? { cert: await readFile(options.tls.certFile), key: await readFile(options.tls.keyFile) }
    : null;
  const server = await composeServer({
    connection: (role) => installation.connection(role),
    kind: installation.kind,
    clock,
    secrets: { device: keys.cookieSecret, totp: master },
    trustProxy: options.trustProxy,
    tls,
    logger: true,
    poolSize: 16,
  });
  await serveConsole(server.app, consoleFolder);
  return server;
}
