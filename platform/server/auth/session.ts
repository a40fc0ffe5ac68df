import { type Role, secondFactorRoles } from '../../contract/roles.ts';
import { currentSession, signOut } from '../../contract/session.ts';
import type { HomeTree } from '../database/homes.ts';
import { type Bound, type Context, on } from '../serve/context.ts';
import type { Grants } from '../serve/scope.ts';
import { passwordHandlers } from './links.ts';
import type { AuthParts } from './parts.ts';
import { secondFactorHandlers } from './second-factor.ts';
import { log, signInHandler } from './sign-in.ts';
import { endSessions, getAccount, isTotpEnrolled } from './store.ts';
import { permissionsOf, tokenHandlers } from './tokens.ts';

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
    ...passwordHandlers(parts),
    ...tokenHandlers(parts.grants),
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
      const titles = await parts.postingTitles(
        context.db,
        context.actor.postings.map((posting) => posting.posting),
      );
      const homes = parts.homes();
      return {
        user: context.actor.user,
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
          enrolled: await isTotpEnrolled(context.db, context.actor.user),
          required: context.actor.postings.some((posting) => secondFactorRoles.has(posting.role as Role)),
          at: context.actor.secondFactorAt,
        },
        installation: { kind: parts.installationKind, now: context.now, today: context.today },
      };
    }),
  ];
}
