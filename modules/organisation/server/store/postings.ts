import type { PostingScope } from '@qianmo/platform/contract';
import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';

/** The natural person behind an account and the postings in force on a day (GOV-05, GOV-06). */
export async function readPostings(
  db: Database,
  account: string,
  day: string,
): Promise<{ name: string; postings: PostingScope[] }> {
  const rows = await db
    .selectFrom('platform.account as a')
    .innerJoin('organisation.person as p', 'p.id', 'a.person')
    .leftJoin('organisation.posting as g', (join) =>
      join.onRef('g.person', '=', 'p.id').on(sql<boolean>`g.valid @> ${day}::date`),
    )
    .leftJoin('organisation.post as o', (join) =>
      join.onRef('o.home', '=', 'g.home').onRef('o.id', '=', 'g.post').on(sql<boolean>`o.valid @> ${day}::date`),
    )
    .select(['p.name', 'g.id', 'g.home', 'o.role', 'o.unit', 'o.narrow_kind', 'o.narrow_id'])
    .where('a.id', '=', account)
    .execute();
  const postings = rows.flatMap((row): PostingScope[] => {
    if (!row.id || !row.home || !row.role) return [];
    const narrow =
      row.narrow_kind && row.narrow_id
        ? { kind: row.narrow_kind as NonNullable<PostingScope['narrow']>['kind'], id: row.narrow_id }
        : null;
    return [{ posting: row.id, home: row.home, role: row.role, unit: row.unit, narrow }];
  });
  return { name: rows[0]?.name ?? '', postings };
}

/** Titles for the surfaces: of the post and of its unit. Run under the auth role, which may see all units. */
export async function readPostingTitles(
  db: Database,
  postings: readonly string[],
): Promise<Map<string, { title: string; unitName: string | null }>> {
  if (postings.length === 0) return new Map();
  const rows = await db
    .selectFrom('organisation.posting as g')
    .innerJoin('organisation.post as o', (join) => join.onRef('o.home', '=', 'g.home').onRef('o.id', '=', 'g.post'))
    .innerJoin('organisation.unit as u', (join) => join.onRef('u.home', '=', 'o.home').onRef('u.id', '=', 'o.unit'))
    .select(['g.id', 'o.title', 'u.name'])
    .where('g.id', 'in', [...postings])
    .execute();
  return new Map(rows.map((row) => [row.id, { title: row.title, unitName: row.name }]));
}
