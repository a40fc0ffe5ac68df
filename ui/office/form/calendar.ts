import { calendar } from '@qianmo/platform/contract';
import { addDays, partsOf, plainDate, weekdayOf } from '@qianmo/values/plain-date';
import { useQueryOp, useScope } from '../runtime.tsx';

export type DayKind = 'workday' | 'holiday' | 'makeupDay';

export type MonthDay = { readonly day: string; readonly inMonth: boolean };

/** Six weeks from the Monday on or before the first, so that the grid never changes its height. */
export function monthDays(year: number, month: number): readonly MonthDay[] {
  const first = plainDate(year, month, 1);
  const start = addDays(first, 1 - weekdayOf(first));
  return Array.from({ length: 42 }, (_, index) => {
    const day = addDays(start, index);
    return { day, inMonth: partsOf(day).month === month };
  });
}

export type SpecialDay = { readonly kind: 'holiday' | 'workday'; readonly name: string };

/** Days of a year that differ from their weekday; corrections of the office stand over the national list. */
export function useSpecialDays(year: number): {
  readonly loaded: boolean;
  readonly days: ReadonlyMap<string, SpecialDay>;
} {
  const scope = useScope();
  const answer = useQueryOp(
    calendar.calendarYear,
    { year },
    { enabled: scope.can('calendar.read') && year >= 2000 && year <= 2099 },
  );
  const days = new Map<string, SpecialDay>();
  for (const layer of ['official', 'correction'])
    for (const found of answer.data?.days ?? [])
      if (found.layer === layer) days.set(found.day, { kind: found.kind, name: found.nameZh });
  return { loaded: answer.data?.loaded ?? false, days };
}

export function dayKind(day: string, special: ReadonlyMap<string, SpecialDay>): DayKind {
  const found = special.get(day);
  const weekend = weekdayOf(day) > 5;
  if (found) return found.kind === 'holiday' ? 'holiday' : weekend ? 'makeupDay' : 'workday';
  return weekend ? 'holiday' : 'workday';
}

const weekdays = { zh: '一二三四五六日', en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] } as const;

export function weekdayWords(day: string, shown: 'zh' | 'both' | 'en'): string {
  const index = weekdayOf(day) - 1;
  return shown === 'en' ? (weekdays.en[index] ?? '') : `周${weekdays.zh[index] ?? ''}`;
}

export function weekdayHeads(shown: 'zh' | 'both' | 'en'): readonly string[] {
  return shown === 'en' ? weekdays.en.map((word) => word.slice(0, 2)) : [...weekdays.zh];
}

/** Reads what people type: `2019-9-24`, `2019.9.24`, `2019/09/24`, `2019年9月24日`, `20190924`. */
export function readDate(text: string): string | undefined {
  const compact = text.normalize('NFKC').trim();
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(compact) ?? /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/.exec(compact);
  if (!match) return undefined;
  try {
    return plainDate(Number(match[1]), Number(match[2]), Number(match[3]));
  } catch {
    return undefined;
  }
}
