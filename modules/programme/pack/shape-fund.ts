import { z } from 'zod';
import {
  clause,
  count,
  decimal,
  key,
  line,
  localId,
  operator,
  placeCode,
  plainDate,
  planLetter,
  questionRefs,
  quote,
  strictness,
  unitRef,
  wan,
  zhText,
} from './shape-basic.ts';

export const fundSource = z.strictObject({
  id: localId,
  name: zhText,
  level: z.enum(['central', 'region', 'prefecture', 'county', 'integrated']),
  /** null = the plan names the source without an amount. */
  amountWan: wan.nullable(),
  per: z.enum(['programme', 'each_county', 'each_year']),
  /** amount × counties, where the plan gives an amount for each county. */
  totalWan: wan.nullable(),
  counties: z.array(placeCode),
  owner: unitRef.nullable(),
  inKind: z.boolean().optional(),
  derived: z.boolean().optional(),
  restriction: line.nullable(),
  uses: z.array(line).optional(),
  note: line.optional(),
  questions: questionRefs,
  clause,
  quote: quote.optional(),
});

export const budgetLine = z.strictObject({
  id: localId,
  name: line,
  amountWan: wan,
  quantity: count.optional(),
  unitAmountWan: wan.optional(),
  parts: z.array(z.strictObject({ name: line, quantity: count })).optional(),
  source: localId,
  content: line.optional(),
  clause,
  quote: quote.optional(),
});

export const budget = z.strictObject({
  totalWan: wan,
  derived: z.boolean().optional(),
  clause,
  groups: z
    .array(
      z.strictObject({
        id: localId,
        plan: planLetter.optional(),
        name: line,
        subtotalWan: wan,
        clause,
        quote: quote.optional(),
        lines: z.array(budgetLine).min(1),
      }),
    )
    .min(1),
});

/** A share of a fund source. Which lines count is the pack's statement, never the code's. */
export const ratioRule = z.strictObject({
  id: localId,
  key,
  name: zhText,
  operator,
  percent: decimal,
  of: localId,
  strictness,
  /** Budget lines that count; empty = no budget in the plan, the counties assign their lines. */
  counted: z.array(localId),
  note: line.optional(),
  questions: questionRefs,
  clause,
  quote,
});

export const prohibited = z.strictObject({ id: localId, kind: z.enum(['use', 'act']), zh: line, clause });
export const supportMode = z.strictObject({
  code: z.enum([
    'reward',
    'interest_subsidy',
    'direct_subsidy',
    'project_subsidy',
    'full_funding',
    'service_purchase',
    'fund',
    'tax_relief',
  ]),
  zh: line,
  preferred: z.boolean(),
  clause,
});
export const board = z.strictObject({ id: localId, name: line, items: z.array(line), clause });

export const trancheRule = z.strictObject({
  id: localId,
  /** Budget group, or `all` for every project of the programme. */
  appliesTo: z.union([z.literal('all'), localId]),
  tranches: z
    .array(
      z.strictObject({
        no: count,
        operator: z.enum(['>=', '=', 'remainder']),
        percent: decimal,
        gate: z.enum([
          'project_started',
          'beneficiary_confirmed',
          'agreement_signed',
          'operator_confirmed',
          'accepted',
        ]),
        when: line,
      }),
    )
    .min(1),
  window: z.strictObject({ start: plainDate, end: plainDate }).optional(),
  note: line.optional(),
  questions: questionRefs,
  clause,
  quote,
});

export const storeAllocation = z.strictObject({
  file: z.string().regex(/^[a-z0-9-]+\.csv$/),
  title: line,
  line: z.strictObject({ poor: localId, nonPoor: localId }),
  rates: z.strictObject({ poorWan: wan, nonPoorWan: wan }),
  totals: z.strictObject({ poor: count, nonPoor: count, count, townships: count, amountWan: wan }),
  townships: z.array(z.strictObject({ name: line, poor: count, nonPoor: count, amountWan: wan })).min(1),
  clause,
});

export type FundSource = z.infer<typeof fundSource>;
export type Budget = z.infer<typeof budget>;
export type RatioRule = z.infer<typeof ratioRule>;
export type TrancheRule = z.infer<typeof trancheRule>;
export type StoreAllocation = z.infer<typeof storeAllocation>;
