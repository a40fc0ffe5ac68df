import { beginTotp, confirmSecondFactor, finishTotp } from '../../contract/session.ts';
import { seal } from '../personal/cipher.ts';
import { type Bound, type Context, on } from '../serve/context.ts';
import type { AuthParts } from './parts.ts';
import { passwordMatches } from './password.ts';
import { checkSecondFactor, log } from './sign-in.ts';
import { type Account, getAccount, markSecondFactor, setTotpSecret } from './store.ts';
import { makeTotpSecret, totpStep } from './totp.ts';

export function secondFactorHandlers(parts: AuthParts): Bound[] {
  return [
    on(confirmSecondFactor, async (context, { otp }) => {
      const account = await getAccount(context.db, context.actor.user);
      const outcome = await checkSecondFactor(parts, context, account, otp);
      if (outcome === 'none') return context.reject('second-factor-not-enrolled', { status: 409 });
      if (outcome !== 'right') return context.reject('second-factor-wrong', { status: 403 });
      return strengthen(context, account, 'second-factor');
    }),
    on(beginTotp, async (context, { password }) => {
      const account = await getAccount(context.db, context.actor.user);
      if (account.totpSecret) return context.reject('second-factor-enrolled', { status: 409 });
      if (!(await passwordMatches(account.passwordHash, password)))
        return context.reject('sign-in-refused', { status: 403 });
      return makeTotpSecret(account.login, parts.issuer);
    }),
    on(finishTotp, async (context, { secret, otp }) => {
      const account = await getAccount(context.db, context.actor.user);
      if (account.totpSecret) return context.reject('second-factor-enrolled', { status: 409 });
      const step = /^[A-Z2-7]+$/.test(secret) ? totpStep(secret, otp, context.clock.milliseconds(), null) : null;
      if (step === null) return context.reject('second-factor-wrong', { status: 403 });
      await setTotpSecret(context.db, account.id, seal(parts.totpKey, Buffer.from(secret), `totp:${account.id}`), step);
      return strengthen(context, account, 'totp-enrolled');
    }),
  ];
}

async function strengthen(
  context: Context,
  account: Account,
  outcome: 'second-factor' | 'totp-enrolled',
): Promise<{ at: string }> {
  if (context.actor.session) await markSecondFactor(context.db, context.actor.session, context.now);
  await bumpEpoch(context, account.id);
  await log(context, account.login, account.id, outcome);
  return { at: context.now };
}

/** Makes every server process load this account's rights anew at its next request. */
export async function bumpEpoch(context: Pick<Context, 'db'>, account: string): Promise<void> {
  await context.db
    .updateTable('platform.account')
    .set((eb) => ({ epoch: eb('epoch', '+', 1n) }))
    .where('id', '=', account)
    .execute();
}
