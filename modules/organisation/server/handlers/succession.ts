import type { Context } from '@qianmo/platform/server';
import { successionsOf } from '../../rules/succession.ts';
import { endHolding, holderOn, insertPosting, insertSuccessions, renewRights, seatsOf } from '../store/holders.ts';
import { newId } from './guards.ts';

/** Files at the office of every group in which the post sits that it has changed hands (GOV-02). Returns the lines' ids. */
export async function fileSuccessions(
  ctx: Context,
  change: { post: string; from: string | null; to: string | null; on: string },
): Promise<string[]> {
  const lines = successionsOf(await seatsOf(ctx.db, ctx.home, change.post), change);
  const filed = lines.map((line) => ({ ...line, id: newId(ctx) }));
  await insertSuccessions(ctx.db, { home: ctx.home, act: ctx.operation, recordedAt: ctx.now, lines: filed });
  return filed.map((line) => line.id);
}

/** Ends the posting of whoever holds the post on the day; null where nobody does. */
export async function relieve(ctx: Context, post: string, on: string): Promise<string | null> {
  const held = await holderOn(ctx.db, ctx.home, post, on);
  if (!held) return null;
  if (held.person === ctx.actor.person) return ctx.reject('own-posting');
  await endHolding(ctx.db, { home: ctx.home, id: held.id, until: on, reason: null });
  await renewRights(ctx.db, [held.person]);
  return held.id;
}

/** Gives a post to a person. Whoever comes second to an occupied post is refused by the database. */
export async function hold(
  ctx: Context,
  made: { id: string; post: string; person: string; from: string; until: string | null; relieved: string | null },
): Promise<string[]> {
  await insertPosting(ctx.db, { ...made, home: ctx.home });
  await renewRights(ctx.db, [made.person]);
  return fileSuccessions(ctx, { post: made.post, from: made.relieved, to: made.id, on: made.from });
}
