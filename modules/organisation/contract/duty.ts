import { finding, read, write } from '@qianmo/platform/contract';
import { plainDate, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { day, saved, span, unitName, version } from './part.ts';

export const frequencies = [
  'daily',
  'monthly',
  'quarterly',
  'half-yearly',
  'annual',
  'every-batch',
  'regular',
  'on-schedule',
  'on-event',
  'once',
] as const;

export const reportDuty = z.strictObject({
  id: z.string(),
  unit: unitName,
  /** The post that owes it; null: the specialist of the unit. */
  post: z.string().nullable(),
  what: z.string(),
  frequency: z.enum(frequencies),
  programme: z.string().nullable(),
  clause: z.string().nullable(),
  version: z.number().int(),
  ...span,
});

export const listReportDuties = read({
  name: 'organisation.listReportDuties',
  home: 'path',
  permission: 'organisation.read',
  summary: 'Which unit or post owes which periodic report',
  input: z.strictObject({ unit: uuid.optional(), programme: z.string().max(60).optional(), day }),
  result: z.strictObject({ items: z.array(reportDuty), day: z.string() }),
});

export const setReportDuty = write({
  name: 'organisation.setReportDuty',
  home: 'path',
  permission: 'organisation.duty.edit',
  summary: 'Says that a unit, or one post of it, owes a periodic report',
  input: z.strictObject({
    unit: uuid,
    post: uuid.nullable().optional(),
    what: safeText(200),
    frequency: z.enum(frequencies),
    programme: safeText(60).nullable().optional(),
    clause: safeText(200).nullable().optional(),
    from: plainDate.optional(),
  }),
  result: saved,
  rejections: ['unit-unknown', 'post-unknown', 'duty-known'],
});

export const endReportDuty = write({
  name: 'organisation.endReportDuty',
  home: 'path',
  permission: 'organisation.duty.edit',
  summary: 'Ends a duty to report',
  input: z.strictObject({ id: uuid, version, until: plainDate }),
  result: saved,
  rejections: ['duty-unknown', 'duty-ended', 'until-before-from'],
});

export const listVacancies = read({
  name: 'organisation.listVacancies',
  home: 'path',
  permission: 'organisation.read',
  summary:
    'Units without a leader in charge or a specialist on the day, with the reports that nobody answers for (GOV-04)',
  input: z.strictObject({ below: z.boolean().optional(), day }),
  result: z.strictObject({
    items: z.array(
      z.strictObject({
        home: z.string(),
        unit: unitName,
        missing: z.enum(['leader-in-charge', 'specialist', 'reporting-post']),
        /** The empty post; null where the unit has none for this duty. */
        post: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
        reports: z.array(z.strictObject({ what: z.string(), frequency: z.enum(frequencies) })),
        finding,
      }),
    ),
    units: z.number().int(),
    complete: z.number().int(),
    day: z.string(),
  }),
});

export const dutyOperations = [listReportDuties, setReportDuty, endReportDuty, listVacancies];
