import { Client, type ClientConfig } from 'pg';
import { type Clock, machineClock, movableClock } from './clock.ts';

export type InstallationKind = 'real' | 'demo' | 'test';

export type InstallationClock = {
  readonly clock: Clock;
  readonly kind: InstallationKind;
  /** Calls back after the clock was moved by any process; answers how to stop that. */
  onMoved(listener: () => void): () => void;
  close(): Promise<void>;
};

/**
 * Writes down what this installation is, once. `owner` is the database's owner: the application has no right to.
 * Throws `installation-kind-fixed` when it was founded as something else.
 */
export async function foundInstallation(
  owner: Pick<Client, 'query'>,
  founded: { id: string; kind: InstallationKind; createdAt: string },
): Promise<void> {
  const { rows } = await owner.query<{ kind: string }>('select kind from platform.installation');
  const kind = rows[0]?.kind;
  if (kind === founded.kind) return;
  if (kind) throw new Error(`installation-kind-fixed: it is ${kind} and cannot become ${founded.kind}`);
  await owner.query('insert into platform.installation (id, kind, created_at) values ($1, $2, $3)', [
    founded.id,
    founded.kind,
    founded.createdAt,
  ]);
}

const RETRY_MS = 1_000;

/**
 * The clock all processes of an installation share. A real one runs on the machine's; a demo or test follows the offset
 * kept in the database, told by NOTIFY and read again after every lost connection.
 */
export async function openInstallationClock(connection: ClientConfig): Promise<InstallationClock> {
  const kind = await readKind(connection);
  if (kind === 'real')
    return { clock: machineClock(), kind, onMoved: () => () => undefined, close: async () => undefined };
  const clock = movableClock();
  const listeners = new Set<() => void>();
  const shift = (offsetMs: number) => {
    if (offsetMs === clock.offsetMs()) return;
    clock.shiftTo(offsetMs);
    for (const listener of listeners) listener();
  };
  const following = await followOffset(connection, shift);
  return {
    clock,
    kind,
    onMoved: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: following.close,
  };
}

async function readKind(connection: ClientConfig): Promise<InstallationKind> {
  const client = new Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ kind: InstallationKind }>('select kind from platform.installation');
    return rows[0]?.kind ?? 'real'; // an installation that says nothing is treated as the strictest one
  } finally {
    await client.end();
  }
}

async function followOffset(connection: ClientConfig, shift: (offsetMs: number) => void) {
  let closed = false;
  let client: Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  const listen = async () => {
    const next = new Client(connection);
    next.on('error', () => again(next));
    next.on('end', () => again(next));
    next.on('notification', (message) => shift(Number(message.payload)));
    await next.connect();
    client = next;
    await next.query('listen qianmo_clock');
    // Read after listening: a move in between is told, one before is read.
    const { rows } = await next.query<{ offset: string }>('select offset_ms::text as "offset" from platform.clock');
    shift(Number(rows[0]?.offset ?? 0));
  };
  const again = (lost: Client) => {
    if (closed || (client !== lost && client !== null)) return;
    client = null;
    if (retry) clearTimeout(retry);
    retry = setTimeout(() => listen().catch(() => again(lost)), RETRY_MS);
  };
  await listen();
  return {
    close: async () => {
      closed = true;
      if (retry) clearTimeout(retry);
      await client?.end();
    },
  };
}
