import { readFile } from 'node:fs/promises';
import {
  type Clock,
  type Installation,
  machineClock,
  openInstallation,
  openInstallationClock,
} from '@qianmo/platform/server';
import { consoleFolder, ensureConsole } from './build.ts';
import { type ComposedServer, composeServer } from './compose.ts';
import { bringShippedPacks, fillReference, offerSetUp } from './first-start.ts';
import { partsOf } from './in-process.ts';
import { startJobs } from './jobs.ts';
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

/** Starts everything: database, reference rows, console, server, jobs. Each step is quick when it was done before. */
export async function runServer(options: RunOptions): Promise<Running> {
  const started = machineClock();
  await ensureConsole(options.say);
  const installation = await openInstallation(options.folder, {
    say: options.say,
    now: started.instant(),
    ...(options.databaseUrl ? { databaseUrl: options.databaseUrl } : {}),
    ...(options.rolePassword ? { rolePassword: options.rolePassword } : {}),
  });
  const stops: (() => Promise<unknown>)[] = [() => installation.stop()];
  const stop = async () => {
    for (const each of stops.reverse()) await each();
  };
  try {
    const setUpToken = await prepare(installation, started, options);
    const { clock, onMoved, close } = await openInstallationClock(installation.connection('qianmo_app'));
    stops.push(close);
    const server = await serve(installation, clock, options);
    stops.push(server.stop);
    const worker = await startJobs(installation, server, { clock, onMoved, say: options.say });
    stops.push(worker.stop);
    await bringShippedPacks(server, clock, options.say);
    const url = await server.app.listen({ host: options.host, port: options.port });
    return { url, setUpToken, installation, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(installation: Installation, clock: Clock, options: RunOptions): Promise<string | null> {
  const owner = await installation.owner();
  try {
    const { say, progress } = options;
    const parts = { owner, ownerConnection: installation.ownerConnection(), clock, say, progress };
    await fillReference(parts, installation);
    return await offerSetUp(parts);
  } finally {
    await owner.end();
  }
}

async function serve(installation: Installation, clock: Clock, options: RunOptions): Promise<ComposedServer> {
  const tls = options.tls
    ? { cert: await readFile(options.tls.certFile), key: await readFile(options.tls.keyFile) }
    : null;
  const server = await composeServer({
    ...partsOf(installation, clock),
    trustProxy: options.trustProxy,
    tls,
    logger: true,
    poolSize: 16,
  });
  await serveConsole(server.app, consoleFolder);
  return server;
}
