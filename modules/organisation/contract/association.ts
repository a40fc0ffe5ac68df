import { read, write } from '@qianmo/platform/contract';
import { homeCode, plainDate, safeParagraphs, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { day, saved, span, version } from './part.ts';

export const memberKinds = ['enterprise', 'cooperative', 'merchant', 'institution', 'individual'] as const;

export const saveAssociation = write({
  name: 'organisation.saveAssociation',
  home: 'path',
  permission: 'organisation.association.edit',
  summary: 'Registers an association or a county branch of one, with its services (GOV-10)',
  input: z.strictObject({
    id: uuid.optional(),
    version: version.optional(),
    name: safeText(120),
    /** The association of which this is a branch. */
    branchOf: z.strictObject({ home: homeCode, id: uuid }).nullable().optional(),
    programme: safeText(60).nullable().optional(),
    services: z.array(safeText(80)).max(40),
    from: plainDate.optional(),
  }),
  result: saved,
  rejections: ['group-unknown', 'group-closed', 'group-name-taken', 'group-kind-differs', 'association-unknown'],
});

export const addAssociationMember = write({
  name: 'organisation.addAssociationMember',
  home: 'path',
  permission: 'organisation.association.edit',
  summary: 'Adds a member to an association or branch',
  input: z.strictObject({
    association: uuid,
    name: safeText(120),
    kind: z.enum(memberKinds),
    /** 统一社会信用代码; an individual has none. */
    entityCode: z.string().trim().max(24).nullable().optional(),
    from: plainDate.optional(),
  }),
  result: saved,
  rejections: ['association-unknown', 'group-closed', 'member-known', 'entity-code-wrong'],
});

export const endAssociationMember = write({
  name: 'organisation.endAssociationMember',
  home: 'path',
  permission: 'organisation.association.edit',
  summary: 'Ends a membership',
  input: z.strictObject({ id: uuid, version, until: plainDate }),
  result: saved,
  rejections: ['member-unknown', 'member-ended', 'until-before-from'],
});

export const recordAssociationActivity = write({
  name: 'organisation.recordAssociationActivity',
  home: 'path',
  permission: 'organisation.association.edit',
  summary: 'Records a service given or a joint activity; a correction names the record it replaces',
  input: z.strictObject({
    association: uuid,
    service: safeText(80).nullable(),
    title: safeText(120),
    heldOn: plainDate,
    participants: z.number().int().min(0).max(1_000_000).nullable().optional(),
    /** Branches and others that held it together. */
    partners: z.array(safeText(120)).max(40).default([]),
    note: safeParagraphs(1000).nullable().optional(),
    correctionOf: uuid.nullable().optional(),
  }),
  result: z.strictObject({ id: z.string() }),
  rejections: ['association-unknown', 'service-unknown', 'held-in-future', 'record-unknown', 'record-corrected'],
});

export const getAssociation = read({
  name: 'organisation.getAssociation',
  home: 'path',
  permission: 'organisation.read',
  summary: 'An association as of a day with branches, members, services and activities',
  input: z.strictObject({ id: uuid, day }),
  result: z.strictObject({
    home: z.string(),
    id: z.string(),
    name: z.string(),
    branchOf: z.strictObject({ home: z.string(), id: z.string() }).nullable(),
    services: z.array(z.string()),
    branches: z.array(
      z.strictObject({ home: z.string(), id: z.string(), name: z.string(), members: z.number().int() }),
    ),
    members: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        kind: z.enum(memberKinds),
        entityCode: z.string().nullable(),
        version: z.number().int(),
        ...span,
      }),
    ),
    activities: z.array(
      z.strictObject({
        id: z.string(),
        service: z.string().nullable(),
        title: z.string(),
        heldOn: z.string(),
        participants: z.number().int().nullable(),
        partners: z.array(z.string()),
        note: z.string().nullable(),
        correctionOf: z.string().nullable(),
        corrected: z.boolean(),
      }),
    ),
    version: z.number().int(),
    day: z.string(),
  }),
  rejections: ['association-unknown'],
});

export const associationOperations = [
  saveAssociation,
  addAssociationMember,
  endAssociationMember,
  recordAssociationActivity,
  getAssociation,
];
