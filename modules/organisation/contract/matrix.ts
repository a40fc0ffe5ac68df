import { finding, read, write } from '@qianmo/platform/contract';
import { plainDate, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { day, unitName, version } from './part.ts';

/** `duty`: a piece of work that the plan names without a target or a line of its own. */
export const subjectKinds = ['target', 'task', 'budget-line', 'duty'] as const;

export const setResponsibility = write({
  name: 'organisation.setResponsibility',
  home: 'path',
  permission: 'organisation.matrix.edit',
  summary: 'Says who leads and who co-operates on a target, task or budget line from a day on (GOV-08)',
  input: z.strictObject({
    programme: safeText(60),
    subject: z.strictObject({ kind: z.enum(subjectKinds), id: safeText(60), name: safeText(400).optional() }),
    /** One department leads; several only where the plan itself names several. */
    lead: z.array(uuid).max(30),
    with: z.array(uuid).max(60),
    clause: safeText(200).nullable().optional(),
    from: plainDate.optional(),
    /** Version shown by the matrix; left out for a subject that had none. */
    version: version.optional(),
  }),
  result: z.strictObject({ version: z.number().int(), findings: z.array(finding) }),
  rejections: ['unit-unknown', 'unit-twice', 'from-before-present'],
});

export const listMatrix = read({
  name: 'organisation.listMatrix',
  home: 'path',
  permission: 'organisation.read',
  summary: 'Targets, tasks, budget lines and duties with lead and co-operating departments, and what is missing',
  input: z.strictObject({
    programme: z.string().max(60),
    kind: z.enum(subjectKinds).optional(),
    unit: uuid.optional(),
    /** Only rows with a finding. */
    gaps: z.boolean().optional(),
    day,
  }),
  result: z.strictObject({
    items: z.array(
      z.strictObject({
        subject: z.strictObject({ kind: z.enum(subjectKinds), id: z.string(), name: z.string().nullable() }),
        lead: z.array(unitName),
        with: z.array(unitName),
        clause: z.string().nullable(),
        from: z.string().nullable(),
        version: z.number().int().nullable(),
        findings: z.array(finding),
      }),
    ),
    gaps: z.number().int(),
    day: z.string(),
  }),
});

export const matrixOperations = [setResponsibility, listMatrix];
