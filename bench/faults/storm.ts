import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from './caller.ts';
import type { Chance } from './chance.ts';
import { keepSealing, type Sealing } from './sealing.ts';
import type { World } from './world.ts';
import { type Ledger, newLedger, write } from './writer.ts';

/** Everything is killed with -9; `both` ends the database and then, with it down, the server over it. */
const blows = ['server', 'database', 'backend', 'cut', 'both'] as const;
type Blow = (typeof blows)[number];

export type StormOutcome = { readonly ledger: Ledger; readonly sealing: Sealing; readonly struck: readonly Blow[] };

type StormOptions = {
  readonly writers: readonly Person[];
  /** Every kind of blow falls this often, in an order of chance. */
  readonly rounds: number;
  readonly chance: Chance;
  readonly say: (message: string) => void;
};

/** Writers act, the log is sealed, and things are killed under them; returns when all is up and every act answered. */
export async function storm(world: World, options: StormOptions): Promise<StormOutcome> {
  const { writers, rounds, chance, say } = options;
  const ledger = newLedger();
  const over = new AbortController();
  const named = writers.map((person, place) => ({ person, label: `部门${place}-${chance.between(0, 999_999)}` }));
  const writing = Promise.all(
    named.map(({ person, label }) => write({ world, person, ledger, chance, label, over: over.signal })),
  );
  const sealed = keepSealing(world, over.signal);
  writing.catch(() => over.abort());
  const struck: Blow[] = [];
  try {
    for (let round = 0; round < rounds && !over.signal.aborted; round += 1) {
      for (const blow of chance.shuffled(blows)) {
        await sleep(chance.between(300, 1_200));
        await strike(world, blow, chance);
        struck.push(blow);
        if (writers[0]) await world.answers(writers[0]);
        say(`${struck.length}. ${blow}: ${ledger.acknowledged.length} acknowledged, ${ledger.resent} sent again`);
      }
    }
    await sleep(500);
  } finally {
    over.abort();
  }
  await writing;
  return { ledger, sealing: await sealed, struck };
}

async function strike(world: World, blow: Blow, chance: Chance): Promise<void> {
  if (blow === 'cut') return world.cutConnections();
  if (blow === 'backend') return world.killBackend();
  if (blow === 'database') return world.killDatabase();
  if (blow === 'both') {
    await world.killDatabase();
    await sleep(chance.between(0, 150));
  }
  await world.killServer();
  await world.startServer();
}
