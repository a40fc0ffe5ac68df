import { type Bound, type Context, on } from '@qianmo/platform/server';
import { closeUnit, listUnits, registerTownships, saveUnit } from '../../contract/unit.ts';
import { insertPosts } from '../store/posts.ts';
import * as store from '../store/units.ts';
import { known, newId, notBefore, present } from './guards.ts';

const codes = { unknown: 'unit-unknown', over: 'unit-closed' };

export const unitHandlers: Bound[] = [
  on(listUnits, async (ctx, input) => {
    const day = input.day ?? ctx.today;
    const found = await store.listUnits(ctx.db, {
      homes: input.below ? ctx.readable : [ctx.home],
      day,
      search: input.search,
      kind: input.kind,
      closed: input.closed ?? false,
      limit: input.limit,
      offset: input.offset,
    });
    return { ...found, day };
  }),
  on(saveUnit, async (ctx, input) => {
    const values = {
      name: input.name,
      kind: input.kind,
      function: input.function ?? null,
      place: input.place ?? null,
      parent: input.parent ?? null,
      takesPart: input.takesPart && input.kind !== 'collective' && input.kind !== 'outside',
    };
    if (values.place !== null && !(await store.isPlaceOf(ctx.db, ctx.home, values.place))) ctx.reject('place-unknown');
    if (values.parent !== null) await checkParent(ctx, values.parent, input.id);
    if (input.id === undefined) {
      await store.insertUnit(ctx.db, { ...values, home: ctx.home, id: ctx.operation, from: input.from ?? ctx.today });
      return { id: ctx.operation, version: 1 };
    }
    present(ctx, await store.findUnit(ctx.db, ctx.home, input.id), input.version, codes);
    return { id: input.id, version: await store.updateUnit(ctx.db, ctx.home, input.id, values) };
  }),
  on(closeUnit, async (ctx, { id, version, until }) => {
    const unit = present(ctx, await store.findUnit(ctx.db, ctx.home, id), version, codes);
    notBefore(ctx, unit.from, until);
    if (await store.hasOpenPosts(ctx.db, ctx.home, id, until)) ctx.reject('unit-has-posts');
    return { id, version: await store.endUnit(ctx.db, ctx.home, id, until) };
  }),
  on(registerTownships, async (ctx) => {
    const townships = await store.listTownships(ctx.db, ctx.home);
    if (townships.length === 0) ctx.reject('townships-none');
    const made = await makeTownships(ctx.db, townships, {
      home: ctx.home,
      from: ctx.today,
      newId: () => newId(ctx),
    });
    return { made };
  }),
];

async function checkParent(ctx: Context, parent: string, unit: string | undefined): Promise<void> {
  const above = known(ctx, await store.findUnit(ctx.db, ctx.home, parent), 'unit-unknown');
  if (above.until !== null) ctx.reject('unit-closed');
  if (unit !== undefined && (await store.isAbove(ctx.db, ctx.home, unit, parent))) ctx.reject('unit-parent-circle');
}

/** A unit with its leader's and specialist's post for every township that has none; each post sees its township only. */
export async function makeTownships(
  db: Context['db'],
  townships: readonly store.Township[],
  parts: { home: string; from: string; newId: () => string },
): Promise<number> {
  const missing = townships.filter((township) => township.unit === null);
  for (const { name, place } of missing) {
    const { home, from } = parts;
    const id = parts.newId();
    await store.insertUnit(db, {
      ...{ home, id, from, place },
      name: officeOf(name),
      kind: 'township',
      function: null,
      parent: null,
      takesPart: true,
    });
    const narrow = { kind: 'township', id: place };
    await insertPosts(db, [
      {
        ...{ home, from, narrow, unit: id },
        id: parts.newId(),
        title: '分管领导',
        role: 'township-leader',
        duty: 'leader-in-charge',
      },
      {
        ...{ home, from, narrow, unit: id },
        id: parts.newId(),
        title: '电商专干',
        role: 'township-specialist',
        duty: 'specialist',
      },
    ]);
  }
  return missing.length;
}

function officeOf(place: string): string {
  if (place.endsWith('街道')) return `${place}办事处`;
  return /[乡镇]$/.test(place) ? `${place}人民政府` : place;
}
