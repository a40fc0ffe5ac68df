import { sql } from 'kysely';
import type { Database } from '../database/pool.ts';

/** Instants: from included, to excluded. */
export type ViewFilter = {
  readonly viewer?: string | undefined;
  readonly person?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly offset: number;
};

/** Looks at unmasked personal data within the actor's scope, newest first. */
export async function listViews(db: Database, filter: ViewFilter) {
  let rows = db.selectFrom('platform.personal_view');
  if (filter.viewer !== undefined) rows = rows.where('viewer', '=', filter.viewer);
  if (filter.person !== undefined) rows = rows.where('person', '=', filter.person);
  if (filter.from !== undefined) rows = rows.where('at', '>=', filter.from);
  if (filter.to !== undefined) rows = rows.where('at', '<', filter.to);
  const { total } = await rows.select(sql<number>`count(*)::integer`.as('total')).executeTakeFirstOrThrow();
  const items = await rows
    .select(['home', 'id', 'viewer', 'person', 'fields', 'purpose', 'at'])
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  return { items, total };
}
