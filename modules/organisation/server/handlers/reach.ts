import { type Context, NATION } from '@qianmo/platform/server';
import { isWithinReach } from '../../rules/reach.ts';
import { findPersonOf, homesOfPerson, type Person } from '../store/persons.ts';
import { known } from './guards.ts';
import type { OrganisationParts } from './parts.ts';

/** Somebody who holds or held a post here or below; others are unknown here. */
export async function personOf(ctx: Context, id: string): Promise<Person> {
  return known(ctx, await findPersonOf(ctx.db, id, ctx.readable), 'person-unknown');
}

export function isReached(ctx: Context, parts: OrganisationParts, homes: readonly string[]): boolean {
  return isWithinReach(ctx.actor.postings, homes, (home) => parts.homes().ancestors(home), NATION);
}

/** Acts on an account need reach over every posting of its owner, else a county could take over a prefecture's. */
export async function requireReach(ctx: Context, parts: OrganisationParts, person: string): Promise<void> {
  if (!isReached(ctx, parts, await homesOfPerson(ctx.db, person, ctx.today)))
    ctx.reject('user-beyond-reach', { status: 403 });
}
