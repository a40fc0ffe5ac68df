import type { Operation, Problem } from '@qianmo/platform/contract';
import {
  type Clock,
  type Installation,
  NATION,
  openInstallationClock,
  Refusal,
  systemActor,
} from '@qianmo/platform/server';
import { uuidV7 } from '@qianmo/values/id';
import type { z } from 'zod';
import { type ComposedServer, composeServer, type ServerParts } from './compose.ts';
import { readOidcSettings } from './oidc.ts';

/** One act of the machine itself: through the pipe, under its own name in the log. Throws the `Refusal` it met. */
export type ActInside = <I extends z.ZodObject, R extends z.ZodType>(
  operation: Operation<I, R>,
  call: { home?: string; input: z.input<I>; id?: string },
) => Promise<z.output<R>>;

export type InProcess = { readonly act: ActInside; readonly clock: Clock; stop(): Promise<void> };

/** Acts as `system:<name>` with an administrator's rights everywhere. No session, so no second factor is asked for. */
export function actInside(server: Pick<ComposedServer, 'bounds' | 'pipe'>, clock: Clock, name: string): ActInside {
  const posting = { posting: `system:${name}`, home: NATION, role: 'administrator', unit: null, narrow: null };
  const who = { actor: systemActor(name, posting), epoch: 0n };
  return async (operation, { home = NATION, input, id = uuidV7(clock.milliseconds()) }) => {
    const bound = server.bounds.find((each) => each.operation.name === operation.name);
    if (!bound) throw new Error(`operation-unknown: ${operation.name} is not in this version`);
    const act = { home, input, id: operation.kind === 'write' ? id : null, happenedAt: null, device: null, http: null };
    const answer = await server.pipe(bound, act, null, async () => who);
    if (answer.status === 200) return answer.body as never;
    const { status, code, ...rest } = answer.body as Problem;
    throw new Refusal(status, code, rest);
  };
}

/** The composed server of an installation without its port, for the command line; runs beside a serving one. */
export async function openInProcess(
  installation: Installation,
  name: string,
  extra?: ServerParts['extra'],
): Promise<InProcess> {
  const { clock, close } = await openInstallationClock(installation.connection('qianmo_app'));
  try {
    const server = await composeServer({
      ...partsOf(installation, clock),
      trustProxy: false,
      tls: null,
      logger: false,
      poolSize: 2,
      ...(extra ? { extra } : {}),
    });
    const stop = async () => {
      await server.stop();
      await close();
    };
    return { act: actInside(server, clock, name), clock, stop };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the installation gives to every server composed on it. Throws `keys-damaged`. */
export function partsOf(
  installation: Installation,
  clock: Clock,
): Pick<ServerParts, 'connection' | 'kind' | 'clock' | 'secrets' | 'files' | 'oidc'> {
  const { keys, kind } = installation;
  const master = keys.masters.get(keys.currentMaster);
  const oidc = readOidcSettings(process.env);
  if (!master) throw new Error('keys-damaged: the current master key is missing');
  return {
    connection: (role) => installation.connection(role),
    kind,
    clock,
    secrets: { device: keys.cookieSecret, totp: master, personal: keys },
    files: process.env.QIANMO_FILES ?? installation.filesFolder,
    ...(oidc ? { oidc } : {}),
  };
}
