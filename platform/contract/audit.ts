import { plainDate, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { read, write } from './operation.ts';

const count = z.number().int();
const seq = z.string().regex(/^[0-9]{1,19}$/, { error: 'seq' });
const hex = z.string();

/** One act. Who it was stands as account and posting; surfaces look the names up. */
export const loggedAct = z.strictObject({
  home: z.string(),
  id: z.string(),
  /** Place in the log: acts and changes are numbered together. */
  seq,
  actor: z.string(),
  posting: z.string().nullable(),
  operation: z.string(),
  version: count,
  outcome: z.enum(['done', 'rejected']),
  /** Code of the rejection. */
  code: z.string().nullable(),
  happenedAt: z.string(),
  arrivedAt: z.string(),
  device: z.string().nullable(),
  changes: count,
});
export type LoggedAct = z.infer<typeof loggedAct>;

/** A value as the log holds it; encrypted ones and secrets stand as their size only. `text` is JSON except for text. */
export const loggedValue = z.strictObject({
  kind: z.enum(['text', 'number', 'flag', 'json', 'bytes', 'empty']),
  text: z.string(),
  /** The value is longer than what is shown. */
  cut: z.boolean(),
});
export type LoggedValue = z.infer<typeof loggedValue>;

export const fieldChange = z.strictObject({
  field: z.string(),
  /** Null: there was no row before, or none after. */
  old: loggedValue.nullable(),
  new: loggedValue.nullable(),
});

export const loggedChange = z.strictObject({
  seq,
  home: z.string(),
  table: z.string(),
  key: z.record(z.string(), z.unknown()),
  kind: z.enum(['insert', 'update', 'delete']),
  /** What differs; for a new or deleted row all of it. */
  fields: z.array(fieldChange),
  /** SHA-256 of a row that can only be added; its fields are then read from the table itself. */
  rowHash: hex.nullable(),
});
export type LoggedChange = z.infer<typeof loggedChange>;

export const listLoggedActs = read({
  name: 'audit.listOperations',
  home: 'path',
  permission: 'audit.read',
  via: 'body',
  summary: 'Acts of this home and those below it, newest first',
  input: z.strictObject({
    below: z.boolean().default(true),
    actor: z.string().max(80).optional(),
    /** Whole name, or a module or topic: `place`, `place.rename`. */
    operation: z
      .string()
      .max(80)
      .regex(/^[a-z]+(\.[A-Za-z][\w.-]*)?$/, { error: 'operation' })
      .optional(),
    table: z.string().max(80).optional(),
    key: z.record(z.string().max(60), z.union([z.string().max(200), z.number()])).optional(),
    /** Days on which the act happened, both included. */
    from: plainDate.optional(),
    to: plainDate.optional(),
    outcome: z.enum(['done', 'rejected']).optional(),
    /** Occurs in what the act changed. */
    text: safeText(60).optional(),
    /** Goes on below this number. */
    before: seq.optional(),
    limit: z.number().int().min(1).max(200).default(50),
  }),
  result: z.strictObject({ items: z.array(loggedAct), next: seq.nullable() }),
  rejections: ['table-unknown'],
});

export const getLoggedAct = read({
  name: 'audit.getOperation',
  home: 'path',
  permission: 'audit.read',
  summary: 'One act with all it changed, field by field',
  input: z.strictObject({ id: uuid }),
  result: z.strictObject({
    act: loggedAct,
    /** What was answered: ids, versions, findings; JSON. */
    result: z.string(),
    changes: z.array(loggedChange),
    /** Changes beyond the first 200. */
    more: count,
    /** Number of the batch that vouches for it; null: not sealed yet. */
    sealedIn: count.nullable(),
  }),
  rejections: ['operation-unknown'],
});

export const historyOfRow = read({
  name: 'audit.historyOf',
  home: 'path',
  permission: 'audit.read',
  via: 'body',
  summary: 'All that happened to one record, newest first',
  input: z.strictObject({
    table: z.string().max(80),
    key: z.record(z.string().max(60), z.union([z.string().max(200), z.number()])),
    before: seq.optional(),
    limit: z.number().int().min(1).max(200).default(50),
  }),
  result: z.strictObject({
    items: z.array(
      z.strictObject({
        ...loggedChange.shape,
        act: z
          .strictObject({ home: z.string(), id: z.string(), actor: z.string(), operation: z.string(), at: z.string() })
          .nullable(),
      }),
    ),
    next: seq.nullable(),
  }),
  rejections: ['table-unknown', 'key-column-unknown'],
});

export const newestSeal = read({
  name: 'audit.newestSeal',
  home: 'global',
  permission: 'signed-in',
  summary: 'The newest sealed batch of the log, and how many rows wait for the next',
  input: z.strictObject({}),
  result: z.strictObject({
    seal: z
      .strictObject({
        number: count,
        lastSeq: seq,
        count,
        root: hex,
        chain: hex,
        chainSm3: hex,
        sealedAt: z.string(),
      })
      .nullable(),
    unsealed: count,
  }),
});

export const checkChain = write({
  name: 'audit.checkChain',
  home: 'path',
  permission: 'audit.check',
  summary: 'Has the whole log verified against its seals, the witness and the records; the report stays',
  input: z.strictObject({}),
  result: z.strictObject({ job: z.string() }),
});

const problemKinds = [
  'changed',
  'removed',
  'moved',
  'inserted',
  'truncated',
  'chain-broken',
  'signature-wrong',
  'witness-differs',
  'row-differs',
  'row-missing',
  'row-unlogged',
] as const;

export const checkReport = z.strictObject({
  id: z.string(),
  home: z.string(),
  askedBy: z.string(),
  checkedAt: z.string(),
  batches: count,
  leaves: count,
  tables: count,
  rows: count,
  problemCount: count,
  /** Of all problems those at homes the reader may not read, or beyond what a report keeps. */
  notShown: count,
  problems: z.array(
    z.strictObject({
      kind: z.enum(problemKinds),
      batch: count.nullable(),
      seq: seq.nullable(),
      table: z.string().nullable(),
      key: z.string().nullable(),
      home: z.string().nullable(),
      operation: z.string().nullable(),
      detail: z.string(),
    }),
  ),
  unsealedTail: count,
  lastBatch: z.strictObject({ number: count, sealedAt: z.string(), chain: hex, sm3: hex }).nullable(),
  lastWitnessed: z.strictObject({ number: count, sealedAt: z.string() }).nullable(),
});
export type CheckReport = z.infer<typeof checkReport>;

export const getCheck = read({
  name: 'audit.getCheck',
  home: 'path',
  permission: 'audit.check',
  summary: 'The report of one verification, by the id of its run',
  input: z.strictObject({ id: uuid }),
  result: checkReport,
  rejections: ['check-unknown'],
});

export const listChecks = read({
  name: 'audit.listChecks',
  home: 'path',
  permission: 'audit.check',
  summary: 'Verifications asked for at this home and below it, newest first',
  input: z.strictObject({ limit: z.number().int().min(1).max(100).default(20) }),
  result: z.strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        home: z.string(),
        askedBy: z.string(),
        checkedAt: z.string(),
        problemCount: count,
        batches: count,
        unsealedTail: count,
      }),
    ),
  }),
});

export const auditOperations = [
  listLoggedActs,
  getLoggedAct,
  historyOfRow,
  newestSeal,
  checkChain,
  getCheck,
  listChecks,
];
