import { read, write } from '@qianmo/platform/contract';
import { placeId, povertyClass } from '@qianmo/platform/places';
import { exactNumber, optionalText, plainDate, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import {
  asked,
  evidence,
  itemId,
  made,
  packVersion,
  paging,
  placeCode,
  programmeId,
  text,
  unknownProgramme,
} from './basic.ts';

const factItem = z.strictObject({
  id: z.string().nullable(),
  key: z.string(),
  name: text,
  place: z.string().nullable(),
  operator: z.string(),
  value: z.string(),
  shown: z.string(),
  unit: z.string(),
  /** Day of the survey; null = the plan gives none. */
  observedOn: plainDate.nullable(),
  source: z.string(),
  clause: z.string().nullable(),
  derived: z.boolean(),
  questions: z.array(z.number().int()),
  origin: z.enum(['plan', 'survey']),
  correctionOf: z.string().nullable(),
  /** The latest of its key and place on the day. */
  current: z.boolean(),
});

export const listProfile = read({
  name: 'programme.listProfile',
  home: 'path',
  permission: 'programme.read',
  summary:
    'The locality as of a day: tiers, members, special units, belts, baseline facts with source, village classes',
  input: z.strictObject({ ...asked, key: z.string().max(80).optional() }),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    levels: z.strictObject({
      administration: z.array(z.strictObject({ id: z.string(), zh: z.string() })),
      network: z.array(z.strictObject({ id: z.string(), zh: z.string() })),
      clause: z.string(),
    }),
    members: z.array(
      z.strictObject({
        place: z.string(),
        name: text,
        group: z.string(),
        from: plainDate,
        to: plainDate.nullable(),
        clause: z.string(),
      }),
    ),
    specialUnits: z.array(
      z.strictObject({
        code: z.string(),
        /** Its id in the register of places. */
        place: z.number().int().nullable(),
        name: text,
        kind: z.string(),
        parent: z.string(),
        parentName: z.string().nullable(),
        seat: z.string().nullable(),
        clause: z.string(),
      }),
    ),
    belts: z.array(
      z.strictObject({
        id: z.string(),
        name: text,
        members: z.array(z.string()),
        focus: z.array(z.string()),
        clause: z.string(),
      }),
    ),
    facts: z.array(factItem),
    villageClasses: z.array(
      z.strictObject({
        home: z.string(),
        poor: z.number().int(),
        deeplyPoor: z.number().int(),
        nonPoor: z.number().int(),
        unclassed: z.number().int(),
      }),
    ),
    /** Rows of the plan's village table, by how they found their place; `open` wait for a decision. */
    villageTable: z
      .strictObject({ file: z.string(), rows: z.number().int(), resolved: z.number().int(), open: z.number().int() })
      .nullable(),
  }),
  rejections: [...unknownProgramme],
});

export const recordProfileFact = write({
  name: 'programme.recordProfileFact',
  home: 'path',
  permission: 'programme.profile.record',
  summary: 'Enters a dated baseline fact found by survey; it can serve as the base of a target',
  input: z.strictObject({
    programme: programmeId,
    key: z
      .string()
      .max(80)
      .regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/, { error: 'key' }),
    name: safeText(120),
    place: placeCode.optional(),
    operator: z.enum(['=', '>=', '<=']).default('='),
    value: exactNumber,
    unit: safeText(20),
    observedOn: plainDate,
    source: safeText(300),
    evidence: z.array(evidence).max(20).default([]),
    correctionOf: uuid.optional(),
  }),
  result: made,
  rejections: [
    ...unknownProgramme,
    'not-a-member',
    'observed-in-future',
    'fact-unknown',
    'fact-corrected',
    'evidence-unknown',
  ],
});

export const useFactAsBase = write({
  name: 'programme.useFactAsBase',
  home: 'path',
  permission: 'programme.profile.record',
  summary: 'Takes a baseline fact of the profile as the base of a target',
  input: z.strictObject({
    programme: programmeId,
    target: itemId,
    fact: uuid,
    version: z.number().int().positive().optional(),
  }),
  result: z.strictObject({ version: z.number().int() }),
  rejections: [
    ...unknownProgramme,
    'target-unknown',
    'target-without-base',
    'fact-unknown',
    'fact-corrected',
    'county-not-member',
    'subject-not-own',
    'not-a-member',
  ],
});

export const listVillages = read({
  name: 'programme.listVillages',
  home: 'path',
  permission: 'programme.read',
  summary: 'Villages of this home by township and name or code, with their poverty class on a day',
  input: z.strictObject({
    asOf: plainDate.optional(),
    ...paging,
    township: z.string().max(12).optional(),
    class: z.enum(['poor', 'deeply-poor', 'non-poor', 'unclassed']).optional(),
  }),
  result: z.strictObject({
    asOf: plainDate,
    total: z.number().int(),
    items: z.array(
      z.strictObject({
        place: z.number().int(),
        code: z.string(),
        name: z.string(),
        township: z.strictObject({ code: z.string(), name: z.string() }),
        class: povertyClass.nullable(),
        classFrom: plainDate.nullable(),
        source: z.string().nullable(),
        /** Other villages of this home have the same name. */
        nameShared: z.boolean(),
      }),
    ),
  }),
});

export const setVillageClass = write({
  name: 'programme.setVillageClass',
  home: 'path',
  permission: 'programme.profile.record',
  summary: 'Sets the poverty class of a village from a day on; what stood before stays with its days',
  input: z.strictObject({
    place: placeId,
    class: povertyClass,
    from: plainDate,
    to: plainDate.nullable().default(null),
    source: safeText(300),
    note: optionalText(300).optional(),
  }),
  result: z.strictObject({ place: z.number().int() }),
  rejections: ['village-unknown', 'day-order'],
});

export const profileOperations = [listProfile, recordProfileFact, useFactAsBase, listVillages, setVillageClass];
