import { randomBytes } from 'node:crypto';
import { type Role, secondFactorRoles } from '../../contract/roles.ts';
import {
  changePassword,
  currentSession,
  listTokens,
  makeToken,
  redeemInvitation,
  revokeToken,
  setUp,
  signOut,
} from '../../contract/session.ts';
import type { HomeTree } from '../database/homes.ts';
import { type Bound, type Context, on } from '../serve/context.ts';
import type { Grants } from '../serve/scope.ts';
import { hashToken } from '../serve/sessions.ts';
import type { AuthParts } from './parts.ts';
import { hashPassword, isCommonPassword, passwordMatches } from './password.ts';
import { secondFactorHandlers } from './second-factor.ts';
import { log, signInHandler } from './sign-in.ts';
import { endSessions, getAccount, insertSession, listSessions, setPassword, takeInvitation } from './store.ts';

export type SessionParts = AuthParts & {
  readonly grants: Grants;
  readonly homes: () => HomeTree;
  readonly installationKind: 'real' | 'demo' | 'test';
  readonly postingTitles: (
    db: Context['db'],
    postings: readonly string[],
  ) => Promise<Map<string, { title: string; unitName: string | null }>>;
};

export function sessionHandlers(parts: SessionParts): Bound[] {
  return [
    signInHandler(parts),
    ...secondFactorHandlers(parts),
    ...ownSession(parts),
    ...passwords(parts),
    ...tokens(parts),
  ];
}

function ownSession(parts: SessionParts): Bound[] {
  return [
    on(signOut, async (context) => {
      const account = await getAccount(context.db, context.actor.user);
      if (context.actor.session)
        await endSessions(context.db, account.id, { only: context.actor.session }, context.now);
      await log(context, account.login, account.id, 'signed-out');
      context.http?.setSession(null);
      return {};
    }),
    on(currentSession, async (context) => {
      const account = await getAccount(context.db, context.actor.user);
      const titles = await parts.postingTitles(
        context.db,
        context.actor.postings.map((posting) => posting.posting),
      );
      const homes = parts.homes();
      return {
        user: account.id,
        name: context.actor.name,
        postings: context.actor.postings.map((posting) => ({
          ...posting,
          homeName: homes.name(posting.home) ?? posting.home,
          homeLevel: homes.level(posting.home) ?? '',
          title: titles.get(posting.posting)?.title ?? null,
          unitName: titles.get(posting.posting)?.unitName ?? null,
        })),
        permissions: permissionsOf(context, parts.grants),
        secondFactor: {
          enrolled: account.totpSecret !== null,
          required: context.actor.postings.some((posting) => secondFactorRoles.has(posting.role as Role)),
          at: context.actor.secondFactorAt,
        },
        installation: { kind: parts.installationKind, now: context.now, today: context.today },
      };
    }),
  ];
}

function permissionsOf(context: Context, grants: Grants): { permission: string; homes: string[] }[] {
  return [...grants].flatMap(([permission, roles]) => {
    const homes = context.actor.postings.filter((posting) => roles.has(posting.role)).map((posting) => posting.home);
    return homes.length > 0 ? [{ permission, homes: [...new Set(homes)] }] : [];
  });
}

function passwords(parts: SessionParts): Bound[] {
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
      const passwordHash = await hashPassword(newPassword);
      await parts.claimAdministrator(context.db, {
        account: invitation.account,
        name,
        login,
        passwordHash,
        now: context.now,
      });
      return { login };
    }),
  ];
}

function tokens(parts: SessionParts): Bound[] {
  return [
    on(listTokens, async (context) => {
      const rows = await listSessions(context.db, context.actor.user, context.now);
      return {
        items: rows.map((row) => {
          const id = row.token_hash.toString('hex');
          return {
            id,
            kind: row.kind as 'browser' | 'token',
            name: row.name,
            createdAt: row.created_at,
            expiresAt: row.expires_at,
            client: row.client,
            current: id === context.actor.session,
            permissions: row.permissions,
          };
        }),
      };
    }),
    on(makeToken, async (context, { name, permissions, days }) => {
      const own = new Set(permissionsOf(context, parts.grants).map((each) => each.permission));
      const foreign = permissions.filter((permission) => !own.has(permission));
      if (foreign.length > 0)
        return context.reject('token-permission-not-own', { params: { permissions: foreign.join(', ') } });
      const token = `qm_${randomBytes(32).toString('base64url')}`;
      const expiresAt = new Date(context.clock.milliseconds() + days * 86_400_000).toISOString();
      await insertSession(context.db, {
        hash: hashToken(token),
        account: context.actor.user,
        kind: 'token',
        name,
        now: context.now,
        expiresAt,
        secondFactorAt: null,
        client: context.http?.userAgent ?? '',
        permissions,
      });
      await logFor(context, 'token-made');
      return { token, expiresAt };
    }),
    on(revokeToken, async (context, { id }) => {
      const ended = await endSessions(context.db, context.actor.user, { only: id }, context.now);
      if (ended === 0) return context.reject('token-unknown', { status: 404 });
      await logFor(context, 'token-revoked');
      return {};
    }),
  ];
}

async function logFor(context: Context, outcome: 'token-made' | 'token-revoked'): Promise<void> {
  const account = await getAccount(context.db, context.actor.user);
  await log(context, account.login, account.id, outcome);
}
