import { Client, type ClientConfig } from 'pg';

/** Class of the advisory locks by which workers show that they live. */
const LIVE_CLASS = 72_742;
const RETRY_MS = 1_000;

export type Liveness = {
  /** From now on this worker counts as alive until the process or its connection is gone. */
  show(worker: string): void;
  /** Gives the jobs of workers that are gone back to the queue; answers the workers. */
  rescue(): Promise<string[]>;
  close(): Promise<void>;
};

/**
 * A worker that is killed leaves its job locked (the library frees it after four hours). Here each worker holds an
 * advisory lock on a connection of its own; whose lock can be taken is gone. A wrong verdict is harmless: a run's act
 * is stored once, under its own lock.
 */
export async function openLiveness(connection: ClientConfig): Promise<Liveness> {
  const shown = new Set<string>();
  let closed = false;
  let client: Client | null = null;
  // One statement after the other: the connection carries a rescue and the workers' locks.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(run, run);
    last = mine.catch(() => undefined);
    return mine;
  };
  const hold = (worker: string) =>
    inTurn(async () => client?.query('select pg_advisory_lock($1, hashtext($2))', [LIVE_CLASS, worker])).catch(
      () => undefined,
    );
  const open = async () => {
    const next = new Client(connection);
    next.on('error', () => again(next));
    next.on('end', () => again(next));
    await next.connect();
    client = next;
    await Promise.all([...shown].map(hold));
  };
  const again = (lost: Client) => {
    if (closed || (client !== null && client !== lost)) return;
    client = null;
    setTimeout(() => open().catch(() => again(lost)), RETRY_MS).unref();
  };
  await open();
  return {
    show: (worker) => {
      shown.add(worker);
      void hold(worker);
    },
    rescue: () => inTurn(async () => (client ? rescue(client, shown) : [])),
    close: async () => {
      closed = true;
      await client?.end().catch(() => undefined);
    },
  };
}

async function rescue(client: Client, own: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await client.query<{ worker: string }>(
    `select locked_by as worker from graphile_worker._private_jobs where locked_by is not null
     union select locked_by from graphile_worker._private_job_queues where locked_by is not null`,
  );
  const gone: string[] = [];
  for (const { worker } of rows) {
    if (own.has(worker)) continue;
    const taken = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as free', [
      LIVE_CLASS,
      worker,
    ]);
    if (taken.rows[0]?.free) gone.push(worker);
  }
  if (gone.length === 0) return gone;
  await client.query('select graphile_worker.force_unlock_workers($1::text[])', [gone]);
  for (const worker of gone) await client.query('select pg_advisory_unlock($1, hashtext($2))', [LIVE_CLASS, worker]);
  return gone;
}
