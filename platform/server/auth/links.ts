import { changePassword, redeemInvitation, setUp } from '../../contract/session.ts';
import { type Bound, on } from '../serve/context.ts';
import { hashToken } from '../serve/sessions.ts';
import type { AuthParts } from './parts.ts';
import { hashPassword, isCommonPassword, passwordMatches } from './password.ts';
import { log } from './sign-in.ts';
import { endSessions, getAccount, setPassword, takeInvitation } from './store.ts';

/** Changing the own password, and the one-time links that set one. */
export function passwordHandlers(parts: AuthParts): Bound[] {
  return [
    on(changePassword, async (context, { password, newPassword }) => {
      const account = await getAccount(context.db, context.actor.user);
      if (!(await passwordMatches(account.passwordHash, password)))
        return context.reject('sign-in-refused', { status: 403 });
      if (isCommonPassword(newPassword, account.login)) return context.reject('password-common');
      await setPassword(context.db, account.id, await hashPassword(newPassword), context.now);
      await endSessions(
        context.db,
        account.id,
        context.actor.session ? { except: context.actor.session } : {},
        context.now,
      );
      await log(context, account.login, account.id, 'password-changed');
      return {};
    }),
    on(redeemInvitation, async (context, { token, newPassword }) => {
      const invitation = await takeInvitation(context.db, hashToken(token), 'password', context.now);
      if (!invitation?.account) return context.reject('invitation-void', { status: 404 });
      const account = await getAccount(context.db, invitation.account);
      if (isCommonPassword(newPassword, account.login)) return context.reject('password-common');
      await setPassword(context.db, account.id, await hashPassword(newPassword), context.now);
      await endSessions(context.db, account.id, {}, context.now);
      await log(context, account.login, account.id, 'password-changed');
      return { login: account.login };
    }),
    on(setUp, async (context, { token, name, login, newPassword }) => {
      const invitation = await takeInvitation(context.db, hashToken(token), 'set-up', context.now);
      if (!invitation?.account) return context.reject('invitation-void', { status: 404 });
      if (isCommonPassword(newPassword, login)) return context.reject('password-common');
      await setPassword(context.db, invitation.account, await hashPassword(newPassword), context.now);
      await parts.claimAdministrator(context.db, { account: invitation.account, name, login });
      return { login };
    }),
  ];
}
