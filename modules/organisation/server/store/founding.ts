import type { Role } from '@qianmo/platform/contract';
import type { Database } from '@qianmo/platform/server';
import { uuidV7 } from '@qianmo/values/id';
import { sql } from 'kysely';

const NATION = '000000';

export type NewHolder = {
  name: string;
  login: string;
  home: string;
  role: Role;
  unitName: string;
  postTitle: string;
  narrow?: { kind: string; id: string };
  now: string;
  today: string;
};

/**
 * Makes a person with an account, and a unit and post for them where these are missing. For setting up a server and for
 * the command line; everybody after that is made by operations. Returns the account's id.
 */
export async function foundHolder(db: Database, made: NewHolder): Promise<{ account: string; person: string }> {
  const time = Date.parse(made.now);
  const person = uuidV7(time);
  const account = uuidV7(time);
  const since = sql<string>`daterange(${made.today}::date, null)`;
  await db.insertInto('organisation.person').values({ id: person, name: made.name }).execute();
  const unit = await getOrMakeUnit(db, made, uuidV7(time), since);
  const post = uuidV7(time);
  await db
    .insertInto('organisation.post')
    .values({
      home: made.home,
      id: post,
      unit,
      title: made.postTitle,
      role: made.role,
      valid: since,
      narrow_kind: made.narrow?.kind ?? null,
      narrow_id: made.narrow?.id ?? null,
    })
    .execute();
  await db
    .insertInto('organisation.posting')
    .values({ id: uuidV7(time), home: made.home, post, person, valid: since })
    .execute();
  await db
    .insertInto('platform.account')
    .values({
      id: account,
      person,
      login: made.login,
    })
    .execute();
  return { account, person };
}

async function getOrMakeUnit(
  db: Database,
  made: NewHolder,
  id: string,
  since: ReturnType<typeof sql<string>>,
): Promise<string> {
  const known = await db
    .selectFrom('organisation.unit')
    .select('id')
    .where('home', '=', made.home)
    .where('name', '=', made.unitName)
    .where(sql<boolean>`upper_inf(valid)`)
    .executeTakeFirst();
  if (known) return known.id;
  await db
    .insertInto('organisation.unit')
    .values({ home: made.home, id, name: made.unitName, kind: 'government', valid: since })
    .execute();
  return id;
}

/**
 * The first post of an empty server, for the whole installation; its account has no password until the set-up link is
 * used. Returns the account.
 */
export async function foundAdministrator(db: Database, now: string, today: string): Promise<string> {
  const made = await foundHolder(db, {
    name: '系统管理员',
    login: 'set-up',
    home: NATION,
    role: 'administrator',
    unitName: '平台管理',
    postTitle: '系统管理员',
    now,
    today,
  });
  return made.account;
}

/** Whoever uses the set-up link becomes the first administrator under the name and login they choose. */
export async function claimAdministrator(
  db: Database,
  claim: { account: string; name: string; login: string },
): Promise<void> {
  const { person } = await db
    .updateTable('platform.account')
    .set({ login: claim.login })
    .where('id', '=', claim.account)
    .returning('person')
    .executeTakeFirstOrThrow();
  await db.updateTable('organisation.person').set({ name: claim.name }).where('id', '=', person).execute();
}
