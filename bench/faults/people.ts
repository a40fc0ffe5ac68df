import type { Person } from './caller.ts';
import type { World } from './world.ts';

const HOMES = ['621221', '533124', '140430', '540221', '621221', '533124', '140430', '540221'];

/** Eight officials who may edit units and duties, two in each of four counties. */
export async function openWriters(world: World): Promise<Person[]> {
  const writers: Person[] = [];
  for (const home of HOMES) writers.push(await world.signIn(home, 'commerce'));
  return writers;
}
