import { addShares, divideShares, multiplyShares, type Share, share, zeroShare } from '@qianmo/values/share';
import type { Member, Subject } from './in-force.ts';
import type { ValueEntry } from './store/target.ts';

/** A figure as it is known on a day. */
export type Figure = {
  readonly source: 'indicator' | 'entered' | 'none';
  readonly value: Share | null;
  readonly period: string | null;
  readonly observedOn: string | null;
  readonly records: number;
  /** How many of the counties that owe one have a figure; null where one was given for the whole. */
  readonly counties: { readonly reported: number; readonly expected: number } | null;
};

export const noFigure: Figure = {
  source: 'none',
  value: null,
  period: null,
  observedOn: null,
  records: 0,
  counties: null,
};

/** Units that do not add up over counties; a share of several is known only through its parts. */
const rateUnits = new Set(['percent', 'ratio', 'percentage_point']);
export const isRate = (unit: string): boolean => rateUnits.has(unit);

type Asked = {
  readonly entries: readonly ValueEntry[];
  readonly subject: Subject;
  readonly members: readonly Member[];
  readonly on: string;
  readonly unit: string;
  /** Each county has a figure of its own and they are never added up. */
  readonly apart: boolean;
};

/** Latest entered figure of the subject up to a day: one given for it, else that of its counties put together. */
export function figureAt(asked: Asked): Figure {
  const valid = asked.entries.filter((entry) => entry.correctedBy === null && entry.observedOn <= asked.on);
  const direct = valid.filter((entry) => isDirect(entry, asked)).at(-1);
  if (direct) return { ...known(direct), records: 1, counties: null };
  if (asked.subject.kind === 'county') return noFigure;
  const parts = partsOf(valid, asked);
  const { latest, expected } = parts;
  if (latest.length === 0) return noFigure;
  const newest = latest.reduce((left, right) => (right.observedOn > left.observedOn ? right : left));
  const current = latest.filter((entry) => entry.period === newest.period);
  return {
    source: 'entered',
    value: asked.apart ? null : together(current, expected, asked.unit),
    period: newest.period,
    observedOn: newest.observedOn,
    records: current.length,
    counties: { reported: current.length, expected },
  };
}

function isDirect(entry: ValueEntry, { subject, members }: Asked): boolean {
  const only = members.length === 1 ? members[0]?.place : undefined;
  const isWhole = entry.county === null && entry.group === null;
  switch (subject.kind) {
    case 'programme':
      return isWhole || (only !== undefined && entry.county === only);
    case 'group':
      return (
        entry.group === subject.group ||
        (entry.county !== null && entry.county === only && isWholeGroup(members, subject.group))
      );
    case 'county':
      return entry.county === subject.place || (subject.place === only && isWhole);
  }
}

const isWholeGroup = (members: readonly Member[], group: string) => members.every((member) => member.group === group);

/** The latest of each part: counties where any has reported, else the groups. */
function partsOf(
  valid: readonly ValueEntry[],
  { subject, members }: Asked,
): { latest: ValueEntry[]; expected: number } {
  const counties = members.filter((member) => subject.kind !== 'group' || member.group === subject.group);
  const byCounty = counties.flatMap((member) => valid.filter((entry) => entry.county === member.place).at(-1) ?? []);
  if (byCounty.length > 0 || subject.kind === 'group') return { latest: byCounty, expected: counties.length };
  const groups = [...new Set(members.map((member) => member.group))];
  const byGroup = groups.flatMap((group) => valid.filter((entry) => entry.group === group).at(-1) ?? []);
  return { latest: byGroup, expected: groups.length };
}

/** Counts add up; shares add up by their parts; a bare percentage of several counties says nothing of them together. */
function together(entries: readonly ValueEntry[], expected: number, unit: string): Share | null {
  if (!isRate(unit)) return entries.map((entry) => entry.value).reduce(addShares, zeroShare);
  const counts = entries.flatMap((entry) => (entry.counts ? [entry.counts] : []));
  if (counts.length < entries.length)
    return entries.length === 1 && expected === 1 ? (entries[0]?.value ?? null) : null;
  const numerator = counts.map((each) => each.numerator).reduce(addShares, zeroShare);
  const denominator = counts.map((each) => each.denominator).reduce(addShares, zeroShare);
  return denominator.numerator === 0n ? null : inUnit(divideShares(numerator, denominator), unit);
}

/** A fraction in the unit of a target: 3/4 are 75 percent. */
export function inUnit(value: Share, unit: string): Share {
  return unit === 'percent' || unit === 'percentage_point' ? multiplyShares(value, share(100n)) : value;
}

function known(entry: ValueEntry): Pick<Figure, 'source' | 'value' | 'period' | 'observedOn'> {
  return { source: 'entered', value: entry.value, period: entry.period, observedOn: entry.observedOn };
}
