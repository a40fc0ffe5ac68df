import { type Bound, on } from '@qianmo/platform/server';
import {
  endReportDuty,
  type frequencies,
  listReportDuties,
  listVacancies,
  setReportDuty,
} from '../../contract/duty.ts';
import { findVacancies, type UnitPosts } from '../../rules/vacancy.ts';
import * as store from '../store/duties.ts';
import { readPost } from '../store/posts.ts';
import { knownUnits } from '../store/units.ts';
import { allKnown, known, notBefore, present } from './guards.ts';

type Frequency = (typeof frequencies)[number];

export const dutyHandlers: Bound[] = [
  on(listReportDuties, async (ctx, input) => {
    const { day = ctx.today, unit, programme } = input;
    const query = { homes: [ctx.home], day, ...(unit && { unit }), ...(programme && { programme }) };
    const rows = await store.listDuties(ctx.db, query);
    const items = rows.map(({ unitName, ...row }) => ({
      ...row,
      unit: { id: row.unit, name: unitName },
      frequency: row.frequency as Frequency,
    }));
    return { items, day };
  }),
  on(setReportDuty, async (ctx, input) => {
    const from = input.from ?? ctx.today;
    allKnown(ctx, [input.unit], await knownUnits(ctx.db, ctx.home, [input.unit], from));
    const post = input.post ?? null;
    if (post !== null) {
      const found = known(ctx, await readPost(ctx.db, ctx.home, post), 'post-unknown');
      if (found.unit !== input.unit) ctx.reject('post-unknown', { status: 404 });
    }
    const added = await store.addDuties(ctx.db, [
      {
        home: ctx.home,
        id: ctx.operation,
        unit: input.unit,
        post,
        what: input.what,
        frequency: input.frequency,
        programme: input.programme ?? null,
        clause: input.clause ?? null,
        from,
      },
    ]);
    if (added === 0) ctx.reject('duty-known', { status: 409 });
    return { id: ctx.operation, version: 1 };
  }),
  on(endReportDuty, async (ctx, { id, version, until }) => {
    const codes = { unknown: 'duty-unknown', over: 'duty-ended' };
    const duty = present(ctx, await store.findDuty(ctx.db, ctx.home, id), version, codes);
    notBefore(ctx, duty.from, until);
    return { id, version: await store.endDuty(ctx.db, ctx.home, id, until) };
  }),
  on(listVacancies, async (ctx, input) => {
    const day = input.day ?? ctx.today;
    const homes = input.below ? ctx.readable : [ctx.home];
    const units = unitsOf(
      await store.listUnitPosts(ctx.db, homes, day),
      await store.listDuties(ctx.db, { homes, day }),
    );
    const items = units.flatMap(({ home, name, posts }) =>
      findVacancies(posts).map((vacancy) => ({
        home,
        unit: { id: posts.unit, name },
        missing: vacancy.missing,
        post: vacancy.post,
        reports: vacancy.reports.map(({ what, frequency }) => ({ what, frequency: frequency as Frequency })),
        finding: vacancy.finding,
      })),
    );
    const lacking = new Set(items.map((item) => item.unit.id));
    return { items, units: units.length, complete: units.length - lacking.size, day };
  }),
];

type PostRows = Awaited<ReturnType<typeof store.listUnitPosts>>;
type DutyRows = Awaited<ReturnType<typeof store.listDuties>>;

function unitsOf(rows: PostRows, duties: DutyRows): { home: string; name: string; posts: UnitPosts }[] {
  const grouped = Map.groupBy(rows, (row) => row.unit);
  const owed = Map.groupBy(duties, (duty) => duty.unit);
  return [...grouped].map(([unit, posts]) => ({
    home: posts[0]?.home ?? '',
    name: posts[0]?.unitName ?? '',
    posts: {
      unit,
      posts: posts.flatMap(({ post, title, duty, held }) =>
        post ? [{ id: post, title: title ?? '', duty: duty as UnitPosts['posts'][number]['duty'], held }] : [],
      ),
      reports: (owed.get(unit) ?? []).map(({ post, what, frequency }) => ({ post, what, frequency })),
    },
  }));
}
