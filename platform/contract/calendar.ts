import { plainDate, safeParagraphs, safeText } from '@qianmo/values/wire';
import { z } from 'zod';
import { read, write } from './operation.ts';

export const dayKind = z.enum(['holiday', 'workday']);
const year = z.number().int().min(2000).max(2099);

/** A day that differs from its weekday: `official` from the national list, `correction` decided by an office. */
export const calendarDay = z.strictObject({
  day: plainDate,
  kind: dayKind,
  layer: z.enum(['official', 'correction']),
  /** The home that decided it; `000000` for the national list. */
  home: z.string(),
  nameZh: z.string(),
  nameEn: z.string().nullable(),
  reason: z.string().nullable(),
  version: z.number().int(),
});
export type CalendarDay = z.infer<typeof calendarDay>;

export const calendarYear = read({
  name: 'calendar.year',
  home: 'path',
  permission: 'calendar.read',
  summary: 'Days of a year that differ from their weekday, as they hold at this home',
  input: z.strictObject({ year }),
  result: z.strictObject({
    year: z.number().int(),
    /** False: the year has no list, so nothing can be counted in it. */
    loaded: z.boolean(),
    source: z.string().nullable(),
    days: z.array(calendarDay),
  }),
});

export const setCalendarDay = write({
  name: 'calendar.setDay',
  home: 'path',
  permission: 'calendar.day.set',
  summary: 'Decides that a day is worked or free at this home and below it',
  input: z.strictObject({
    day: plainDate,
    kind: dayKind,
    name: safeText(60),
    reason: safeParagraphs(500),
    /** Version of the correction that is replaced; left out for a new one. */
    version: z.number().int().positive().optional(),
  }),
  result: z.strictObject({ day: plainDate, version: z.number().int() }),
  rejections: ['year-not-loaded'],
});

export const removeCalendarDay = write({
  name: 'calendar.removeDay',
  home: 'path',
  permission: 'calendar.day.set',
  summary: 'Takes a correction of this home back',
  input: z.strictObject({ day: plainDate, reason: safeParagraphs(500), version: z.number().int().positive() }),
  result: z.strictObject({ day: plainDate }),
  rejections: ['day-unknown'],
});

export const setCalendarYear = write({
  name: 'calendar.setYear',
  home: 'global',
  permission: 'calendar.year.set',
  summary: 'Enters the national list of a year that the program does not bring along',
  input: z.strictObject({
    year,
    /** The notice of the State Council's office it is taken from. */
    source: safeText(200),
    days: z
      .array(z.strictObject({ day: plainDate, kind: dayKind, name: safeText(60) }))
      .min(1)
      .max(120),
    version: z.number().int().positive().optional(),
  }),
  result: z.strictObject({ year: z.number().int(), version: z.number().int() }),
  rejections: ['year-shipped', 'day-outside-year', 'day-twice'],
});

export const addWorkingDaysFrom = read({
  name: 'calendar.addWorkingDays',
  home: 'path',
  permission: 'calendar.read',
  summary: 'The day on which a number of working days after a day are complete, with the days counted',
  input: z.strictObject({ start: plainDate, days: z.number().int().min(-250).max(250) }),
  result: z.strictObject({ end: plainDate, counted: z.array(plainDate) }),
  rejections: ['year-not-loaded'],
});

export const calendarOperations = [
  calendarYear,
  setCalendarDay,
  removeCalendarDay,
  setCalendarYear,
  addWorkingDaysFrom,
];
