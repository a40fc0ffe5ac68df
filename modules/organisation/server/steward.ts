import { randomBytes } from 'node:crypto';
import { type Role, write } from '@qianmo/platform/contract';
import { type Bound, type Context, type Database, hashToken, on } from '@qianmo/platform/server';
import { safeText } from '@qianmo/values/wire';
import { z } from 'zod';
import { createUser } from '../contract/user.ts';
import { known, newId } from './handlers/guards.ts';
import { clearSecondFactor, replaceInvitation, setDisabled } from './store/accounts.ts';
import { foundHolder } from './store/founding.ts';
import {
  findLogin,
  type Login,
  type LoginPosting,
  listLoginPostings,
  listLogins,
  logStewardLink,
} from './store/logins.ts';

/**
 * Acts of whoever runs the machine, for the command line only: no surface offers them and the served pipe does not know
 * them. They go through the pipe like every act, so the log names each one. They reach every account, that of the last
 * administrator too, which nobody who is signed in could open again.
 */

const NATION = '000000';
const LINK_HOURS = 72; // as long as a link that an administrator hands out
const permission = 'steward.account';
const byLogin = z.strictObject({ login: z.string().min(1).max(60) });

export const stewardGrants = { [permission]: ['administrator'] } satisfies Record<string, readonly Role[]>;

export const foundSteward = write({
  name: 'steward.foundAdministrator',
  home: 'global',
  permission,
  summary: 'Registers one more administrator of the whole installation',
  input: createUser.input.pick({ login: true, name: true }).extend({ unit: safeText(80), title: safeText(80) }),
  result: z.strictObject({ account: z.string(), person: z.string() }),
  rejections: ['login-taken'],
});

/** Its answer is a secret, so no operation row keeps it; the log of sign-ins does. */
export const inviteLogin = write({
  name: 'steward.inviteLogin',
  home: 'global',
  permission,
  unrecorded: true,
  summary: 'Makes a one-time link by which the user sets a password; an older link stops working',
  input: byLogin,
  result: z.strictObject({ token: z.string(), expiresAt: z.string() }),
  rejections: ['login-unknown', 'account-disabled'],
});

export const disableLogin = write({
  name: 'steward.disableLogin',
  home: 'global',
  permission,
  summary: 'Shuts an account and ends its sessions at once',
  input: byLogin,
  result: z.strictObject({ account: z.string() }),
  rejections: ['login-unknown', 'account-disabled'],
});

export const enableLogin = write({
  name: 'steward.enableLogin',
  home: 'global',
  permission,
  summary: 'Opens an account again',
  input: byLogin,
  result: z.strictObject({ account: z.string() }),
  rejections: ['login-unknown', 'account-enabled'],
});

export const resetLoginSecondFactor = write({
  name: 'steward.resetSecondFactor',
  home: 'global',
  permission,
  summary: 'Removes the one-time code device of an account and ends its sessions',
  input: byLogin,
  result: z.strictObject({ account: z.string() }),
  rejections: ['login-unknown', 'second-factor-none'],
});

export const stewardBounds: readonly Bound[] = [
  on(foundSteward, async (ctx, { unit, title, ...who }) => {
    const post = { home: NATION, role: 'administrator' as const, unitName: unit, postTitle: title };
    return foundHolder(ctx.db, { ...who, ...post, now: ctx.now, today: ctx.today });
  }),
  on(inviteLogin, async (ctx, input) => {
    const { account, disabledAt } = await loginOf(ctx, input.login);
    if (disabledAt !== null) ctx.reject('account-disabled');
    const token = randomBytes(24).toString('base64url');
    const expiresAt = new Date(ctx.clock.milliseconds() + LINK_HOURS * 3_600_000).toISOString();
    await replaceInvitation(ctx.db, { hash: hashToken(token), account, now: ctx.now, expiresAt });
    await logStewardLink(ctx.db, { id: newId(ctx), login: input.login, account, at: ctx.now });
    return { token, expiresAt };
  }),
  on(disableLogin, async (ctx, input) => {
    const { account, disabledAt } = await loginOf(ctx, input.login);
    if (disabledAt !== null) ctx.reject('account-disabled');
    await setDisabled(ctx.db, account, ctx.now);
    return { account };
  }),
  on(enableLogin, async (ctx, input) => {
    const { account, disabledAt } = await loginOf(ctx, input.login);
    if (disabledAt === null) ctx.reject('account-enabled');
    await setDisabled(ctx.db, account, null);
    return { account };
  }),
  on(resetLoginSecondFactor, async (ctx, input) => {
    const { account, secondFactor } = await loginOf(ctx, input.login);
    if (!secondFactor) ctx.reject('second-factor-none');
    await clearSecondFactor(ctx.db, account, ctx.now);
    return { account };
  }),
];

async function loginOf(ctx: Context, name: string) {
  return known(ctx, await findLogin(ctx.db, name), 'login-unknown');
}

/** Every account with its postings on a day. `db` is the owner's: nobody else sees all homes. */
export async function listAccounts(db: Database, day: string): Promise<(Login & { postings: LoginPosting[] })[]> {
  const held = await listLoginPostings(db, day);
  const logins = await listLogins(db);
  return logins.map((each) => ({ ...each, postings: held.filter((posting) => posting.person === each.person) }));
}
