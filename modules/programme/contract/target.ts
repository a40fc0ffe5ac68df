import { finding, read, write } from '@qianmo/platform/contract';
import { exactNumber, optionalText, plainDate, safeParagraphs, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import {
  asked,
  evidence,
  evidenceList,
  group,
  itemId,
  made,
  packVersion,
  paging,
  periodKey,
  placeCode,
  programmeId,
  subject,
  text,
  unitName,
  unknownProgramme,
} from './basic.ts';
import { targetCounts } from './programme.ts';

export const targetState = z.enum(['achieved', 'on_track', 'at_risk', 'missed', 'not_computable']);

/** What is known of a figure on the day: where it comes from, and the exact value (`n/d`) in the target's own unit. */
const figure = z.strictObject({
  source: z.enum(['indicator', 'entered', 'none']),
  value: z.string().nullable(),
  /** The same for people, at most four decimals. */
  shown: z.string().nullable(),
  unit: z.string(),
  period: z.string().nullable(),
  observedOn: plainDate.nullable(),
  /** Records behind it: of the indicator, or entries of which each carries evidence. */
  records: z.number().int(),
  /** Of so many counties that owe a figure, so many have one; null where the figure is given for the whole. */
  counties: z.strictObject({ reported: z.number().int(), expected: z.number().int() }).nullable(),
});
const judged = z.strictObject({
  state: targetState,
  /** Why a state cannot be computed. */
  reason: z.string().nullable(),
  reachedLate: z.boolean(),
  isBeyond: z.boolean(),
  progressPercent: z.string().nullable(),
  elapsedPercent: z.string().nullable(),
  findings: z.array(finding),
});
const base = z.strictObject({
  period: z.string().nullable(),
  value: z.string().nullable(),
  unit: z.string().nullable(),
  source: z.string().nullable(),
  /** `plan` where the plan itself gives the base. */
  origin: z.enum(['plan', 'entered', 'missing']),
  version: z.number().int().nullable(),
});
const benchmark = z.strictObject({
  series: z.string(),
  period: z.string().nullable(),
  value: z.string().nullable(),
  source: z.string().nullable(),
  gapPoints: z.string().nullable(),
});

export const targetItem = z.strictObject({
  id: z.string(),
  name: text,
  scope: z.string(),
  group: z.enum(['national', 'coordinated', 'none']).nullable(),
  metric: z.string(),
  operator: z.string(),
  value: z.string().nullable(),
  range: z.tuple([z.string(), z.string()]).nullable(),
  unit: z.string(),
  /** What the asked group has to reach where the plan divides the target; else as above. */
  limit: z.string().nullable(),
  start: plainDate,
  deadline: plainDate.nullable(),
  deadlineBasis: z.string(),
  responsible: z.array(unitName),
  strictness: z.string().nullable(),
  split: z.array(z.strictObject({ part: z.string(), value: z.string() })),
  clause: z.string(),
  quote: z.string(),
  note: z.string().nullable(),
  questions: z.array(z.number().int()),
  base: base.nullable(),
  benchmark: benchmark.nullable(),
  current: figure,
  judged,
});

export const listTargets = read({
  name: 'programme.listTargets',
  home: 'path',
  permission: 'programme.read',
  summary: 'Targets with their state as of a day, for the programme, a group of counties or one county',
  input: z.strictObject({
    ...asked,
    ...subject,
    ...paging,
    state: targetState.optional(),
    sort: z.enum(['id', 'deadline', 'state']).default('id'),
  }),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    group: group.nullable(),
    county: z.string().nullable(),
    counts: targetCounts,
    total: z.number().int(),
    items: z.array(targetItem),
  }),
  rejections: [...unknownProgramme, 'county-not-member'],
});

export const getTarget = read({
  name: 'programme.getTarget',
  home: 'path',
  permission: 'programme.read',
  summary: 'One target with its history of values, base, benchmark, division by county, records and statements',
  input: z.strictObject({ ...asked, ...subject, target: itemId }),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    target: targetItem,
    counties: z.array(z.strictObject({ place: z.string(), name: text, group: z.string(), current: figure, judged })),
    values: z.array(
      z.strictObject({
        id: z.string(),
        home: z.string(),
        county: z.string().nullable(),
        group: group.nullable(),
        value: z.string(),
        shown: z.string(),
        numerator: z.string().nullable(),
        denominator: z.string().nullable(),
        unit: z.string(),
        period: z.string().nullable(),
        observedOn: plainDate,
        recordedOn: plainDate,
        recordedBy: z.string(),
        evidence: z.array(evidence),
        note: z.string().nullable(),
        correctionOf: z.string().nullable(),
        correctedBy: z.string().nullable(),
        rulesVersion: packVersion,
      }),
    ),
    /** Records behind an indicator are listed by `indicator.records` under this key; null where figures are entered. */
    indicator: z.string().nullable(),
    statements: z.array(z.strictObject({ id: z.string(), unit: z.string(), title: z.string(), state: z.string() })),
    tasks: z.array(
      z.strictObject({ id: z.string(), title: z.string(), dueOn: plainDate.nullable(), status: z.string() }),
    ),
  }),
  rejections: [...unknownProgramme, 'target-unknown', 'county-not-member'],
});

const valueInput = {
  /** In the target's unit; for a growth target the amount of the period, not the growth. */
  value: exactNumber.optional(),
  /** A share by its parts, so that groups of counties add up exactly. */
  counts: z.strictObject({ numerator: exactNumber, denominator: exactNumber }).optional(),
  period: periodKey.optional(),
  observedOn: plainDate,
  evidence: evidenceList,
  note: optionalText(500).optional(),
};
const valueRejections = [
  'target-unknown',
  'county-not-member',
  'value-or-counts',
  'denominator-zero',
  'period-missing',
  'observed-in-future',
  'evidence-unknown',
] as const;

export const recordTargetValue = write({
  name: 'programme.recordTargetValue',
  home: 'path',
  permission: 'programme.target.record',
  summary: 'Enters a figure of a target with its evidence, for the programme, a group or a county',
  input: z.strictObject({ programme: programmeId, target: itemId, ...subject, ...valueInput }),
  result: made,
  rejections: [...unknownProgramme, ...valueRejections, 'subject-not-own', 'group-or-county'],
});

export const correctTargetValue = write({
  name: 'programme.correctTargetValue',
  home: 'path',
  permission: 'programme.target.record',
  summary: 'Replaces an entered figure by a new row that names the old one and the reason',
  input: z.strictObject({ programme: programmeId, id: uuid, reason: safeParagraphs(500), ...valueInput }),
  result: made,
  rejections: [...unknownProgramme, ...valueRejections, 'value-unknown', 'value-corrected'],
});

export const setBase = write({
  name: 'programme.setBase',
  home: 'path',
  permission: 'programme.target.record',
  summary: 'Stores the base period and base value that growth is judged against',
  input: z.strictObject({
    programme: programmeId,
    target: itemId,
    county: placeCode.optional(),
    period: periodKey,
    value: exactNumber,
    unit: safeText(20),
    source: safeText(300),
    evidence: z.array(evidence).max(20).default([]),
    /** Version of the base that is replaced; left out for the first. */
    version: z.number().int().positive().optional(),
  }),
  result: z.strictObject({ version: z.number().int() }),
  rejections: [
    ...unknownProgramme,
    'target-unknown',
    'target-without-base',
    'county-not-member',
    'subject-not-own',
    'evidence-unknown',
  ],
});

export const recordBenchmark = write({
  name: 'programme.recordBenchmark',
  home: 'path',
  permission: 'programme.benchmark.record',
  summary: 'Stores a value of a benchmark series with period and source; a later one for the same period replaces it',
  input: z.strictObject({
    programme: programmeId,
    series: z.string().max(80),
    period: periodKey,
    value: exactNumber,
    source: safeText(300),
    publishedOn: plainDate,
    evidence: z.array(evidence).max(20).default([]),
  }),
  result: made,
  rejections: [
    ...unknownProgramme,
    'not-the-programmes-home',
    'series-unknown',
    'published-in-future',
    'evidence-unknown',
  ],
});

export const listBenchmarks = read({
  name: 'programme.listBenchmarks',
  home: 'path',
  permission: 'programme.read',
  summary: 'Benchmark series of the plan with their values, periods and sources',
  input: z.strictObject(asked),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    items: z.array(
      z.strictObject({
        series: z.string(),
        name: text,
        unit: z.string(),
        frequency: z.string(),
        clause: z.string(),
        values: z.array(
          z.strictObject({
            id: z.string(),
            period: z.string(),
            value: z.string(),
            source: z.string(),
            publishedOn: plainDate,
            replaced: z.boolean(),
          }),
        ),
      }),
    ),
  }),
  rejections: [...unknownProgramme],
});

export const targetOperations = [
  listTargets,
  getTarget,
  recordTargetValue,
  correctTargetValue,
  setBase,
  recordBenchmark,
  listBenchmarks,
];
