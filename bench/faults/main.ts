import { parseArgs } from 'node:util';
import { chanceOf } from './chance.ts';
import { openWriters } from './people.ts';
import { reckon } from './reckoning.ts';
import { sealAndVerify } from './sealing.ts';
import { storm } from './storm.ts';
import { openWorld } from './world.ts';

// `npm run faults [-- --rounds 12 --seed 7]`: the long form. The short one is in `npm test`.

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds ?? 12);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const say = (line: string) => void process.stdout.write(`${line}\n`);

say(`seed ${seed}, ${rounds} rounds of five blows; --seed ${seed} repeats their order`);
const world = await openWorld();
try {
  const writers = await openWriters(world);
  const { ledger, sealing, struck } = await storm(world, { writers, rounds, chance: chanceOf(seed), say });
  const counted = await reckon(world, ledger);
  const verified = await sealAndVerify(world);
  const wrong = [
    ...ledger.wrong,
    ...sealing.wrong.map((words) => `seal: ${words}`),
    ...counted.lost.map((what) => `lost: ${what}`),
    ...counted.twice.map((what) => `twice: ${what}`),
    ...counted.half.map((what) => `half: ${what}`),
    ...verified.problems.map((what) => `log: ${what}`),
    ...[...world.faults].map(([what, times]) => `fault, ${times} times: ${what}`),
    ...world.deaths,
  ];
  say(`blows ${struck.length}, acts acknowledged ${counted.acknowledged}, in the log ${counted.stored}`);
  say(
    `sent again ${ledger.resent}, answered from the log ${ledger.replayed}, slowest ${Math.round(ledger.slowestMs)} ms`,
  );
  say(
    `units ${counted.units}, duties ${counted.duties}; lost ${counted.lost.length}, twice ${counted.twice.length}, half ${counted.half.length}`,
  );
  say(`sealed ${verified.leaves} rows in ${verified.batches} batches, interrupted ${sealing.interrupted} times`);
  for (const each of wrong.slice(0, 50)) say(each);
  say(wrong.length === 0 ? 'nothing lost, nothing twice, nothing half' : `${wrong.length} wrong`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await world.close();
}
