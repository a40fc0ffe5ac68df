import { hash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Actor, PostingScope } from '../../contract/actor.ts';
import type { Clock } from '../clock/clock.ts';
import { type Database, databaseOf } from '../database/pool.ts';
import type { ActorSource } from './pipe.ts';
import { withClient } from './transaction.ts';

/** What the organisation module tells of an account: who it is and what postings are in force on a day. */
export type PostingSource = (
  db: Database,
  account: string,
  day: string,
) => Promise<{ name: string; postings: PostingScope[] }>;

type Known = { actor: Actor; epoch: bigint; day: string };

const MOST_KNOWN = 5_000; // bounds memory; the least recently used goes first

/**
 * Actors by session. What is cached is checked against the account's epoch inside every transaction, so a revoked
 * session or a changed posting takes effect at once on every server process.
 */
export function createActorSource(authPool: Pool, clock: Clock, postings: PostingSource): ActorSource {
  const known = new Map<string, Known>();
  return async (session, fresh) => {
    if (!session) return null;
    const today = clock.today();
    const cached = known.get(session);
    if (cached && !fresh && cached.day === today) {
      known.delete(session);
      known.set(session, cached);
      return cached;
    }
    const loaded = await loadActor(authPool, postings, session, clock);
    if (!loaded) {
      known.delete(session);
      return null;
    }
    known.set(session, { ...loaded, day: today });
    if (known.size > MOST_KNOWN) known.delete(known.keys().next().value ?? '');
    return loaded;
  };
}

type SessionRow = {
  account: string;
  person: string;
  epoch: bigint;
  second_factor_at: string | null;
  permissions: string[] | null;
};

async function loadActor(authPool: Pool, postings: PostingSource, session: string, clock: Clock) {
  const { rows } = await authPool.query<SessionRow>(
    `select s.account, a.person, a.epoch, s.second_factor_at, s.permissions
     from platform.session s join platform.account a on a.id = s.account
     where s.token_hash = $1 and s.revoked_at is null and s.expires_at > $2 and a.disabled_at is null`,
    [Buffer.from(session, 'hex'), clock.instant()],
  );
  const row = rows[0];
  if (!row) return null;
  const { name, postings: held } = await withClient(authPool, (client) =>
    postings(databaseOf(client), row.account, clock.today()),
  );
  const actor: Actor = {
    user: row.account,
    person: row.person,
    name,
    postings: held,
    session,
    secondFactorAt: row.second_factor_at,
    tokenPermissions: row.permissions ? new Set(row.permissions) : null,
  };
  return { actor, epoch: BigInt(row.epoch) };
}

export const sessionCookie = 'qianmo_session';
export const deviceCookie = 'qianmo_device';

/** The token itself is never stored, only this. */
export function hashToken(token: string): string {
  return hash('sha256', token);
}

/** Session from the cookie of a browser or the bearer token of another system. */
export function sessionOf(
  headers: { authorization?: string | undefined },
  cookies: Record<string, string | undefined>,
): string | null {
  const bearer = /^Bearer ([\w.~+/-]{20,200})$/.exec(headers.authorization ?? '')?.[1];
  const token = bearer ?? cookies[sessionCookie];
  return token ? hashToken(token) : null;
}
