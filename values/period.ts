import { addDays, daysInMonth, type PlainDate, partsOf, plainDate } from './plain-date.ts';

/** First and last day, both included. */
export type DateSpan = { readonly start: PlainDate; readonly end: PlainDate };

/** 上旬, 中旬, 下旬: days 1-10, 11-20, 21 to the end of the month. */
export type TenDayPart = 'first' | 'middle' | 'last';

export type Cadence = 'ten_day' | 'monthly' | 'quarterly' | 'half_yearly' | 'yearly';

export const cadences: readonly Cadence[] = ['ten_day', 'monthly', 'quarterly', 'half_yearly', 'yearly'];

const tenDayParts: readonly TenDayPart[] = ['first', 'middle', 'last'];
const tenDayWords: Readonly<Record<TenDayPart, string>> = { first: '上旬', middle: '中旬', last: '下旬' };

export function tenDays(year: number, month: number, part: TenDayPart): DateSpan {
  const startDay = 1 + 10 * tenDayParts.indexOf(part);
  const endDay = part === 'last' ? daysInMonth(year, month) : startDay + 9;
  return { start: plainDate(year, month, startDay), end: plainDate(year, month, endDay) };
}

/** The part of the month a day lies in, with the words of a plan: `2019年10月上旬`. */
export function tenDaysOf(date: PlainDate): { year: number; month: number; part: TenDayPart; words: string } {
  const { year, month, day } = partsOf(date);
  const part = tenDayParts[Math.min(2, Math.floor((day - 1) / 10))] ?? 'last';
  return { year, month, part, words: `${year}年${month}月${tenDayWords[part]}` };
}

/** Reads `2019年8月下旬`. Answers undefined for any other wording. */
export function findTenDays(words: string): DateSpan | undefined {
  const match = /^(\d{4})年(\d{1,2})月(上旬|中旬|下旬)$/.exec(words.replaceAll(/\s/g, ''));
  const month = Number(match?.[2]);
  const part = tenDayParts.find((candidate) => tenDayWords[candidate] === match?.[3]);
  return part && month >= 1 && month <= 12 ? tenDays(Number(match?.[1]), month, part) : undefined;
}

export function monthOf(year: number, month: number): DateSpan {
  return monthsFrom(year, month, 1);
}

export function quarterOf(year: number, quarter: 1 | 2 | 3 | 4): DateSpan {
  return monthsFrom(year, quarter * 3 - 2, 3);
}

export function halfYearOf(year: number, half: 1 | 2): DateSpan {
  return monthsFrom(year, half === 1 ? 1 : 7, 6);
}

export function calendarYear(year: number): DateSpan {
  return monthsFrom(year, 1, 12);
}

/** Reads `2020`, `2020-H2`, `2020-Q3`, `2020-08` and `2020-08-T3` (last ten-day part). Undefined otherwise. */
export function findPeriod(key: string): DateSpan | undefined {
  const match = /^(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])(?:-T([1-3]))?))?$/.exec(key);
  if (!match || Number(match[1]) < 1) return undefined;
  const year = Number(match[1]);
  if (match[2]) return monthsFrom(year, Number(match[2]) * 6 - 5, 6);
  if (match[3]) return monthsFrom(year, Number(match[3]) * 3 - 2, 3);
  const part = tenDayParts[Number(match[5]) - 1];
  if (match[4] && part) return tenDays(year, Number(match[4]), part);
  return match[4] ? monthOf(year, Number(match[4])) : calendarYear(year);
}

/** The calendar period of a cadence that a day lies in. */
export function periodContaining(date: PlainDate, cadence: Cadence): DateSpan {
  const { year, month, part } = tenDaysOf(date);
  if (cadence === 'ten_day') return tenDays(year, month, part);
  const length = { monthly: 1, quarterly: 3, half_yearly: 6, yearly: 12 }[cadence];
  return monthsFrom(year, Math.floor((month - 1) / length) * length + 1, length);
}

/** `YYYY-MM` of a day. */
export function monthKey(date: PlainDate): string {
  partsOf(date);
  return date.slice(0, 7);
}

/** Month keys that a span touches, in order. */
export function listMonths(span: DateSpan): string[] {
  const keys: string[] = [];
  for (let at = span.start; at <= span.end; at = addDays(periodContaining(at, 'monthly').end, 1))
    keys.push(monthKey(at));
  return keys;
}

/** The corresponding day `months` later (earlier when negative), or the last day of that month where there is none. */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const { year, month, day } = partsOf(date);
  const monthIndex = year * 12 + month - 1 + months;
  const targetYear = Math.floor(monthIndex / 12);
  const targetMonth = monthIndex - targetYear * 12 + 1;
  return plainDate(targetYear, targetMonth, Math.min(day, daysInMonth(targetYear, targetMonth)));
}

export function addYears(date: PlainDate, years: number): PlainDate {
  return addMonths(date, years * 12);
}

/** Last days of the calendar periods that end within `span`, both ends included. */
export function listPeriodEnds(cadence: Cadence, span: DateSpan): PlainDate[] {
  const ends: PlainDate[] = [];
  let { end } = periodContaining(span.start, cadence);
  while (end <= span.end) {
    ends.push(end);
    end = periodContaining(addDays(end, 1), cadence).end;
  }
  return ends;
}

/** `count` days at a distance of `everyMonths` from `from`; each is counted from `from` itself, so 31 never drifts to 28. */
export function listAnniversaries(from: PlainDate, everyMonths: number, count: number): PlainDate[] {
  return Array.from({ length: count }, (_, index) => addMonths(from, everyMonths * (index + 1)));
}

function monthsFrom(year: number, month: number, count: number): DateSpan {
  const start = plainDate(year, month, 1);
  return { start, end: addDays(addMonths(start, count), -1) };
}
