import { addDays } from '@qianmo/values/plain-date';
import { sql } from 'kysely';
import type { ParsedInputOf } from '../../contract/operation.ts';
import { listPersonalViews } from '../../contract/personal.ts';
import { type Bound, type Context, on } from '../serve/context.ts';

async function list(ctx: Context, input: ParsedInputOf<typeof listPersonalViews>) {
  let rows = ctx.db.selectFrom('platform.personal_view');
  if (input.viewer !== undefined) rows = rows.where('viewer', '=', input.viewer);
  if (input.person !== undefined) rows = rows.where('person', '=', input.person);
  if (input.from !== undefined) rows = rows.where('at', '>=', `${input.from}T00:00:00+08:00`);
  if (input.to !== undefined) rows = rows.where('at', '<', `${addDays(input.to, 1)}T00:00:00+08:00`);
  const { total } = await rows.select(sql<number>`count(*)::integer`.as('total')).executeTakeFirstOrThrow();
  const items = await rows
    .select(['home', 'id', 'viewer', 'person', 'fields', 'purpose', 'at'])
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(input.limit)
    .offset(input.offset)
    .execute();
  return { items, total };
}

export const personalHandlers: Bound[] = [on(listPersonalViews, list)];
