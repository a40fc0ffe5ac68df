import { randomBytes } from 'node:crypto';
import { type Bound, type Context, hashToken, on } from '@qianmo/platform/server';
import { disableUser, enableUser, inviteUser, resetSecondFactor } from '../../contract/user.ts';
import * as store from '../store/accounts.ts';
import { keepReason, known, newId, sameVersion } from './guards.ts';
import type { OrganisationParts } from './parts.ts';
import { personOf, requireReach } from './reach.ts';

const LINK_HOURS = 72; // over a weekend, no longer

/** Acts on accounts: never on the own one, never on one with a posting beyond the actor's reach. */
export function accessHandlers(parts: OrganisationParts): Bound[] {
  return [
    on(inviteUser, async (ctx, input) => {
      const account = await accountOf(ctx, parts, input.person);
      if (account.disabledAt !== null) ctx.reject('account-disabled');
      const token = randomBytes(24).toString('base64url');
      const expiresAt = new Date(ctx.clock.milliseconds() + LINK_HOURS * 3_600_000).toISOString();
      await store.replaceInvitation(ctx.db, { hash: hashToken(token), account: account.id, now: ctx.now, expiresAt });
      await store.logInvitation(ctx.db, {
        id: newId(ctx),
        login: account.login,
        account: account.id,
        by: ctx.actor.user,
        address: ctx.http?.address ?? '',
        client: ctx.http?.userAgent ?? '',
        at: ctx.now,
      });
      return { token, login: account.login, expiresAt };
    }),
    on(disableUser, async (ctx, input) => {
      const account = sameVersion(ctx, await accountOf(ctx, parts, input.person), input.version);
      if (account.disabledAt !== null) ctx.reject('account-disabled');
      await keepReason(ctx, 'disabled', account.person, input.reason);
      return { id: account.id, version: await store.setDisabled(ctx.db, account.id, ctx.now) };
    }),
    on(enableUser, async (ctx, input) => {
      const account = sameVersion(ctx, await accountOf(ctx, parts, input.person), input.version);
      if (account.disabledAt === null) ctx.reject('account-enabled');
      if ((await personOf(ctx, input.person)).erasedAt !== null) ctx.reject('person-erased');
      await keepReason(ctx, 'enabled', account.person, input.reason);
      return { id: account.id, version: await store.setDisabled(ctx.db, account.id, null) };
    }),
    on(resetSecondFactor, async (ctx, input) => {
      const account = sameVersion(ctx, await accountOf(ctx, parts, input.person), input.version);
      if (!account.secondFactor) ctx.reject('second-factor-none');
      await keepReason(ctx, 'second-factor-reset', account.person, input.reason);
      return { id: account.id, version: await store.clearSecondFactor(ctx.db, account.id, ctx.now) };
    }),
  ];
}

async function accountOf(ctx: Context, parts: OrganisationParts, id: string): Promise<store.Account> {
  const person = await personOf(ctx, id);
  if (person.id === ctx.actor.person) ctx.reject('own-account');
  await requireReach(ctx, parts, person.id);
  const [account] = await store.accountsOf(ctx.db, [person.id]);
  return known(ctx, account, 'person-unknown');
}
