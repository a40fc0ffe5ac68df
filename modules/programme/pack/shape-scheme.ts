import { z } from 'zod';
import {
  clause,
  count,
  decimal,
  line,
  localId,
  operator,
  planLetter,
  questionRefs,
  quote,
  strictness,
  unitRef,
  wan,
  zhText,
} from './shape-basic.ts';

/** A test on named facts, in CEL. What it may use stands in facts.ts. */
const test = {
  id: localId,
  zh: line,
  cel: z.string().min(1).max(600),
  clause,
  quote: quote.optional(),
  note: line.optional(),
  questions: questionRefs,
};
export const condition = z.strictObject({ ...test, strictness: strictness.optional() });
export const criterion = z.strictObject({ ...test, no: count });

const quota = z.strictObject({
  min: count.optional(),
  max: count,
  conflicting: count.optional(),
  questions: questionRefs,
});

export const tier = z.strictObject({
  id: localId,
  zh: line,
  quota: count,
  amountWan: wan,
  criteria: z.array(criterion).min(1),
  clause,
  quote,
});

export const award = z.strictObject({
  id: localId,
  zh: line,
  cel: z.string().min(1).max(600),
  quota: count,
  amountWan: wan,
  clause,
  quote,
});

/** The closed catalogue of steps (code owns their guards, the pack their order, actors and lengths). */
export const stepKind = z.enum([
  'publish',
  'apply',
  'recommend',
  'review',
  'site_visit',
  'joint_opinion',
  'rank',
  'preliminary_list',
  'meeting',
  'notice',
  'final_list',
  'report_up',
  'agreement',
  'implement',
  'accept',
  'recheck',
  'tranche',
]);

export const scheme = z.strictObject({
  id: localId,
  plan: planLetter.nullable(),
  name: zhText,
  line: z.array(localId),
  budgetWan: wan.nullable(),
  applicants: z.array(line).min(1),
  principle: line.optional(),
  conditions: z.array(condition),
  minCriteria: z.strictObject({ value: count, clause, quote }).nullable(),
  criteria: z.array(criterion),
  allCriteriaMet: z.strictObject({ zh: line, clause }).optional(),
  tiers: z.array(tier),
  awards: z.array(award),
  quota: quota.nullable(),
  amountRange: z.strictObject({ minWan: wan, maxWan: wan, clause, quote }).nullable(),
  priorities: z.array(z.strictObject({ id: localId, no: count, zh: line, cel: z.string().min(1).max(600), clause })),
  paths: z.array(z.strictObject({ id: localId, zh: line, cel: z.string().min(1).max(600), clause })).optional(),
  papers: z.array(z.strictObject({ id: localId, zh: line, for: z.enum(['application', 'acceptance']), clause })),
  planContents: z.array(line).optional(),
  steps: z.array(
    z.strictObject({
      no: count,
      kind: stepKind,
      zh: line,
      actors: z.array(unitRef),
      notice: localId.optional(),
      clause,
    }),
  ),
  tranche: localId.nullable(),
  penalties: z.array(localId),
  note: line.optional(),
  questions: questionRefs,
  clause,
});

export const penalty = z.strictObject({
  id: localId,
  schemes: z.array(localId),
  subject: z.enum(['applicant', 'township', 'training_provider', 'contractor', 'unit']),
  triggers: z.array(line).min(1),
  action: z.enum([
    'cancel',
    'refuse_and_recover',
    'bar',
    'cancel_and_recover',
    'deduct',
    'supervise',
    'rectify_then_replace',
    'criticise',
    'replace',
  ]),
  zh: line,
  barYears: count.optional(),
  rectifyMonths: count.optional(),
  threshold: z.strictObject({ operator, percent: decimal }).optional(),
  questions: questionRefs,
  clause,
  quote: quote.optional(),
});

export type Scheme = z.infer<typeof scheme>;
export type Penalty = z.infer<typeof penalty>;
