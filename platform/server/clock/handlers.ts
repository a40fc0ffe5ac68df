import { sql } from 'kysely';
import { getClock, moveClock } from '../../contract/clock.ts';
import type { Database } from '../database/pool.ts';
import { type Bound, on } from '../serve/context.ts';
import { rejectOnConstraint } from '../serve/errors.ts';
import type { InstallationKind } from './installation-clock.ts';

// The trigger refuses by this name; a real installation has no path around it.
rejectOnConstraint('clock_movable_installation', 'clock-not-movable', 409);

/** Sets the shared offset so that the clock shows `to`; every process hears of it at commit. Throws on a real installation. */
export async function moveInstallationClock(db: Database, to: string, machineMs: number): Promise<void> {
  const offsetMs = BigInt(Date.parse(to) - machineMs);
  await db
    .insertInto('platform.clock')
    .values({ offset_ms: offsetMs })
    .onConflict((conflict) =>
      conflict.column('kind').doUpdateSet({ offset_ms: offsetMs, version: sql<number>`platform.clock.version + 1` }),
    )
    .execute();
}

async function findOffset(db: Database): Promise<bigint> {
  const row = await db.selectFrom('platform.clock').select('offset_ms').executeTakeFirst();
  return BigInt(row?.offset_ms ?? 0);
}

export const clockHandlers: Bound[] = [
  on(getClock, async (ctx) => {
    const { kind } = await ctx.db.selectFrom('platform.installation').select('kind').executeTakeFirstOrThrow();
    const offset = await findOffset(ctx.db);
    return { now: ctx.now, today: ctx.today, kind: kind as InstallationKind, moved: offset !== 0n };
  }),
  on(moveClock, async (ctx, input) => {
    // What the machine's clock shows, told by the shared clock and its offset: handlers have no other.
    const machineMs = ctx.clock.milliseconds() - Number(await findOffset(ctx.db));
    await moveInstallationClock(ctx.db, input.to, machineMs);
    return { now: new Date(Date.parse(input.to)).toISOString() };
  }),
];
