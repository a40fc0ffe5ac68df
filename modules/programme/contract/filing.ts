import { finding, read, write } from '@qianmo/platform/contract';
import { optionalText, plainDate, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import {
  asked,
  evidence,
  evidenceList,
  itemId,
  made,
  packVersion,
  paper,
  programmeId,
  recordVersion,
  saved,
  unknownProgramme,
} from './basic.ts';

export const filingItem = z.strictObject({
  /** Null while nothing has been sent for a filing that the plan asks for. */
  id: z.string().nullable(),
  home: z.string(),
  duty: z.string().nullable(),
  what: z.string(),
  kind: z.enum(['filing', 'approval']),
  from: z.array(z.string()),
  to: z.array(z.string()),
  deadline: plainDate.nullable(),
  clause: z.string().nullable(),
  questions: z.array(z.number().int()),
  /** What was sent: this version of this paper. */
  document: paper.nullable(),
  edition: z.number().int().nullable(),
  /** A later edition has been sent: its deadline counts from then on. */
  superseded: z.boolean(),
  sentOn: plainDate.nullable(),
  receiptNo: z.string().nullable(),
  receivedOn: plainDate.nullable(),
  outcome: z.enum(['received', 'approved', 'returned']).nullable(),
  note: z.string().nullable(),
  evidence: z.array(evidence),
  status: z.enum(['pass', 'late', 'open']),
  daysLate: z.number().int(),
  finding,
  version: z.number().int().nullable(),
});

export const listFilings = read({
  name: 'programme.listFilings',
  home: 'path',
  permission: 'programme.read',
  summary: 'Papers filed or approved upwards, with deadline, receipt and state as of a day; and those still owed',
  input: z.strictObject(asked),
  result: z.strictObject({ asOf: plainDate, version: packVersion, items: z.array(filingItem) }),
  rejections: [...unknownProgramme],
});

export const recordFiling = write({
  name: 'programme.recordFiling',
  home: 'path',
  permission: 'programme.filing.record',
  summary: 'Records that a version of a plan or fund method was sent upwards',
  input: z.strictObject({
    programme: programmeId,
    /** The filing of the plan it fulfils; left out for one that the plan does not name. */
    duty: itemId.optional(),
    what: safeText(200),
    kind: z.enum(['filing', 'approval']),
    to: z.array(safeText(120)).min(1).max(20),
    deadline: plainDate.nullable().default(null),
    document: paper,
    /** Which version of the paper: counts up from 1. */
    edition: z.number().int().min(1).max(99),
    sentOn: plainDate,
    evidence: evidenceList,
  }),
  result: made,
  rejections: [
    ...unknownProgramme,
    'not-a-member',
    'duty-unknown',
    'edition-taken',
    'sent-in-future',
    'evidence-unknown',
  ],
});

export const receiveFiling = write({
  name: 'programme.receiveFiling',
  home: 'path',
  permission: 'programme.filing.record',
  summary: 'Records the receipt, approval or return of a filing with its number and day',
  input: z.strictObject({
    programme: programmeId,
    id: uuid,
    version: recordVersion,
    outcome: z.enum(['received', 'approved', 'returned']),
    receiptNo: safeText(80),
    receivedOn: plainDate,
    evidence: evidenceList,
    note: optionalText(500).optional(),
  }),
  result: saved,
  rejections: [
    ...unknownProgramme,
    'filing-unknown',
    'filing-answered',
    'outcome-of-kind',
    'day-order',
    'evidence-unknown',
  ],
});

export const filingOperations = [listFilings, recordFiling, receiveFiling];
