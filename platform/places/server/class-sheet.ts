import { spellName } from '@qianmo/database/places/spelling';
import type { CellProblem } from '../../contract/sheet.ts';
import { povertySheet } from '../../contract/sheet-poverty.ts';
import {
  type CheckedRow,
  defineSheet,
  type ReadRow,
  type RowToSave,
  type SheetContext,
} from '../../server/sheets/definition.ts';
import { editDistance, normaliseName, resolveName, type TownshipVillages } from '../rules.ts';
import { type PovertyClass, povertyClass } from '../shapes.ts';
import {
  type ClassSpan,
  type CountyRow,
  deleteSpans,
  insertSpans,
  listClasses,
  listCounties,
  listSpans,
  lockPlaces,
} from './class-sheet-store.ts';
import { listTownships } from './resolutions.ts';
import { fromKysely } from './sql.ts';

/** What a row means in the register. */
type Meant = { readonly place: number; readonly class: PovertyClass; readonly from: string | null };

type Found = { readonly meant: Meant } | { readonly problem: CellProblem };

function problem(
  column: string,
  code: string,
  suggestion: string | null = null,
  params = {},
): { problem: CellProblem } {
  return { problem: { column, code, params, suggestion } };
}

async function check(context: SheetContext, rows: readonly ReadRow[]): Promise<CheckedRow<Meant>[]> {
  const counties = await listCounties(context.db, context.within);
  const asked = rows.map((row) => findCounty(counties, row.values.county ?? null));
  const townships = new Map<string, TownshipVillages[]>();
  for (const county of new Set(asked.flatMap((each) => ('code' in each ? each.code : []))))
    townships.set(county, await listTownships(fromKysely(context.db), county));
  const found = rows.map((row, index): Found => {
    const county = asked[index];
    if (!county || !('code' in county)) return county ?? problem('county', 'place-unknown');
    return findVillage(row, townships.get(county.code) ?? [], context.today);
  });
  const places = found.flatMap((each) => ('meant' in each ? each.meant.place : []));
  const spans = Map.groupBy(await listSpans(context.db, places), ({ place }) => place);
  return found.map((each) => {
    if ('problem' in each) return { outcome: 'wrong', problems: [each.problem] };
    const { meant } = each;
    const now = findSpan(spans.get(meant.place) ?? [], meant.from);
    const outcome = now === undefined ? 'new' : now.class === meant.class ? 'same' : 'changed';
    return { outcome, key: `${meant.place} ${meant.from ?? ''}`, resolved: meant };
  });
}

function findCounty(counties: readonly CountyRow[], text: string | null): CountyRow | { problem: CellProblem } {
  if (text === null) {
    const [only] = counties;
    return counties.length === 1 && only ? only : problem('county', 'cell-missing');
  }
  const name = normaliseName(text);
  const found = counties.find((county) => county.name === name) ?? onlyNear(counties, name, countyStem);
  return found ?? problem('county', 'place-unknown', nearest(counties, name));
}

const countyStem = (name: string) => name.replace(/(?:自治县|自治旗|县|市|区|旗)$/u, '');
const townshipStem = (name: string) => name.replace(/(?:街道办事处|街道|镇|乡|苏木)$/u, '');

/** The one that has the same name but for its ending; undefined when there are two. */
function onlyNear<T extends { name: string }>(
  places: readonly T[],
  name: string,
  stem: (name: string) => string,
): T | undefined {
  const near = places.filter((place) => stem(place.name) === stem(name));
  return near.length === 1 ? near[0] : undefined;
}

function nearest(places: readonly { name: string }[], name: string): string | null {
  const ranked = places
    .map((place) => ({ name: place.name, distance: editDistance([...name], [...place.name]) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(name.length / 2)) ? best.name : null;
}

function findVillage({ values }: ReadRow, townships: readonly TownshipVillages[], today: string): Found {
  const from = values.since ?? null;
  if (from !== null && from > today) return problem('since', 'cell-date-ahead');
  const township = values.township ?? '';
  const village = values.village ?? '';
  const { pinyin } = spellName(normaliseName(village));
  const answer = resolveName({ township, village, asOf: from ?? today, pinyin }, townships);
  if (answer.kind === 'resolved')
    return { meant: { place: answer.place, class: povertyClass.parse(values.class), from } };
  const [best, second] = answer.candidates;
  const names = townships.flatMap((each) => [each, ...each.otherNames]);
  const known = names.some(({ name }) => townshipStem(name) === townshipStem(normaliseName(township)));
  if (!known) return problem('township', 'place-unknown', nearest(townships, normaliseName(township)));
  const unclear = best !== undefined && second !== undefined && best.score === second.score;
  const suggestion =
    best && (best.township === normaliseName(township) ? best.name : `${best.name}（${best.township}）`);
  return problem('village', unclear ? 'place-unclear' : 'place-unknown', suggestion ?? null);
}

function starts(span: ClassSpan, day: string | null): boolean {
  return span.from === null || (day !== null && span.from <= day);
}

/** The span that holds on a day; null: before all days. */
function findSpan(spans: readonly ClassSpan[], day: string | null): ClassSpan | undefined {
  return spans.find((span) => starts(span, day) && (span.to === null || day === null || day < span.to));
}

/** From its day on a class holds until the next change that is known; what held before keeps its days. */
function enter(spans: readonly ClassSpan[], { place, class: kind, from }: Meant, source: string): ClassSpan[] {
  const held = findSpan(spans, from);
  const later = spans.flatMap((span) => (span.from !== null && (from === null || span.from > from) ? span.from : []));
  const to = held ? held.to : (later.sort()[0] ?? null);
  const before = held && held.from !== from ? [{ ...held, to: from }] : [];
  return [...spans.filter((span) => span !== held), ...before, { place, class: kind, from, to, source }];
}

async function save(context: SheetContext, rows: readonly RowToSave<Meant>[], source: string): Promise<void> {
  const meant = rows.map(({ resolved }) => resolved).sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  const places = [...new Set(meant.map(({ place }) => place))];
  await lockPlaces(context.db, places);
  const before = await listSpans(context.db, places);
  const after = Map.groupBy(before, ({ place }) => place);
  for (const each of meant) after.set(each.place, enter(after.get(each.place) ?? [], each, source));
  const kept = new Set([...after.values()].flat());
  const gone = before.filter((span) => !kept.has(span));
  const known = new Set(before);
  await deleteSpans(context.db, gone);
  await insertSpans(
    context.db,
    [...kept].filter((span) => !known.has(span)),
  );
}

/** PROG-03: the register of poverty classes, filled from a workbook. */
export const povertyClassSheet = defineSheet<Meant>({
  sheet: povertySheet,
  check,
  save,
  list: async (context) => (await listClasses(context.db, context.within, context.today)).map((row) => ({ ...row })),
});
