import { z } from 'zod';
import { measureKeys } from './measure.ts';
import {
  clause,
  count,
  decimal,
  group,
  key,
  line,
  localId,
  operator,
  placeCode,
  plainDate,
  planLetter,
  questionRefs,
  quote,
  text,
  unitRef,
  zhText,
} from './shape-basic.ts';

/** Who and where: documents, labels, tiers, member counties, special units, offices, survey facts. */

export const planDocument = z.strictObject({
  id: localId,
  plan: planLetter.nullable(),
  title: zhText,
  docNo: line.nullable(),
  issued: plainDate.nullable(),
  published: plainDate.nullable().optional(),
  issuers: z.array(line).min(1),
  note: line.optional(),
  clause,
});

export const basisDocument = z
  .strictObject({ docNo: line.nullable(), title: line.nullable(), note: line.optional(), clause })
  .refine((d) => d.docNo !== null || d.title !== null, { params: { code: 'document-unnamed' } });

/** A word that changes with time: the poverty office of 2018 is the revitalisation bureau of 2021. */
const labelPeriod = z.strictObject({
  from: plainDate.nullable(),
  zh: line,
  en: line.optional(),
  clause,
  note: line.optional(),
});
export const labels = z.strictObject({
  leadDepartment: z.array(labelPeriod).min(1),
  povertyAgency: z.array(labelPeriod).min(1),
  ministrySystem: z.array(labelPeriod),
  dataStandard: z.array(labelPeriod),
});

export const levels = z.strictObject({
  administration: z
    .array(z.strictObject({ id: z.enum(['region', 'prefecture', 'county', 'township', 'village']), zh: line }))
    .min(2),
  network: z
    .array(z.strictObject({ id: z.enum(['prefecture', 'county', 'township', 'village', 'e_town']), zh: line }))
    .min(2),
  clause,
});

export const member = z.strictObject({
  place: placeCode,
  name: text,
  group,
  from: plainDate,
  to: plainDate.nullable(),
  clause,
  quote: quote.optional(),
  townshipStations: count.optional(),
});

export const specialUnit = z.strictObject({
  code: placeCode,
  name: text,
  kind: z.enum(['port', 'border_trade_zone', 'development_zone', 'culture_tourism_zone', 'state_farm', 'e_town']),
  parent: placeCode,
  seat: placeCode.nullable().optional(),
  clause,
});

/** An office or body that owes something under the plan. Never a person. */
export const unit = z.strictObject({
  id: unitRef,
  zh: line,
  aliases: z.array(line).optional(),
  tier: z.enum(['state', 'region', 'prefecture', 'county', 'township', 'village', 'contractor', 'public']),
  many: z.boolean().optional(),
  duties: z.array(z.strictObject({ zh: line, clause })).optional(),
});

export const belt = z.strictObject({
  id: localId,
  name: zhText,
  members: z.array(placeCode).min(1),
  focus: z.array(line),
  clause,
});

/** A figure found by survey (调查摸底), usable as base of a target. `date` null = the plan gives none. */
export const baselineFact = z.strictObject({
  key,
  name: text,
  operator: operator.optional(),
  value: decimal,
  unit: z.enum(measureKeys),
  date: plainDate.nullable(),
  derived: z.boolean().optional(),
  clause,
  quote: quote.optional(),
  note: line.optional(),
  questions: questionRefs,
});

export const eTown = z.strictObject({
  unit: placeCode,
  township: placeCode,
  leadingIndustry: line,
  areaKm2: decimal,
  boundary: line,
  distancesKm: z.array(z.strictObject({ to: line, value: decimal })),
  period: line,
  candidateSites: z.array(z.strictObject({ for: z.array(line), options: z.array(line), questions: questionRefs })),
  clause,
});
