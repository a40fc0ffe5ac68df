import { z } from 'zod';
import { measureKeys } from './measure.ts';
import {
  clause,
  count,
  decimal,
  key,
  line,
  localId,
  operator,
  plainDate,
  planLetter,
  questionRefs,
  quote,
  strictness,
  text,
  unitRef,
  zhText,
} from './shape-basic.ts';

/** What is owed when, by whom: publicity, phases, cadences, filings, bodies, nodes, provisions, open questions. */

export const publicity = z.strictObject({
  id: localId,
  key: z.enum(['allocation', 'scheme', 'beneficiary', 'acceptance_result', 'award']),
  what: zhText,
  operator: z.enum(['>=', '=']).nullable(),
  /** null = the plan prescribes a notice without a length: the rule is off. */
  length: count.nullable(),
  unit: z.enum(['working_day', 'calendar_day']).nullable(),
  publishWithin: z.strictObject({ days: count, unit: z.enum(['working_day', 'calendar_day']), after: line }).optional(),
  places: z.array(line).min(1),
  simultaneous: z.boolean().optional(),
  nextStep: line.optional(),
  note: line.optional(),
  clause,
  quote: quote.optional(),
});

export const phase = z.strictObject({
  id: localId,
  plan: planLetter.nullable(),
  name: line,
  kind: z.enum(['phase', 'milestone']),
  start: plainDate.nullable(),
  end: plainDate.nullable(),
  text: line.nullable(),
  note: line.optional(),
  questions: questionRefs,
  clause,
});

export const cadence = z.strictObject({
  id: localId,
  kind: z.enum(['inspection', 'bulletin', 'self_evaluation', 'evaluation', 'meeting', 'report']),
  what: line,
  frequency: z.enum([
    'daily',
    'monthly',
    'quarterly',
    'half_yearly',
    'annual',
    'every_batch',
    'regular',
    'on_schedule',
    'on_event',
    'once',
  ]),
  operator: z.enum(['>=', '=']).optional(),
  times: count.optional(),
  after: z.enum(['acceptance']).optional(),
  by: z.array(unitRef),
  to: z.array(unitRef).optional(),
  via: line.optional(),
  checks: z.array(line).optional(),
  note: line.optional(),
  questions: questionRefs,
  clause,
  quote: quote.optional(),
});

export const filing = z.strictObject({
  id: localId,
  what: line,
  kind: z.enum(['filing', 'approval']),
  from: z.array(unitRef),
  to: z.array(unitRef).min(1),
  /** null = the plan sets no day. */
  deadline: plainDate.nullable(),
  receipt: z.boolean(),
  note: line.optional(),
  questions: questionRefs,
  clause,
  quote: quote.optional(),
});

export const leadingGroup = z.strictObject({
  id: localId,
  name: line,
  aliases: z.array(z.strictObject({ zh: line, clause })).optional(),
  inForce: z.boolean(),
  seats: z.array(
    z.strictObject({
      id: localId,
      rank: z.enum(['head', 'executive_deputy', 'deputy', 'member']),
      post: line,
      unit: unitRef,
      count,
    }),
  ),
  office: z.strictObject({ unit: unitRef, headPost: line.nullable(), clause }).nullable(),
  succession: z.strictObject({ zh: line, clause }).nullable(),
  questions: questionRefs,
  clause,
});

export const adHocGroup = z.strictObject({
  id: localId,
  name: line,
  kind: z.enum(['push_group', 'assessment_group', 'acceptance_group', 'bid_committee', 'recheck_group']),
  plan: planLetter.optional(),
  lead: unitRef.nullable(),
  members: z.array(unitRef),
  outside: z.array(line).optional(),
  minPersons: count.optional(),
  mandate: line,
  clause,
  quote: quote.optional(),
});

export const responsibility = z.strictObject({
  id: localId,
  subject: line,
  targets: z.array(localId),
  lines: z.array(localId),
  lead: z.array(unitRef).min(1),
  with: z.array(unitRef),
  clause,
});

export const association = z.strictObject({ name: line, branches: line, services: z.array(line), clause });
export const conflict = z.strictObject({
  id: localId,
  unit: unitRef,
  zh: line,
  roles: z.array(line).min(2),
  question: z.number().int().nullable(),
  clause,
});

const threshold = z.strictObject({ operator: operator, value: decimal, unit: z.enum(measureKeys), what: line });
export const node = z.strictObject({
  kind: key,
  name: text,
  count: z.strictObject({ operator, value: decimal, note: line.optional() }).optional(),
  area: z
    .strictObject({
      operator: z.enum(['>=', 'between', 'about', 'enough']),
      value: decimal.optional(),
      range: z.tuple([decimal, decimal]).optional(),
      part: line.optional(),
      clause,
      quote,
    })
    .array()
    .optional(),
  zones: z.array(z.strictObject({ zh: line, equipment: z.array(line).optional() })),
  equipment: z.array(line).optional(),
  staff: z
    .strictObject({
      operator,
      value: decimal,
      unit: z.enum(measureKeys),
      requirement: line,
      quote,
      questions: questionRefs,
    })
    .optional(),
  signs: z.array(line),
  functions: z.array(line),
  services: z.array(line).optional(),
  hosts: z.array(line).optional(),
  rules: z.array(line).optional(),
  questions: questionRefs,
  clause,
});

export const entryRule = z.strictObject({
  id: localId,
  no: count,
  zh: line,
  priorityGroups: z.array(line).optional(),
  clause,
});
export const exitRule = z.strictObject({
  id: localId,
  no: count,
  zh: line,
  kind: z.enum(['voluntary', 'misconduct', 'performance', 'reporting', 'complaint']),
  thresholds: z.array(threshold),
  combine: z.enum(['any', 'all']).optional(),
  action: line,
  questions: questionRefs,
  clause,
  quote: quote.optional(),
});
export const deliveryLeg = z.strictObject({
  id: localId,
  from: key,
  to: key,
  operator,
  hours: count,
  note: line.optional(),
  questions: questionRefs,
  clause,
  quote,
});

export const procurement = z.strictObject({
  id: localId,
  method: z.enum([
    'government_procurement',
    'single_package',
    'unified_tender',
    'service_purchase_tender',
    'public_tender',
  ]),
  zh: line,
  by: z.array(unitRef),
  conditions: z.array(z.strictObject({ no: count, zh: line, minPersons: count.optional(), quote: quote.optional() })),
  steps: z.array(line),
  principles: z.array(line),
  clause,
});

export const training = z.strictObject({
  id: localId,
  name: line,
  line: localId.nullable(),
  classes: count.optional(),
  daysEach: count.optional(),
  per: line.optional(),
  audiences: z.array(line),
  content: z.array(line),
  clause,
  quote: quote.optional(),
});

export const acceptance = z.strictObject({
  id: localId,
  plan: planLetter.nullable(),
  zh: line,
  lead: unitRef.nullable(),
  members: z.array(unitRef),
  coverage: line.nullable(),
  samplePercent: decimal.optional(),
  window: z.strictObject({ start: plainDate.nullable(), end: plainDate.nullable() }).nullable(),
  documents: z.array(line),
  clause,
  quote: quote.optional(),
});

/** A rule of the plan in its own terms, with no figure to compute: kept so that nothing of the plan is lost. */
export const provision = z.strictObject({
  id: localId,
  area: z.enum([
    'model',
    'funds',
    'procurement',
    'disclosure',
    'network',
    'services',
    'logistics',
    'products',
    'trace',
    'brand',
    'training',
    'households',
    'statistics',
    'evaluation',
    'assets',
    'supervision',
    'policy',
    'platform',
    'cross_border',
    'e_town',
    'investment',
  ]),
  zh: line,
  items: z.array(line),
  strictness: strictness.optional(),
  clause,
  quote: quote.optional(),
});

export const gap = z.strictObject({ id: localId, section: line, zh: line, clause });

/** A place where the plan contradicts itself, is ambiguous or silent: both readings, the one in force, and why. */
export const question = z
  .strictObject({
    no: z.number().int().min(1).max(999),
    zh: line,
    readings: z.array(z.strictObject({ zh: line, clause })).min(1),
    inForce: count,
    decision: line,
    why: line,
    parameters: z.array(key).optional(),
    targets: z.array(localId).optional(),
    lines: z.array(localId).optional(),
    clause,
  })
  .refine((q) => q.inForce <= q.readings.length, { params: { code: 'reading-unknown' }, path: ['inForce'] });

export type Phase = z.infer<typeof phase>;
export type Question = z.infer<typeof question>;
