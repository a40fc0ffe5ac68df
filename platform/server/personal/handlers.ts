import { addDays } from '@qianmo/values/plain-date';
import { listPersonalViews } from '../../contract/personal.ts';
import { type Bound, on } from '../serve/context.ts';
import { listViews } from './store.ts';

export const personalHandlers: Bound[] = [
  on(listPersonalViews, (ctx, { from, to, ...filter }) =>
    listViews(ctx.db, {
      ...filter,
      from: from && `${from}T00:00:00+08:00`,
      to: to && `${addDays(to, 1)}T00:00:00+08:00`,
    }),
  ),
];
