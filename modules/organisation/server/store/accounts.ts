import { type Database, insertInvitation } from '@qianmo/platform/server';
import { sql } from 'kysely';
import { amongIds, nextVersion } from './range.ts';

export type Account = {
  id: string;
  person: string;
  login: string;
  disabledAt: string | null;
  secondFactor: boolean;
  version: number;
};

/** As the application may see them: that there is a second factor, never a secret. */
export function accountsOf(db: Database, persons: readonly string[]): Promise<Account[]> {
  return db
    .selectFrom('platform.account as a')
    .leftJoin('platform.credential as c', 'c.account', 'a.id')
    .select(['a.id', 'a.person', 'a.login', 'a.disabled_at as disabledAt', 'a.version'])
    .select(sql<boolean>`c.totp_last_step is not null`.as('secondFactor'))
    .where(amongIds('a.person', persons))
    .orderBy('a.id')
    .execute();
}

export async function insertAccount(db: Database, made: { id: string; person: string; login: string }): Promise<void> {
  await db.insertInto('platform.account').values(made).execute();
}

/** Sets or lifts the bar; every cached right is loaded again. Returns the new version. */
export async function setDisabled(db: Database, account: string, at: string | null): Promise<number> {
  const row = await db
    .updateTable('platform.account')
    .set({ disabled_at: at, epoch: sql<bigint>`epoch + 1`, version: nextVersion })
    .where('id', '=', account)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export async function clearSecondFactor(db: Database, account: string, now: string): Promise<number> {
  await db
    .updateTable('platform.credential')
    .set({ totp_secret: null, totp_last_step: null })
    .where('account', '=', account)
    .execute();
  await db
    .updateTable('platform.session')
    .set({ revoked_at: now })
    .where('account', '=', account)
    .where('revoked_at', 'is', null)
    .execute();
  const row = await db
    .updateTable('platform.account')
    .set({ epoch: sql<bigint>`epoch + 1`, version: nextVersion })
    .where('id', '=', account)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

/** A new one-time link; whatever was handed out before stops working. */
export async function replaceInvitation(
  db: Database,
  made: { hash: string; account: string; now: string; expiresAt: string },
): Promise<void> {
  await db
    .updateTable('platform.invitation')
    .set({ used_at: made.now })
    .where('account', '=', made.account)
    .where('used_at', 'is', null)
    .execute();
  await insertInvitation(db, { ...made, kind: 'password' });
}

/** The log of sign-ins also tells who made a link for whom. */
export async function logInvitation(
  db: Database,
  event: { id: string; login: string; account: string; by: string; address: string; client: string; at: string },
): Promise<void> {
  const { by, ...rest } = event;
  await db
    .insertInto('platform.sign_in_event')
    .values({ ...rest, by_account: by, outcome: 'invited' })
    .execute();
}

export async function insertAccessAct(
  db: Database,
  act: { home: string; id: string; kind: string; person: string | null; reason: string; by: string; at: string },
): Promise<void> {
  const { by, ...rest } = act;
  await db
    .insertInto('organisation.access_act')
    .values({ ...rest, by_account: by })
    .execute();
}
