import { z } from 'zod';
import { measureKeys } from './measure.ts';
import {
  clause,
  decimal,
  group,
  key,
  line,
  localId,
  operator,
  plainDate,
  questionRefs,
  quote,
  strictness,
  text,
  unitRef,
} from './shape-basic.ts';

const range = z.tuple([decimal, decimal]);

export const target = z.strictObject({
  id: localId,
  name: text,
  /** What one value stands for: the whole programme, each county, each store, the e-town, each e-town in each year. */
  scope: z.enum(['programme', 'each_county', 'each_store', 'e_town', 'each_e_town_year']),
  /** Which member counties it counts; null = all. */
  group: group.nullable(),
  metric: key,
  operator,
  value: decimal.nullable(),
  range: range.optional(),
  unit: z.enum(measureKeys),
  /** null = start of the programme */
  start: plainDate.nullable(),
  deadline: plainDate.nullable(),
  deadlineBasis: z.enum(['stated', 'inferred_from_phase', 'none']),
  /** Growth targets need a base period; value null = must be entered before growth can be computed. */
  base: z.strictObject({ period: line.nullable(), value: decimal.nullable(), note: line.optional() }).nullable(),
  benchmark: key.nullable(),
  responsible: z.array(unitRef),
  split: z
    .array(
      z.strictObject({ part: z.enum(['national', 'coordinated', 'poor_village', 'non_poor_village']), value: decimal }),
    )
    .optional(),
  strictness: strictness.optional(),
  note: line.optional(),
  questions: questionRefs,
  clause,
  quote,
});

export const parameter = z
  .strictObject({
    key,
    /** Which kind of node, plan or project the value is for; null = the programme. */
    subject: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_.-]*$/)
      .max(60)
      .nullable(),
    operator: operator.optional(),
    value: decimal.optional(),
    range: range.optional(),
    text: line.optional(),
    items: z.array(line).min(1).optional(),
    unit: z.enum(measureKeys).optional(),
    strictness: strictness.nullable(),
    derived: z.boolean().optional(),
    note: line.optional(),
    questions: questionRefs,
    clause,
    quote: quote.optional(),
  })
  .refine((p) => [p.value, p.range, p.text, p.items].filter((v) => v !== undefined).length === 1, {
    params: { code: 'parameter-value-not-one' },
  });

export const benchmark = z.strictObject({
  key,
  name: text,
  unit: z.enum(measureKeys),
  frequency: z.enum(['monthly', 'quarterly', 'annual']),
  note: line.optional(),
  clause,
});

export type Target = z.infer<typeof target>;
export type Parameter = z.infer<typeof parameter>;
