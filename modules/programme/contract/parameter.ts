import { read } from '@qianmo/platform/contract';
import { plainDate } from '@qianmo/values/wire';
import { z } from 'zod';
import { cadence } from '../pack/shape-duty.ts';
import { penalty, scheme } from '../pack/shape-scheme.ts';
import { asked, packVersion, paging, paper, text, unknownProgramme } from './basic.ts';

const parameterValue = z.strictObject({
  /** Kind of node, plan or project; null = the whole programme. */
  subject: z.string().nullable(),
  operator: z.string().nullable(),
  value: z.string().nullable(),
  range: z.tuple([z.string(), z.string()]).nullable(),
  text: z.string().nullable(),
  items: z.array(z.string()).nullable(),
  unit: z.string().nullable(),
  strictness: z.string().nullable(),
  derived: z.boolean(),
  clause: z.string(),
  quote: z.string().nullable(),
  note: z.string().nullable(),
  questions: z.array(z.number().int()),
});

export const listParameters = read({
  name: 'programme.listParameters',
  home: 'path',
  permission: 'programme.read',
  summary:
    'All rule parameters: value, operator, clause and version in force on a day; those the plan leaves open are off',
  input: z.strictObject({ ...asked, ...paging, state: z.enum(['set', 'off']).optional() }),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    effectiveOn: plainDate,
    decision: paper,
    total: z.number().int(),
    items: z.array(
      z.strictObject({
        key: z.string(),
        name: text,
        /** `off`: 未设定, the rule does nothing here. */
        state: z.enum(['set', 'off']),
        values: z.array(parameterValue),
      }),
    ),
  }),
  rejections: [...unknownProgramme],
});

export const listSchemes = read({
  name: 'programme.listSchemes',
  home: 'path',
  permission: 'programme.read',
  summary: 'Subsidy schemes of the plan: conditions, criteria, quotas, steps, papers, each with its clause',
  input: z.strictObject(asked),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    items: z.array(scheme),
    penalties: z.array(penalty),
  }),
  rejections: [...unknownProgramme],
});

export const listCadences = read({
  name: 'programme.listCadences',
  home: 'path',
  permission: 'programme.read',
  summary: 'Inspections, bulletins, reports and meetings that recur, with the next due day where the plan fixes one',
  input: z.strictObject(asked),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    items: z.array(cadence.extend({ nextDueOn: plainDate.nullable() })),
  }),
  rejections: [...unknownProgramme],
});

export const parameterOperations = [listParameters, listSchemes, listCadences];
