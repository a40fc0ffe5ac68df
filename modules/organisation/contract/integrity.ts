import { finding, read, write } from '@qianmo/platform/contract';
import { plainDate, safeParagraphs, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { day, saved, span, unitName, version } from './part.ts';

export const decisionKinds = ['talk', 'criticism', 'warning', 'demerit', 'removal', 'transfer-to-discipline'] as const;

const evidence = uuid.nullable().optional();
const postName = z.strictObject({ id: z.string(), title: z.string(), unit: unitName });
const personName = z.strictObject({ id: z.string(), name: z.string() });

export const recordUndertaking = write({
  name: 'organisation.recordUndertaking',
  home: 'path',
  permission: 'organisation.integrity.record',
  summary: 'Records the integrity undertaking that the holder of a post has signed (GOV-11)',
  input: z.strictObject({
    post: uuid,
    title: safeText(120),
    signedOn: plainDate,
    /** The scan, as a stored file. */
    file: evidence,
    correctionOf: uuid.nullable().optional(),
  }),
  result: z.strictObject({ id: z.string() }),
  rejections: ['post-unknown', 'post-vacant', 'signed-in-future', 'record-unknown', 'record-corrected'],
});

/** What the declared interest is in. A person is named by id where registered, else by name. */
export const relatedParty = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), id: uuid }),
  z.strictObject({ kind: z.literal('unit'), id: uuid }),
  z.strictObject({ kind: z.literal('entity'), code: z.string().trim().max(24), name: safeText(120) }),
  z.strictObject({ kind: z.literal('named'), name: safeText(120) }),
]);

export const declareConflict = write({
  name: 'organisation.declareConflict',
  home: 'path',
  permission: 'organisation.integrity.declare',
  summary: 'Declares an interest of the holder of a post: they are kept away from its cases (GOV-07)',
  input: z.strictObject({
    post: uuid,
    related: relatedParty,
    ground: safeParagraphs(500),
    from: plainDate.optional(),
    until: plainDate.nullable().optional(),
  }),
  result: saved,
  rejections: [
    'post-unknown',
    'post-vacant',
    'post-of-another',
    'person-unknown',
    'unit-unknown',
    'entity-code-wrong',
    'until-before-from',
  ],
});

export const endConflict = write({
  name: 'organisation.endConflict',
  home: 'path',
  permission: 'organisation.integrity.record',
  summary: 'Ends a declared interest that no longer exists; never by the declarer',
  input: z.strictObject({ id: uuid, version, until: plainDate, reason: safeText(200) }),
  result: saved,
  rejections: ['declaration-unknown', 'declaration-ended', 'declaration-own', 'until-before-from'],
});

export const declareDualOffice = write({
  name: 'organisation.declareDualOffice',
  home: 'path',
  permission: 'organisation.integrity.record',
  summary: 'Declares that a unit both leads and operates; it stays visible wherever the unit acts (GOV-07)',
  input: z.strictObject({
    unit: uuid,
    parts: z.array(safeText(40)).min(2).max(10),
    ground: safeParagraphs(500),
    clause: safeText(200).nullable().optional(),
    from: plainDate.optional(),
  }),
  result: saved,
  rejections: ['unit-unknown', 'dual-office-declared'],
});

export const endDualOffice = write({
  name: 'organisation.endDualOffice',
  home: 'path',
  permission: 'organisation.integrity.record',
  summary: 'Ends a declared double part of a unit',
  input: z.strictObject({ id: uuid, version, until: plainDate }),
  result: saved,
  rejections: ['declaration-unknown', 'declaration-ended', 'until-before-from'],
});

export const recordAccountability = write({
  name: 'organisation.recordAccountability',
  home: 'path',
  permission: 'organisation.integrity.record',
  summary: 'Records a decision that holds the holder of a post to account (GOV-11)',
  input: z.strictObject({
    post: uuid,
    /** Who held the post when it happened; left out: on the day of the decision. */
    posting: uuid.optional(),
    kind: z.enum(decisionKinds),
    decidedOn: plainDate,
    decidedBy: safeText(120),
    documentNo: safeText(80).nullable().optional(),
    text: safeParagraphs(2000),
    file: evidence,
    correctionOf: uuid.nullable().optional(),
  }),
  result: z.strictObject({ id: z.string() }),
  rejections: [
    'post-unknown',
    'post-vacant',
    'posting-unknown',
    'decided-in-future',
    'record-unknown',
    'record-corrected',
  ],
});

export const listIntegrity = read({
  name: 'organisation.listIntegrity',
  home: 'path',
  permission: 'organisation.integrity.read',
  summary: 'Per responsible post: undertakings, declared interests, decisions; units that both lead and operate',
  input: z.strictObject({ post: uuid.optional(), day }),
  result: z.strictObject({
    posts: z.array(
      z.strictObject({
        post: postName,
        holder: personName.nullable(),
        undertakings: z.array(
          z.strictObject({
            id: z.string(),
            title: z.string(),
            signedOn: z.string(),
            person: personName,
            file: z.string().nullable(),
            corrected: z.boolean(),
          }),
        ),
        conflicts: z.array(
          z.strictObject({
            id: z.string(),
            person: personName,
            related: z.strictObject({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
            ground: z.string(),
            version: z.number().int(),
            ...span,
          }),
        ),
        decisions: z.array(
          z.strictObject({
            id: z.string(),
            kind: z.enum(decisionKinds),
            decidedOn: z.string(),
            decidedBy: z.string(),
            documentNo: z.string().nullable(),
            text: z.string(),
            person: personName,
            file: z.string().nullable(),
            corrected: z.boolean(),
          }),
        ),
        findings: z.array(finding),
      }),
    ),
    dualOffices: z.array(
      z.strictObject({
        id: z.string(),
        unit: unitName,
        parts: z.array(z.string()),
        ground: z.string(),
        clause: z.string().nullable(),
        version: z.number().int(),
        ...span,
      }),
    ),
    day: z.string(),
  }),
});

export const caseActs = ['apply', 'deliver', 'operate', 'recommend', 'review', 'accept', 'pay'] as const;

/** Somebody who has acted on the case before, or to whom it belongs. */
export const caseActor = z.strictObject({
  act: z.enum(caseActs),
  person: uuid.nullable(),
  unit: uuid.nullable(),
  /** 统一社会信用代码 of the enterprise behind the case. */
  entity: z.string().max(24).nullable(),
});

export const checkSeparation = read({
  name: 'organisation.checkSeparation',
  home: 'path',
  permission: 'organisation.separation.check',
  via: 'body',
  summary: 'Whether a person would be kept away from an act on a case, and why (GOV-07)',
  input: z.strictObject({
    act: z.enum(caseActs),
    actors: z.array(caseActor).max(50),
    /** Left out: the asker. */
    person: uuid.optional(),
    day,
  }),
  result: z.strictObject({ blocked: z.boolean(), findings: z.array(finding), day: z.string() }),
  rejections: ['person-unknown'],
});

export const integrityOperations = [
  recordUndertaking,
  declareConflict,
  endConflict,
  declareDualOffice,
  endDualOffice,
  recordAccountability,
  listIntegrity,
  checkSeparation,
];
