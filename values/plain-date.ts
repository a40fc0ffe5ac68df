/** A day without time as `YYYY-MM-DD` (years 0001 to 9999), compared as text. */
export type PlainDate = string;

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export type DateParts = { readonly year: number; readonly month: number; readonly day: number };

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const instantPattern = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const shanghaiOffsetMinutes = 8 * 60;
const minutesPerDay = 24 * 60;

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function isPlainDate(text: string): boolean {
  return findParts(text) !== undefined;
}

/** Throws RangeError when the parts are not a day of the calendar. */
export function plainDate(year: number, month: number, day: number): PlainDate {
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  if (!isPlainDate(text)) throw new RangeError(`not a day of the calendar: ${text}`);
  return text;
}

/** Throws RangeError when `date` is not a day of the calendar. */
export function partsOf(date: PlainDate): DateParts {
  const parts = findParts(date);
  if (!parts) throw new RangeError(`not a day of the calendar: ${date}`);
  return parts;
}

export function yearOf(date: PlainDate): number {
  return partsOf(date).year;
}

/** Negative when `left` is earlier, 0 when equal, positive when later. */
export function compareDates(left: PlainDate, right: PlainDate): -1 | 0 | 1 {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function earliestOf(first: PlainDate, ...others: readonly PlainDate[]): PlainDate {
  return others.reduce((earliest, date) => (compareDates(date, earliest) < 0 ? date : earliest), first);
}

export function latestOf(first: PlainDate, ...others: readonly PlainDate[]): PlainDate {
  return others.reduce((latest, date) => (compareDates(date, latest) > 0 ? date : latest), first);
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
export function dayNumber(date: PlainDate): number {
  const { year, month, day } = partsOf(date);
  // March-based years put the leap day last, so month lengths follow one formula.
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** Inverse of `dayNumber`. Throws RangeError outside years 0001 to 9999. */
export function dateOfDayNumber(dayCount: number): PlainDate {
  const shifted = dayCount + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1;
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  return plainDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return dayNumber(to) - dayNumber(from);
}

export function weekdayOf(date: PlainDate): Weekday {
  const remainder = (((dayNumber(date) + 3) % 7) + 7) % 7;
  return (remainder + 1) as Weekday;
}

/**
 * The day in China at an ISO 8601 instant with offset, e.g. `2019-12-31T16:00:00Z` → `2020-01-01`.
 * Uses UTC+8, in force without summer time since 1992. Throws RangeError on another shape.
 */
export function dateInShanghai(instant: string): PlainDate {
  const match = instantPattern.exec(instant);
  const [, date, hour, minute, second, offset] = match ?? [];
  if (!date || !hour || !minute || !offset || !isClockTime(hour, minute, second ?? '00')) {
    throw new RangeError(`not an instant with offset: ${instant}`);
  }
  const utcMinutes = Number(hour) * 60 + Number(minute) - offsetMinutes(offset, instant);
  return addDays(date, Math.floor((utcMinutes + shanghaiOffsetMinutes) / minutesPerDay));
}

function isClockTime(hour: string, minute: string, second: string): boolean {
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 61;
}

function offsetMinutes(offset: string, instant: string): number {
  if (offset === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (hours > 14 || minutes > 59) throw new RangeError(`not an instant with offset: ${instant}`);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function findParts(text: string): DateParts | undefined {
  const match = datePattern.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isReal = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return isReal ? { year, month, day } : undefined;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
