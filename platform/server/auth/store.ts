import type { Database } from '../database/pool.ts';

export type Account = {
  id: string;
  person: string;
  login: string;
  passwordHash: string | null;
  totpSecret: Buffer | null;
  totpLastStep: bigint | null;
  disabledAt: string | null;
};

const columns = [
  'a.id',
  'a.person',
  'a.login',
  'a.disabled_at',
  'c.password_hash',
  'c.totp_secret',
  'c.totp_last_step',
] as const;

function accounts(db: Database) {
  return db
    .selectFrom('platform.account as a')
    .leftJoin('platform.credential as c', 'c.account', 'a.id')
    .select(columns);
}

export async function findAccountByLogin(db: Database, login: string): Promise<Account | undefined> {
  const row = await accounts(db).where('a.login', '=', login).executeTakeFirst();
  return row && shape(row);
}

/** The account that an administrator tied to a subject of the office's identity provider. */
export async function findAccountBySubject(db: Database, subject: string): Promise<Account | undefined> {
  const row = await accounts(db).where('a.oidc_subject', '=', subject).executeTakeFirst();
  return row && shape(row);
}

export async function getAccount(db: Database, id: string): Promise<Account> {
  return shape(await accounts(db).where('a.id', '=', id).executeTakeFirstOrThrow());
}

type Row = {
  id: string;
  person: string;
  login: string;
  password_hash: string | null;
  totp_secret: Buffer | null;
  totp_last_step: bigint | null;
  disabled_at: string | null;
};

function shape(row: Row): Account {
  return {
    id: row.id,
    person: row.person,
    login: row.login,
    passwordHash: row.password_hash,
    totpSecret: row.totp_secret,
    totpLastStep: row.totp_last_step,
    disabledAt: row.disabled_at,
  };
}

export async function setPassword(db: Database, account: string, hash: string, now: string): Promise<void> {
  await saveCredential(db, account, { password_hash: hash, password_changed_at: now });
}

/** Remembers the step, so that a code that was read over a shoulder does not work again. */
export async function useTotpStep(db: Database, account: string, step: bigint): Promise<void> {
  await saveCredential(db, account, { totp_last_step: step });
}

export async function setTotpSecret(db: Database, account: string, box: Buffer, step: bigint): Promise<void> {
  await saveCredential(db, account, { totp_secret: box, totp_last_step: step });
}

/** Whether one-time codes are set up; the secret itself is out of reach of those who ask this. */
export async function isTotpEnrolled(db: Database, account: string): Promise<boolean> {
  const row = await db
    .selectFrom('platform.credential')
    .select('totp_last_step')
    .where('account', '=', account)
    .executeTakeFirst();
  return row?.totp_last_step != null;
}

type Credential = {
  password_hash?: string;
  password_changed_at?: string;
  totp_secret?: Buffer;
  totp_last_step?: bigint;
};

async function saveCredential(db: Database, account: string, set: Credential): Promise<void> {
  await db
    .insertInto('platform.credential')
    .values({ account, ...set })
    .onConflict((clash) => clash.column('account').doUpdateSet(set))
    .execute();
}

export type NewSession = {
  hash: string;
  account: string;
  kind: 'browser' | 'token';
  name: string | null;
  now: string;
  expiresAt: string;
  secondFactorAt: string | null;
  client: string;
  permissions: string[] | null;
};

export async function insertSession(db: Database, made: NewSession): Promise<void> {
  await db
    .insertInto('platform.session')
    .values({
      token_hash: Buffer.from(made.hash, 'hex'),
      account: made.account,
      kind: made.kind,
      name: made.name,
      created_at: made.now,
      expires_at: made.expiresAt,
      second_factor_at: made.secondFactorAt,
      client: made.client,
      permissions: made.permissions,
    })
    .execute();
}

/** Ends sessions of an account: one, or all but one. Returns how many were ended. */
export async function endSessions(
  db: Database,
  account: string,
  which: { only?: string; except?: string },
  now: string,
): Promise<number> {
  let query = db
    .updateTable('platform.session')
    .set({ revoked_at: now })
    .where('account', '=', account)
    .where('revoked_at', 'is', null);
  if (which.only) query = query.where('token_hash', '=', Buffer.from(which.only, 'hex'));
  if (which.except) query = query.where('token_hash', '!=', Buffer.from(which.except, 'hex'));
  const ended = await query.executeTakeFirst();
  return Number(ended.numUpdatedRows);
}

export async function markSecondFactor(db: Database, hash: string, now: string): Promise<void> {
  await db
    .updateTable('platform.session')
    .set({ second_factor_at: now })
    .where('token_hash', '=', Buffer.from(hash, 'hex'))
    .execute();
}

export async function listSessions(db: Database, account: string, now: string) {
  return db
    .selectFrom('platform.session')
    .select(['token_hash', 'kind', 'name', 'created_at', 'expires_at', 'client', 'permissions'])
    .where('account', '=', account)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute();
}

export async function readFailure(db: Database, login: string, device: string) {
  return db
    .selectFrom('platform.sign_in_failure')
    .select(['failed_count', 'locked_until'])
    .where('login', '=', login)
    .where('device', '=', device)
    .forUpdate()
    .executeTakeFirst();
}

export async function writeFailure(
  db: Database,
  login: string,
  device: string,
  count: number,
  lockedUntil: string | null,
): Promise<void> {
  const row = { failed_count: count, locked_until: lockedUntil };
  await db
    .insertInto('platform.sign_in_failure')
    .values({ login, device, ...row })
    .onConflict((clash) => clash.columns(['login', 'device']).doUpdateSet(row))
    .execute();
}

export type SignInOutcome =
  | 'done'
  | 'wrong'
  | 'locked'
  | 'second-factor-wrong'
  | 'disabled'
  | 'signed-out'
  | 'password-changed'
  | 'totp-enrolled'
  | 'second-factor'
  | 'token-made'
  | 'token-revoked'
  | 'sessions-ended';

export async function logSignIn(
  db: Database,
  event: {
    id: string;
    login: string;
    account: string | null;
    outcome: SignInOutcome;
    address: string;
    client: string;
    at: string;
  },
): Promise<void> {
  await db.insertInto('platform.sign_in_event').values(event).execute();
}

/** Takes a one-time link: at most one caller gets it. */
export async function takeInvitation(
  db: Database,
  hash: string,
  kind: 'set-up' | 'password',
  now: string,
): Promise<{ account: string | null } | undefined> {
  return db
    .updateTable('platform.invitation')
    .set({ used_at: now })
    .where('token_hash', '=', Buffer.from(hash, 'hex'))
    .where('kind', '=', kind)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('account')
    .executeTakeFirst();
}

export async function insertInvitation(
  db: Database,
  made: { hash: string; kind: 'set-up' | 'password'; account: string | null; now: string; expiresAt: string },
): Promise<void> {
  await db
    .insertInto('platform.invitation')
    .values({
      token_hash: Buffer.from(made.hash, 'hex'),
      kind: made.kind,
      account: made.account,
      created_at: made.now,
      expires_at: made.expiresAt,
    })
    .execute();
}
