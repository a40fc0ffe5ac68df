import { randomBytes } from 'node:crypto';
import { listTokens, makeToken, revokeToken } from '../../contract/session.ts';
import { type Bound, type Context, on } from '../serve/context.ts';
import type { Grants } from '../serve/scope.ts';
import { hashToken } from '../serve/sessions.ts';
import { log } from './sign-in.ts';
import { endSessions, getAccount, insertSession, listSessions } from './store.ts';

/** Own sessions, and tokens by which other systems act with some of the own permissions. */
export function tokenHandlers(grants: Grants): Bound[] {
  return [list(), make(grants), revoke()];
}

/** What the postings permit, and at which homes. */
export function permissionsOf(context: Context, grants: Grants): { permission: string; homes: string[] }[] {
  return [...grants].flatMap(([permission, roles]) => {
    const homes = context.actor.postings.filter((posting) => roles.has(posting.role)).map((posting) => posting.home);
    return homes.length > 0 ? [{ permission, homes: [...new Set(homes)] }] : [];
  });
}

function list(): Bound {
  return on(listTokens, async (context) => {
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
  });
}

function make(grants: Grants): Bound {
  return on(makeToken, async (context, { name, permissions, days }) => {
    const own = new Set(permissionsOf(context, grants).map((each) => each.permission));
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
  });
}

function revoke(): Bound {
  return on(revokeToken, async (context, { id }) => {
    const ended = await endSessions(context.db, context.actor.user, { only: id }, context.now);
    if (ended === 0) return context.reject('token-unknown', { status: 404 });
    await logFor(context, 'token-revoked');
    return {};
  });
}

async function logFor(context: Context, outcome: 'token-made' | 'token-revoked'): Promise<void> {
  const account = await getAccount(context.db, context.actor.user);
  await log(context, account.login, account.id, outcome);
}
