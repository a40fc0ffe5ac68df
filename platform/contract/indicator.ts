import { homeCode, key, plainDate } from '@qianmo/values/wire';
import { z } from 'zod';
import { read } from './operation.ts';

/** STAT-03: what a figure means, before any value. Words are kept with the definition because exports must carry them. */
export const indicatorWords = z.strictObject({
  name: z.string(),
  formula: z.string(),
  base: z.string(),
  scope: z.string(),
  source: z.string(),
});
export const indicatorDefinition = z.strictObject({
  key,
  module: z.string(),
  unit: z.string(),
  kind: z.enum(['stock', 'flow', 'ratio']),
  /** By what it can be divided: `county`, `group`, `township` … */
  dims: z.array(z.string()),
  /** Which records it counts, as a stable word. */
  basis: z.string(),
  words: z.strictObject({ zh: indicatorWords, en: indicatorWords }),
});
export type IndicatorDefinition = Readonly<z.infer<typeof indicatorDefinition>>;

/** Checks the definition when the module is loaded. Throws ZodError. */
export function defineIndicator(definition: IndicatorDefinition): IndicatorDefinition {
  return indicatorDefinition.parse(definition);
}

const question = {
  key,
  programme: z.string().max(80).optional(),
  /** Homes to count; left out, this home and all below it. */
  homes: z.array(homeCode).max(200).optional(),
  group: z.string().max(40).optional(),
  at: plainDate.optional(),
};

const integerText = z.string().regex(/^-?\d+$/);

export const listIndicators = read({
  name: 'indicator.list',
  home: 'path',
  permission: 'indicator.read',
  summary: 'Definitions of all indicators: formula, unit, base, scope, source',
  input: z.strictObject({ module: z.string().max(40).optional() }),
  result: z.strictObject({ items: z.array(indicatorDefinition.extend({ offered: z.boolean() })) }),
});

/** `entered`: no module counts this yet, so that only entered figures exist; never 0. */
export const indicatorValue = z.discriminatedUnion('entered', [
  z.strictObject({
    entered: z.literal(false),
    numerator: integerText,
    denominator: integerText,
    /** `n/d` in lowest terms; null when the denominator is zero: not computable. */
    value: z.string().nullable(),
    sourceCount: z.number().int(),
  }),
  z.strictObject({ entered: z.literal(true) }),
]);

export const getIndicatorValue = read({
  name: 'indicator.value',
  home: 'path',
  permission: 'indicator.read',
  summary: 'The value of an indicator on a day, with how many records stand behind it',
  input: z.strictObject(question),
  result: z.strictObject({ key: z.string(), at: plainDate, homes: z.array(z.string()), figure: indicatorValue }),
  rejections: ['indicator-unknown', 'home-out-of-scope'],
});

export const indicatorRecord = z.strictObject({
  home: z.string(),
  kind: z.string(),
  id: z.string(),
  label: z.string(),
  day: z.string().nullable(),
  /** What it adds to the numerator and to the denominator. */
  numerator: integerText,
  denominator: integerText,
});
export type IndicatorRecord = z.infer<typeof indicatorRecord>;

export const listIndicatorRecords = read({
  name: 'indicator.records',
  home: 'path',
  permission: 'indicator.read',
  summary: 'The records behind a value, page by page; they add up to it',
  input: z.strictObject({
    ...question,
    limit: z.number().int().min(1).max(500).default(100),
    after: z.string().max(200).optional(),
  }),
  result: z.strictObject({ entered: z.boolean(), items: z.array(indicatorRecord), next: z.string().nullable() }),
  rejections: ['indicator-unknown', 'home-out-of-scope'],
});

export const indicatorOperations = [listIndicators, getIndicatorValue, listIndicatorRecords];
