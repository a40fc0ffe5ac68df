import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import { inForce } from './range.ts';

/** An account as whoever runs the machine sees it: across all homes, by the name it signs in with. */
export type Login = {
  account: string;
  person: string;
  login: string;
  name: string;
  disabledAt: string | null;
  secondFactor: boolean;
  hasPassword: boolean;
};

function loginsFrom(db: Database) {
  return db
    .selectFrom('platform.account as a')
    .innerJoin('organisation.person as p', 'p.id', 'a.person')
    .leftJoin('platform.credential as c', 'c.account', 'a.id')
    .select(['a.id as account', 'a.person', 'a.login', 'p.name', 'a.disabled_at as disabledAt'])
    .select(sql<boolean>`c.totp_last_step is not null`.as('secondFactor'));
}

export function findLogin(db: Database, login: string): Promise<Omit<Login, 'hasPassword'> | undefined> {
  return loginsFrom(db).where('a.login', '=', login).executeTakeFirst();
}

/** All accounts, by login. Only the owner of the database sees whether a password is set. */
export function listLogins(db: Database): Promise<Login[]> {
  return loginsFrom(db)
    .select(sql<boolean>`c.password_hash is not null`.as('hasPassword'))
    .orderBy('a.login')
    .execute();
}

export type LoginPosting = { person: string; home: string; role: string; title: string; unit: string };

/** Postings in force on a day, of everybody. */
export function listLoginPostings(db: Database, day: string): Promise<LoginPosting[]> {
  return db
    .selectFrom('organisation.posting as g')
    .innerJoin('organisation.post as o', (join) => join.onRef('o.home', '=', 'g.home').onRef('o.id', '=', 'g.post'))
    .innerJoin('organisation.unit as u', (join) => join.onRef('u.home', '=', 'o.home').onRef('u.id', '=', 'o.unit'))
    .select(['g.person', 'g.home', 'o.role', 'o.title', 'u.name as unit'])
    .where(inForce('g.valid', day))
    .orderBy('g.home')
    .orderBy('o.title')
    .execute();
}

/** The log of sign-ins says that a link was made at the machine itself, where nobody is signed in. */
export async function logStewardLink(
  db: Database,
  event: { id: string; login: string; account: string; at: string },
): Promise<void> {
  await db
    .insertInto('platform.sign_in_event')
    .values({ ...event, address: '', client: 'qianmo', by_account: null, outcome: 'invited' })
    .execute();
}
