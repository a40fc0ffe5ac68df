import type { Actor, PostingScope } from '../../contract/actor.ts';
import type { Operation } from '../../contract/operation.ts';
import { type Role, reachesDown } from '../../contract/roles.ts';
import { type HomeTree, NATION } from '../database/homes.ts';
import { Refusal } from './errors.ts';

/** Homes a transaction may read, write, and whose shared rows it may see from above. */
export type Scope = {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly above: readonly string[];
};

export type Grants = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Decides whether the actor may use the operation at this home, and with which scope.
 * Throws 404 `not-found` outside the actor's jurisdiction (its existence is not told), 403 `not-permitted` inside it.
 */
export function decideScope(
  actor: Actor | null,
  operation: Operation,
  home: string,
  grants: Grants,
  homes: HomeTree,
): { scope: Scope; posting: PostingScope | null } {
  if (operation.home === 'path' && !homes.has(home)) throw new Refusal(404, 'not-found');
  if (operation.permission === 'public') return { scope: publicScope(operation, home, homes), posting: null };
  if (!actor) throw new Refusal(401, 'not-signed-in');
  const reached = actor.postings.filter((posting) => operation.home === 'global' || reaches(posting, home, homes));
  if (operation.home === 'path' && reached.length === 0) throw new Refusal(404, 'not-found');
  const posting = reached.find((each) => allows(each, actor, operation, home, grants)) ?? null;
  if (operation.permission !== 'signed-in' && !posting)
    throw new Refusal(403, 'not-permitted', { params: { permission: operation.permission } });
  return { scope: scopeAt(operation, home, homes), posting: posting ?? reached[0] ?? null };
}

function allows(posting: PostingScope, actor: Actor, operation: Operation, home: string, grants: Grants): boolean {
  if (!grants.get(operation.permission)?.has(posting.role)) return false;
  if (actor.tokenPermissions && !actor.tokenPermissions.has(operation.permission)) return false;
  if (operation.kind === 'read' || operation.home === 'global') return true;
  // Upper tiers read lower tiers; they act there only where the role is made for it.
  return posting.home === home || reachesDown(posting.role as Role);
}

/** Whether a posting's jurisdiction covers a home: its own, or one below it. */
export function reaches(posting: PostingScope, home: string, homes: HomeTree): boolean {
  return posting.home === home || homes.ancestors(home).includes(posting.home);
}

function scopeAt(operation: Operation, home: string, homes: HomeTree): Scope {
  if (operation.home === 'global')
    return { read: [NATION], write: operation.kind === 'write' ? [NATION] : [], above: [] };
  return {
    read: [home, ...homes.descendants(home)],
    write: operation.kind === 'write' ? [home] : [],
    above: homes.ancestors(home),
  };
}

function publicScope(operation: Operation, home: string, homes: HomeTree): Scope {
  return operation.home === 'global' ? { read: [], write: [], above: [] } : scopeAt(operation, home, homes);
}

/** Permission → roles, from the modules' policies. A key granted twice is a programming error. */
export function mergeGrants(policies: readonly Readonly<Record<string, readonly Role[]>>[]): Grants {
  const merged = new Map<string, Set<string>>();
  for (const policy of policies) {
    for (const [permission, roles] of Object.entries(policy)) {
      if (merged.has(permission)) throw new Error(`permission granted twice: ${permission}`);
      merged.set(permission, new Set(roles));
    }
  }
  return merged;
}
