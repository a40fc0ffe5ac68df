import type { ParsedInputOf } from '../../contract/operation.ts';
import {
  countPlaceClasses,
  decidePlaceResolution,
  getPlace,
  listPlaceChildren,
  listPlaceResolutions,
  placeLevels,
  searchPlaces,
  undecidePlaceResolution,
} from '../../contract/place.ts';
import { type Bound, type Context, on } from '../../server/serve/context.ts';
import type { ResolutionHow } from '../shapes.ts';
import { changeHandlers } from './changes.ts';
import { countClasses, findPlace, findPlaceByCode, getHistory, listChildren } from './queries.ts';
import { decideResolution, listResolutions } from './resolutions.ts';
import { searchPlaces as search } from './search.ts';
import { fromKysely } from './sql.ts';
import { countResolutions, findLifetime, findResolutionVersion, lockPlaces } from './store-standing.ts';

async function get(ctx: Context, input: ParsedInputOf<typeof getPlace>) {
  const sql = fromKysely(ctx.db);
  const asOf = input.asOf ?? ctx.today;
  const id = input.id ?? (await findPlaceByCode(sql, input.code ?? ''));
  const lifetime = id === undefined ? undefined : await findLifetime(sql, id);
  if (id === undefined || !lifetime) return ctx.reject('place-unknown', { status: 404 });
  const place = await findPlace(sql, id, asOf);
  if (!place) return ctx.reject('place-not-then', { status: 404, params: { asOf } });
  return { asOf, place, ...lifetime, history: await getHistory(sql, id) };
}

async function children(ctx: Context, input: ParsedInputOf<typeof listPlaceChildren>) {
  const { parent, after, limit } = input;
  const page = { limit: limit + 1, ...(after === undefined ? {} : { after }) };
  const found = await listChildren(fromKysely(ctx.db), parent ?? null, input.asOf ?? ctx.today, page);
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?.code ?? null) : null };
}

async function workList(ctx: Context, input: ParsedInputOf<typeof listPlaceResolutions>) {
  const sql = fromKysely(ctx.db);
  const { source, openOnly } = input;
  const resolved: Record<ResolutionHow, number> = { exact: 0, variant: 0, alias: 0, former: 0, decided: 0 };
  let open = 0;
  for (const { how, count } of await countResolutions(sql, ctx.home, source)) {
    if (how === null) open = count;
    else resolved[how] = count;
  }
  const all = Object.values(resolved).reduce((sum, each) => sum + each, open);
  const { limit, offset } = input;
  const items = await listResolutions(sql, { home: ctx.home, source, openOnly, limit, offset });
  return { items, total: openOnly ? open : all, counts: { open, resolved } };
}

/** Answers the new version; refuses an unknown row, and a version that somebody has overtaken. */
async function settle(
  ctx: Context,
  row: { source: string; rowKey: string; version: number },
  place: number | null,
): Promise<number> {
  const sql = fromKysely(ctx.db);
  const current = await findResolutionVersion(sql, { home: ctx.home, source: row.source, rowKey: row.rowKey });
  if (current === undefined) return ctx.reject('resolution-unknown', { status: 404 });
  if (current !== row.version) return ctx.stale({ version: current });
  const { source, rowKey, version } = row;
  const saved = await decideResolution(sql, { home: ctx.home, source, rowKey, version, place, by: ctx.actor.user });
  if (!saved) throw new Error(`resolution ${source}/${rowKey} was locked and yet not saved`);
  return version + 1;
}

/** The own homes are read whole, so that a name is found anywhere in it: a region's, not the country's. */
const MOST_OWN_HOMES = 300;

const readHandlers: Bound[] = [
  on(searchPlaces, async (ctx, { text, levels, limit }) => {
    const wanted = levels?.map((level) => placeLevels.indexOf(level) + 1);
    const within = ctx.readable.length > MOST_OWN_HOMES ? [] : ctx.readable;
    return { items: await search(fromKysely(ctx.db), { text, within, levels: wanted, limit }) };
  }),
  on(getPlace, get),
  on(listPlaceChildren, children),
  on(countPlaceClasses, async (ctx, input) => {
    const asOf = input.asOf ?? ctx.today;
    return { asOf, items: await countClasses(fromKysely(ctx.db), ctx.readable, asOf) };
  }),
  on(listPlaceResolutions, workList),
];

const decisionHandlers: Bound[] = [
  on(decidePlaceResolution, async (ctx, { place, ...row }) => {
    const [meant] = await lockPlaces(fromKysely(ctx.db), [place]);
    if (!meant) return ctx.reject('place-unknown', { status: 404 });
    if (meant.home !== ctx.home) return ctx.reject('place-elsewhere', { params: { home: meant.home } });
    return { place, version: await settle(ctx, row, place) };
  }),
  on(undecidePlaceResolution, async (ctx, row) => ({ version: await settle(ctx, row, null) })),
];

export const placeHandlers: Bound[] = [...readHandlers, ...changeHandlers, ...decisionHandlers];
