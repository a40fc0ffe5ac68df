import { read, write } from '@qianmo/platform/contract';
import { plainDate, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { day, page, saved, span, version } from './part.ts';

export const unitKinds = [
  'government',
  'department',
  'township',
  'village',
  'institution',
  'enterprise',
  'association',
  /** Several of one sort named together by a plan ("各乡镇人民政府"); nobody can hold a post in it. */
  'collective',
  /** An office of another tier or the public that a plan names: filings go to it, it owes nothing here. */
  'outside',
] as const;

export const unitView = z.strictObject({
  home: z.string(),
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  function: z.string().nullable(),
  /** Permanent id of the township or village, as text. */
  place: z.string().nullable(),
  parent: z.string().nullable(),
  /** It takes part in the programme and must name a leader in charge and a specialist (GOV-04). */
  takesPart: z.boolean(),
  posts: z.number().int(),
  vacant: z.number().int(),
  version: z.number().int(),
  ...span,
});

export const listUnits = read({
  name: 'organisation.listUnits',
  home: 'path',
  permission: 'organisation.read',
  summary: 'Units of this home, with how many posts they have and how many are vacant on the day',
  input: z.strictObject({
    ...page,
    kind: z.enum(unitKinds).optional(),
    /** Also the homes below. */
    below: z.boolean().optional(),
    closed: z.boolean().optional(),
    day,
  }),
  result: z.strictObject({ items: z.array(unitView), total: z.number().int(), day: z.string() }),
});

export const saveUnit = write({
  name: 'organisation.saveUnit',
  home: 'path',
  permission: 'organisation.unit.edit',
  summary: 'Registers a unit, or changes one where id and version are given',
  input: z.strictObject({
    id: uuid.optional(),
    version: version.optional(),
    name: safeText(80),
    kind: z.enum(unitKinds),
    function: safeText(40).nullable().optional(),
    place: z
      .string()
      .regex(/^\d{1,9}$/)
      .nullable()
      .optional(),
    parent: uuid.nullable().optional(),
    takesPart: z.boolean().default(true),
    /** First day; only for a new unit. Left out: today. */
    from: plainDate.optional(),
  }),
  result: saved,
  rejections: ['unit-unknown', 'unit-closed', 'unit-name-taken', 'unit-parent-circle', 'place-unknown'],
});

export const closeUnit = write({
  name: 'organisation.closeUnit',
  home: 'path',
  permission: 'organisation.unit.edit',
  summary: 'Ends a unit that has no open posts',
  input: z.strictObject({ id: uuid, version, until: plainDate }),
  result: saved,
  rejections: ['unit-unknown', 'unit-closed', 'unit-has-posts', 'until-before-from'],
});

export const registerTownships = write({
  name: 'organisation.registerTownships',
  home: 'path',
  permission: 'organisation.unit.edit',
  summary: 'Registers every township of this county that has no unit yet, each with its two posts (GOV-04)',
  input: z.strictObject({}),
  result: z.strictObject({ made: z.number().int() }),
  rejections: ['townships-none'],
});

export const unitOperations = [listUnits, saveUnit, closeUnit, registerTownships];
