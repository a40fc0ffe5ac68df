import type { CandidateWhy, PlaceCandidate, ResolutionHow } from './shapes.ts';

/**
 * Pure rules of place names: how a name is written, and which place a name in a plan means (PROG-04: a village is a
 * township plus a name, never the name alone). No I/O, no clock; runs in the browser as well.
 */

/** One way to write a name: NFC, no blanks, half-width letters and digits, every middle dot as U+00B7. May be empty. */
export function normaliseName(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[Ａ-Ｚａ-ｚ０-９]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[•‧∙・･●｡．.]/gu, '·')
    .replace(/\(/gu, '（')
    .replace(/\)/gu, '）')
    .replace(/\s/gu, '');
}

/** Another name of a place and the days it was valid ('YYYY-MM-DD', null = open); `to` is the first day it was not. */
export type DatedName = {
  readonly name: string;
  readonly how: 'alias' | 'former';
  readonly from: string | null;
  readonly to: string | null;
};

export type NamedPlace = {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly pinyin: string;
  readonly otherNames: readonly DatedName[];
};

export type TownshipVillages = NamedPlace & { readonly villages: readonly NamedPlace[] };

export type Resolution =
  | { readonly kind: 'resolved'; readonly place: number; readonly how: ResolutionHow }
  | { readonly kind: 'open'; readonly candidates: readonly PlaceCandidate[] };

export type NameInPlan = {
  readonly township: string;
  readonly village: string;
  /** The day of the document that uses the name. */
  readonly asOf: string;
  /** Spelling of the village text, for candidates that sound the same. */
  readonly pinyin: string;
};

/** Second-scheme characters still written in plans for the surname beside them; nothing here changes the sound. */
const variantCharacters: ReadonlyMap<string, string> = new Map([
  ['闫', '阎'],
  ['付', '傅'],
  ['肖', '萧'],
]);
const positionWords = '上下东西南北中大小前后新老';
const candidateFloor = 400;
const candidateLimit = 5;
const otherTownshipScore = 600;

/**
 * The place that a (township, village) of a plan means. Exact name, then a dated alias or former name, then the same
 * name written otherwise; each must be the only one. Anything weaker is offered with a score and never taken.
 */
export function resolveName(asked: NameInPlan, townships: readonly TownshipVillages[]): Resolution {
  const name = normaliseName(asked.village);
  const township = matchTownship(asked, townships);
  if (township === undefined) return { kind: 'open', candidates: listElsewhere(asked, townships, undefined) };
  const ways: readonly (readonly [ResolutionHow, (place: NamedPlace) => boolean])[] = [
    ['exact', (place) => place.name === name],
    ['alias', (place) => hasOtherName(place, name, 'alias', asked.asOf)],
    ['former', (place) => hasOtherName(place, name, 'former', asked.asOf)],
    ['variant', (place) => comparable(place.name) === comparable(name)],
  ];
  for (const [how, fits] of ways) {
    const fitting = township.villages.filter(fits);
    const [only] = fitting;
    if (only === undefined) continue;
    if (fitting.length === 1) return { kind: 'resolved', place: only.id, how };
    return { kind: 'open', candidates: fitting.map((place) => toCandidate(place, township, 1000, ['same-name'])) };
  }
  const near = township.villages.flatMap((place) => compare(asked, name, place, township) ?? []);
  return { kind: 'open', candidates: best([...near, ...listElsewhere(asked, townships, township)]) };
}

/** 苏元乡 of 2019 is 苏元镇 today: the ending may differ if only one township has the stem. */
function matchTownship(asked: NameInPlan, townships: readonly TownshipVillages[]): TownshipVillages | undefined {
  const name = normaliseName(asked.township);
  const stem = townshipStem(name);
  const ways: ((place: TownshipVillages) => boolean)[] = [
    (place) => place.name === name,
    (place) => place.otherNames.some((other) => other.name === name && isValidAt(other, asked.asOf)),
    (place) => stem !== '' && townshipStem(place.name) === stem,
  ];
  for (const fits of ways) {
    const fitting = townships.filter(fits);
    if (fitting.length > 0) return fitting.length === 1 ? fitting[0] : undefined;
  }
  return undefined;
}

function townshipStem(name: string): string {
  return name.replace(/(街道办事处|街道|镇|乡|苏木)$/u, '');
}

function hasOtherName(place: NamedPlace, name: string, how: DatedName['how'], asOf: string): boolean {
  return place.otherNames.some((other) => other.how === how && other.name === name && isValidAt(other, asOf));
}

function isValidAt({ from, to }: DatedName, day: string): boolean {
  return (from === null || from <= day) && (to === null || day < to);
}

/** 村委会 and 村 are one thing, 居委会 and 社区 another; 黄渚社区 and 黄渚村 stay two places. */
function comparable(name: string): string {
  const written = [...name.replaceAll('·', '')].map((each) => variantCharacters.get(each) ?? each).join('');
  const residents = /(社区居民委员会|社区居委会|居民委员会|居委会|社区)$/u;
  if (residents.test(written)) return `${written.replace(residents, '')}/residents`;
  return `${villageStem(written)}/villagers`;
}

function villageStem(name: string): string {
  const stem = name.replace(/(村?村民委员会|村?村委会|行政村|村)$/u, '');
  return stem === '' ? name : stem;
}

/** Bare comparison form, whoever keeps the village. */
function coreOf(name: string): string {
  return comparable(name).split('/')[0] ?? '';
}

function compare(
  asked: NameInPlan,
  name: string,
  place: NamedPlace,
  township: TownshipVillages,
): PlaceCandidate | undefined {
  const [ours, theirs] = [[...coreOf(name)], [...coreOf(place.name)]];
  const why: CandidateWhy[] = [];
  const length = Math.max(ours.length, theirs.length);
  let score = Math.round(1000 * (1 - editDistance(ours, theirs) / length));
  const longer = theirs.length > ours.length;
  const added = longer ? leftOver(ours, theirs) : leftOver(theirs, ours);
  if (ours.join('') === theirs.join('')) why.push('same-name');
  else if (added !== undefined && added.length === Math.abs(theirs.length - ours.length)) {
    why.push(
      positionWords.includes(added[0] ?? '?') ? 'position-word' : longer ? 'one-character-more' : 'one-character-less',
    );
    score = Math.max(score, added.length === 1 ? 800 : 650);
  }
  if (place.pinyin === asked.pinyin && ours.join('') !== theirs.join('')) {
    why.push('same-pinyin');
    score = Math.max(score, 850);
  }
  if (name.length === place.name.length && swapsPosition(ours, theirs)) why.push('position-word');
  if (score < candidateFloor && ours[0] === theirs[0]) {
    why.push('same-first-character');
    score = candidateFloor;
  }
  if (score < candidateFloor) return undefined;
  return toCandidate(place, township, Math.min(score, 990), why.length > 0 ? why : ['similar']);
}

/** The characters of `long` that remain when `short` is read inside it in order; undefined if it is not inside. */
function leftOver(short: readonly string[], long: readonly string[]): string[] | undefined {
  const rest: string[] = [];
  let at = 0;
  for (const character of long) {
    if (character === short[at]) at += 1;
    else rest.push(character);
  }
  return at === short.length && at > 0 && rest.length > 0 ? rest : undefined;
}

function swapsPosition(ours: readonly string[], theirs: readonly string[]): boolean {
  const different = ours.flatMap((character, at) => (character === theirs[at] ? [] : [[character, theirs[at] ?? '?']]));
  const [only] = different;
  return different.length === 1 && only !== undefined && only.every((each) => positionWords.includes(each));
}

/** Levenshtein distance over characters. */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = b.map((_, at) => at + 1);
  a.forEach((character, i) => {
    let diagonal = i;
    let left = i + 1;
    row = row.map((above, j) => {
      const cost = Math.min(above + 1, left + 1, diagonal + (character === b[j] ? 0 : 1));
      diagonal = above;
      left = cost;
      return cost;
    });
  });
  return row.at(-1) ?? a.length;
}

/** A village of that very name in another township of the county: perhaps the border moved, perhaps a namesake. */
function listElsewhere(
  asked: NameInPlan,
  townships: readonly TownshipVillages[],
  except: TownshipVillages | undefined,
): PlaceCandidate[] {
  const core = comparable(normaliseName(asked.village));
  return townships
    .filter((township) => township !== except)
    .flatMap((township) =>
      township.villages
        .filter((place) => comparable(place.name) === core)
        .map((place) => toCandidate(place, township, otherTownshipScore, ['same-name', 'other-township'])),
    );
}

function toCandidate(place: NamedPlace, township: NamedPlace, score: number, why: CandidateWhy[]): PlaceCandidate {
  return { id: place.id, name: place.name, code: place.code, township: township.name, score, why };
}

function best(candidates: readonly PlaceCandidate[]): PlaceCandidate[] {
  return [...candidates].sort((a, b) => b.score - a.score || (a.code < b.code ? -1 : 1)).slice(0, candidateLimit);
}
