import { uuidV7 } from '@qianmo/values/id';
import type { Pool, PoolClient } from 'pg';
import { type Role, secondFactorRoles } from '../../contract/roles.ts';
import type { Clock } from '../clock/clock.ts';
import { dayOf } from '../clock/clock.ts';
import { NATION } from '../database/homes.ts';
import { type Database, databaseOf } from '../database/pool.ts';
import { hashToken } from '../serve/sessions.ts';
import { enter, recordAndCommit, withClient } from '../serve/transaction.ts';
import type { AuthParts } from './parts.ts';
import { SESSION_HOURS } from './sign-in.ts';
import { type Account, findAccountBySubject, insertSession, isTotpEnrolled, logSignIn } from './store.ts';

type Parts = { readonly authPool: Pool; readonly clock: Clock; readonly postings: AuthParts['postings'] };
type Browser = { readonly token: string; readonly address: string; readonly userAgent: string };

export type SubjectSession = {
  readonly expiresAt: string;
  /** What acts on money or access will still demand: a code, or first the making of one. */
  readonly needs: 'confirm' | 'enrol' | null;
};

/**
 * Opens a session for the account that an administrator tied to this subject of the identity provider; undefined for
 * an unknown or closed one. The session carries no second factor: the provider's word is one factor.
 */
export async function signInBySubject(
  parts: Parts,
  subject: string,
  browser: Browser,
): Promise<SubjectSession | undefined> {
  return withClient(parts.authPool, async (client) => {
    const now = parts.clock.instant();
    await enterNowhere(client, now);
    const db = databaseOf(client);
    const account = await findAccountBySubject(db, subject);
    const opened = account && !account.disabledAt ? await open(parts, db, account, browser, now) : undefined;
    await logSignIn(db, {
      id: uuidV7(parts.clock.milliseconds()),
      login: account?.login ?? `oidc:${subject.slice(0, 60)}`,
      account: account?.id ?? null,
      outcome: opened ? 'done' : account ? 'disabled' : 'wrong',
      address: browser.address,
      client: browser.userAgent,
      at: now,
    });
    await recordAndCommit(client, null);
    return opened;
  });
}

/** A transaction of nobody yet, at no home: as the pipe begins a sign-in. */
async function enterNowhere(client: PoolClient, now: string): Promise<void> {
  const scope = { read: [], write: [], above: [] };
  await enter(client, { session: null, epoch: null, actor: 'anonymous', scope, home: NATION, act: null, now }, true);
}

async function open(
  parts: Parts,
  db: Database,
  account: Account,
  browser: Browser,
  now: string,
): Promise<SubjectSession> {
  const expiresAt = new Date(parts.clock.milliseconds() + SESSION_HOURS * 3_600_000).toISOString();
  await insertSession(db, {
    hash: hashToken(browser.token),
    account: account.id,
    kind: 'browser',
    name: null,
    now,
    expiresAt,
    secondFactorAt: null,
    client: browser.userAgent,
    permissions: null,
  });
  const { postings } = await parts.postings(db, account.id, dayOf(now));
  const decides = postings.some((posting) => secondFactorRoles.has(posting.role as Role));
  if (!decides) return { expiresAt, needs: null };
  return { expiresAt, needs: (await isTotpEnrolled(db, account.id)) ? 'confirm' : 'enrol' };
}
