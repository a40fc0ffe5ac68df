import type { Context } from '@qianmo/platform/server';
import { uuidV7 } from '@qianmo/values/id';
import { insertAccessAct } from '../store/accounts.ts';

export const newId = (ctx: Context): string => uuidV7(ctx.clock.milliseconds());

/** What does not exist here is answered as a rejection with 404: its existence elsewhere is not told. */
export function known<T>(ctx: Context, row: T | undefined, code: string): T {
  return row ?? ctx.reject(code, { status: 404 });
}

type Editable = { version: number; from: string | null; until: string | null };

/** The record as the user saw it: there, not ended, and of the version they were shown. */
export function present<T extends Editable>(
  ctx: Context,
  row: T | undefined,
  version: number | undefined,
  codes: { unknown: string; over: string },
): T {
  const found = known(ctx, row, codes.unknown);
  if (found.until !== null || found.from === null)
    return ctx.reject(codes.over, { params: { until: found.until ?? '' } });
  return sameVersion(ctx, found, version);
}

export function sameVersion<T extends { version: number }>(ctx: Context, row: T, version: number | undefined): T {
  if (row.version !== version) return ctx.stale({ version: row.version });
  return row;
}

/** A record ends after it began. */
export function notBefore(ctx: Context, from: string | null, until: string): void {
  if (from !== null && until <= from) ctx.reject('until-before-from', { params: { from, until } });
}

/** Units that stand here on the day, or a rejection that names the one that does not. */
export function allKnown(ctx: Context, asked: readonly string[], found: ReadonlySet<string>): void {
  const missing = asked.find((unit) => !found.has(unit));
  if (missing !== undefined) ctx.reject('unit-unknown', { status: 404, params: { unit: missing } });
}

/** Keeps the reason of an act on somebody's access; the operation row keeps none. */
export async function keepReason(ctx: Context, kind: string, person: string | null, reason: string): Promise<void> {
  const { home, operation: id, now: at } = ctx;
  await insertAccessAct(ctx.db, { home, id, kind, person, reason, by: ctx.actor.user, at });
}
