import type { Database, PostSource } from '@qianmo/platform/server';
import { sql } from 'kysely';

/** Posts at a home that the actor's person holds on a day: what is addressed to a post reaches whoever holds it then. */
export const heldPosts: PostSource = async (db, actor, home, day) => {
  const rows = await db
    .selectFrom('organisation.posting')
    .select('post')
    .where('person', '=', actor.person)
    .where('home', '=', home)
    .where(sql<boolean>`valid @> ${day}::date`)
    .execute();
  return rows.map((row) => row.post);
};

/** Homes where anybody was ever posted: there is work for daily jobs only where somebody could do something about it. */
export async function listActiveHomes(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('organisation.posting').select('home').distinct().orderBy('home').execute();
  return rows.map((row) => row.home);
}
