import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../clock/clock.ts';
import type { HomeTree } from '../database/homes.ts';
import { type Database, databaseOf } from '../database/pool.ts';
import { enter, recordAndCommit, type StoredAct, withClient } from '../serve/transaction.ts';

export type Stage = { readonly pool: Pool; readonly clock: Clock; readonly homes: () => HomeTree };

/** Begins a system actor's transaction at one home; with `act`, answers what is already stored under that id. */
export function enterAs(
  stage: Stage,
  client: PoolClient,
  who: { actor: string; homes: readonly string[]; act: string | null },
): Promise<StoredAct | null> {
  const home = who.homes[0] ?? '';
  return enter(
    client,
    {
      session: null,
      epoch: null,
      actor: who.actor,
      scope: { read: who.homes, write: who.homes, above: stage.homes().ancestors(home) },
      home,
      act: who.act,
      now: stage.clock.instant(),
    },
    true,
  );
}

/** Runs in one short transaction of a system actor at the given homes, and commits. Leaves no row in the log of acts. */
export function inScope<T>(
  stage: Stage,
  actor: string,
  homes: readonly string[],
  run: (db: Database) => Promise<T>,
): Promise<T> {
  return withClient(stage.pool, async (client) => {
    await enterAs(stage, client, { actor, homes, act: null });
    const value = await run(databaseOf(client));
    await recordAndCommit(client, null);
    return value;
  });
}
