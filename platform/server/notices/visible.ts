import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../contract/actor.ts';
import type { Address } from '../../contract/inbox.ts';
import type { Database } from '../database/pool.ts';

/** Which posts an actor holds at a home on a day; the organisation module knows. */
export type PostSource = (db: Database, actor: Actor, home: string, day: string) => Promise<readonly string[]>;

/** What an actor answers to at one home, as of now. */
export type Standing = {
  readonly user: string;
  readonly posts: readonly string[];
  readonly postings: readonly { role: string; unit: string | null; narrow: string | null }[];
};

export async function standingOf(
  db: Database,
  actor: Actor,
  at: { home: string; day: string },
  posts: PostSource,
): Promise<Standing> {
  return {
    user: actor.user,
    posts: await posts(db, actor, at.home, at.day),
    postings: actor.postings
      .filter((posting) => posting.home === at.home)
      .map((posting) => ({ role: posting.role, unit: posting.unit, narrow: posting.narrow?.id ?? null })),
  };
}

/** The rows addressed to somebody of this standing; `toMe` says the same of one address. Keep both alike. */
export function addressedTo(standing: Standing): RawBuilder<boolean> {
  const { postings } = standing;
  return sql<boolean>`case to_kind
    when 'user' then to_id = ${standing.user}
    when 'post' then to_id = any (${[...standing.posts]}::text[])
    when 'unit' then to_id = any (${postings.flatMap((posting) => posting.unit ?? [])}::text[])
    else exists (
      select from unnest(${postings.map((p) => p.role)}::text[], ${postings.map((p) => p.unit)}::text[],
                         ${postings.map((p) => p.narrow)}::text[]) as held(role, unit, narrow)
      where held.role = to_id and (to_unit is null or held.unit = to_unit)
        and (to_narrow is null or held.narrow is null or held.narrow = to_narrow))
    end`;
}

export function toMe(standing: Standing, to: Address): boolean {
  if (to.kind === 'user') return to.user === standing.user;
  if (to.kind === 'post') return standing.posts.includes(to.post);
  if (to.kind === 'unit') return standing.postings.some((posting) => posting.unit === to.unit);
  return standing.postings.some(
    (posting) =>
      posting.role === to.role &&
      (to.unit === undefined || posting.unit === to.unit) &&
      (to.narrow === undefined || posting.narrow === null || posting.narrow === to.narrow),
  );
}
