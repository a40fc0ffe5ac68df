import { read, write } from '@qianmo/platform/contract';
import { plainDate, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { asked, itemId, made, packVersion, programmeId, recordVersion, saved, unknownProgramme } from './basic.ts';

const unitRef = z.strictObject({ ref: safeText(60), name: safeText(120) });
export const statementState = z.enum(['issued', 'signed', 'filed']);

export const listStatements = read({
  name: 'programme.listStatements',
  home: 'path',
  permission: 'programme.read',
  summary: 'Target responsibility statements by unit with the targets they cover, and targets that none covers',
  input: z.strictObject({ ...asked, target: itemId.optional(), unit: z.string().max(60).optional() }),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    uncovered: z.array(z.string()),
    items: z.array(
      z.strictObject({
        id: z.string(),
        home: z.string(),
        title: z.string(),
        unit: unitRef,
        targets: z.array(z.strictObject({ id: z.string(), name: z.string(), clause: z.string() })),
        state: statementState,
        issuedOn: plainDate,
        signedOn: plainDate.nullable(),
        signerPost: z.string().nullable(),
        scan: z.string().nullable(),
        filedOn: plainDate.nullable(),
        archiveNo: z.string().nullable(),
        rulesVersion: packVersion,
        version: z.number().int(),
      }),
    ),
  }),
  rejections: [...unknownProgramme],
});

export const issueStatement = write({
  name: 'programme.issueStatement',
  home: 'path',
  permission: 'programme.statement.issue',
  summary: 'Issues a responsibility statement to a unit for the targets it covers',
  input: z.strictObject({
    programme: programmeId,
    title: safeText(200),
    unit: unitRef,
    targets: z.array(itemId).min(1).max(100),
    issuedOn: plainDate,
  }),
  result: made,
  rejections: [...unknownProgramme, 'not-a-member', 'target-unknown', 'issued-in-future'],
});

export const signStatement = write({
  name: 'programme.signStatement',
  home: 'path',
  permission: 'programme.statement.sign',
  summary: 'Records the signature by the scan of the signed paper',
  input: z.strictObject({
    programme: programmeId,
    id: uuid,
    version: recordVersion,
    signedOn: plainDate,
    signerPost: safeText(120),
    scan: uuid,
  }),
  result: saved,
  rejections: [...unknownProgramme, 'statement-unknown', 'statement-not-issued', 'day-order', 'evidence-unknown'],
});

export const fileStatement = write({
  name: 'programme.fileStatement',
  home: 'path',
  permission: 'programme.statement.issue',
  summary: 'Puts a signed statement on file under its archive number',
  input: z.strictObject({
    programme: programmeId,
    id: uuid,
    version: recordVersion,
    filedOn: plainDate,
    archiveNo: safeText(80),
  }),
  result: saved,
  rejections: [...unknownProgramme, 'statement-unknown', 'statement-not-signed', 'day-order'],
});

export const statementOperations = [listStatements, issueStatement, signStatement, fileStatement];
