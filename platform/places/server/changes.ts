import type { ParsedInputOf } from '../../contract/operation.ts';
import {
  addPlaceAlias,
  addSpecialUnit,
  changePlaceParent,
  endPlace,
  renamePlace,
  setPovertyClass,
  specialForms,
} from '../../contract/place.ts';
import { type Bound, type Context, on } from '../../server/serve/context.ts';
import { rejectOnConstraint } from '../../server/serve/errors.ts';
import { normaliseName } from '../rules.ts';
import { addAlias, addPlace, changePlace, endPlace as end, setPovertyClass as setClass } from './queries.ts';
import { fromKysely, type Sql } from './sql.ts';
import { hasLivingChildren, lockPlaces, nextSpecialCode, type Standing } from './store-standing.ts';

rejectOnConstraint('alias_means_one_place', 'alias-taken');
rejectOnConstraint('alias_pkey', 'alias-taken');
rejectOnConstraint('place_code_living', 'code-taken');

/** Places are common to all, so no row policy keeps a writer at home: a place is changed where its records are kept. */
async function getOwn(ctx: Context, sql: Sql, id: number): Promise<Standing> {
  const [place] = await lockPlaces(sql, [id]);
  if (!place) return ctx.reject('place-unknown', { status: 404, params: { place: id } });
  if (place.home !== ctx.home) return ctx.reject('place-elsewhere', { params: { place: id, home: place.home } });
  return place;
}

/** County and above keep records under their code: their names may change, not their code, parent or being. */
function keepsRecords(place: Standing): boolean {
  return place.level <= 3;
}

function requireLiving(ctx: Context, place: Standing): void {
  if (place.until !== null) ctx.reject('place-ended', { status: 409, params: { until: place.until } });
}

/** The present facts of a place are those of today: a change is entered on its day or later, never ahead. */
function requireNextDay(ctx: Context, place: Standing, day: string): void {
  if (day > ctx.today) ctx.reject('date-ahead', { params: { today: ctx.today } });
  if (place.since !== null && day <= place.since)
    ctx.reject('date-before-last-change', { params: { since: place.since } });
}

function requireFittingCode(ctx: Context, place: Standing, code: string | undefined): void {
  if (code === undefined || code === place.code) return;
  if (keepsRecords(place)) ctx.reject('code-of-home', { params: { code: place.code } });
  if (/[A-Z]/.test(code) !== (place.kind === 'special')) ctx.reject('code-not-fitting', { params: { code } });
}

function requireName(ctx: Context, name: string): void {
  if (normaliseName(name) === '') ctx.reject('name-unusable');
}

function requireOrder(ctx: Context, from: string | null, to: string | null): void {
  if (from !== null && to !== null && to <= from) ctx.reject('dates-reversed');
}

async function classVillages(ctx: Context, input: ParsedInputOf<typeof setPovertyClass>) {
  const sql = fromKysely(ctx.db);
  const ids = [...new Set(input.places)];
  requireOrder(ctx, input.from, input.to);
  const places = new Map((await lockPlaces(sql, ids)).map((place) => [place.id, place]));
  for (const id of ids) {
    const place = places.get(id);
    if (!place) return ctx.reject('place-unknown', { status: 404, params: { place: id } });
    if (place.home !== ctx.home) return ctx.reject('place-elsewhere', { params: { place: id, home: place.home } });
    if (place.kind !== 'village') return ctx.reject('place-not-village', { params: { place: id } });
  }
  const { from, to, source } = input;
  for (const place of ids) await setClass(sql, { place, class: input.class, from, to, source });
  return { changed: ids.length };
}

async function alias(ctx: Context, input: ParsedInputOf<typeof addPlaceAlias>) {
  const sql = fromKysely(ctx.db);
  const place = await getOwn(ctx, sql, input.place);
  requireLiving(ctx, place);
  requireName(ctx, input.name);
  requireOrder(ctx, input.from, input.to);
  // PROG-04: a name means something only inside the unit above; of a county that would be another home's unit.
  if (keepsRecords(place) || place.parent === null) return ctx.reject('place-keeps-records');
  await addAlias(sql, { ...input, within: place.parent });
  return { place: place.id, within: place.parent };
}

async function rename(ctx: Context, input: ParsedInputOf<typeof renamePlace>) {
  const sql = fromKysely(ctx.db);
  const { version, name, form, code, from, source } = input;
  const place = await getOwn(ctx, sql, input.place);
  if (place.version !== version) ctx.stale({ version: place.version });
  requireLiving(ctx, place);
  requireNextDay(ctx, place, from);
  requireName(ctx, name);
  requireFittingCode(ctx, place, code);
  return save(sql, place, { from, source, name, form, code });
}

async function changeParent(ctx: Context, input: ParsedInputOf<typeof changePlaceParent>) {
  const sql = fromKysely(ctx.db);
  const { version, code, from, source } = input;
  const place = await getOwn(ctx, sql, input.place);
  if (place.version !== version) ctx.stale({ version: place.version });
  if (keepsRecords(place)) ctx.reject('place-keeps-records');
  requireLiving(ctx, place);
  requireNextDay(ctx, place, from);
  requireFittingCode(ctx, place, code);
  const parent = await getParent(ctx, sql, input.parent);
  if (parent.level >= place.level) ctx.reject('parent-not-above');
  return save(sql, place, { from, source, code, parent: parent.id });
}

async function save(
  sql: Sql,
  place: Standing,
  change: Omit<Parameters<typeof changePlace>[1], 'id' | 'version'>,
): Promise<{ place: number; version: number }> {
  const saved = await changePlace(sql, { ...change, id: place.id, version: place.version });
  if (!saved) throw new Error(`place ${place.id} was locked and yet not saved`);
  return { place: place.id, version: place.version + 1 };
}

async function getParent(ctx: Context, sql: Sql, id: number): Promise<Standing> {
  const [parent] = await lockPlaces(sql, [id]);
  if (!parent) return ctx.reject('parent-unknown', { status: 404 });
  if (parent.home !== ctx.home) return ctx.reject('parent-elsewhere', { params: { home: parent.home } });
  requireLiving(ctx, parent);
  return parent;
}

async function addUnit(ctx: Context, input: ParsedInputOf<typeof addSpecialUnit>) {
  const sql = fromKysely(ctx.db);
  const { form, name, since, source } = input;
  const parent = await getParent(ctx, sql, input.parent);
  if (parent.level < 3 || parent.level > 4) ctx.reject('parent-not-above');
  requireName(ctx, name);
  if (since !== null && since > ctx.today) ctx.reject('date-ahead', { params: { today: ctx.today } });
  const code = input.code ?? (await nextSpecialCode(sql, ctx.home, specialForms[form]));
  if (!/[A-Z]/.test(code) || !code.startsWith(ctx.home.slice(0, 6)))
    ctx.reject('code-not-fitting', { params: { code } });
  const unit = {
    level: parent.level + 1,
    kind: 'special' as const,
    form,
    code,
    name,
    parent: parent.id,
    since,
    source,
  };
  return { place: await addPlace(sql, unit), code };
}

async function endOne(ctx: Context, input: ParsedInputOf<typeof endPlace>) {
  const sql = fromKysely(ctx.db);
  const place = await getOwn(ctx, sql, input.place);
  if (place.version !== input.version) ctx.stale({ version: place.version });
  requireLiving(ctx, place);
  if (keepsRecords(place)) ctx.reject('place-keeps-records');
  requireNextDay(ctx, place, input.until);
  if (await hasLivingChildren(sql, place.id)) ctx.reject('place-has-children', { status: 409 });
  await end(sql, place.id, place.version, input.until, input.source);
  return { place: place.id, version: place.version + 1 };
}

export const changeHandlers: Bound[] = [
  on(setPovertyClass, classVillages),
  on(addPlaceAlias, alias),
  on(renamePlace, rename),
  on(changePlaceParent, changeParent),
  on(addSpecialUnit, addUnit),
  on(endPlace, endOne),
];
