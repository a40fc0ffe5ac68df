import { read, write } from '@qianmo/platform/contract';
import { plainDate } from '@qianmo/values/wire';
import { z } from 'zod';
import { asked, packVersion, paper, programmeId, text, unknownProgramme } from './basic.ts';

/** One megabyte of text in all: what is larger is not a plan. */
const packText = {
  text: z.string().min(1).max(900_000),
  /** File name → content of the tables that the pack names. */
  tables: z
    .record(
      z
        .string()
        .max(60)
        .regex(/^[a-z0-9-]+\.csv$/, { error: 'table-name' }),
      z.string().max(400_000),
    )
    .default({}),
};

export const packProblem = z.strictObject({
  path: z.string(),
  line: z.number().int(),
  /** Words stand in the module's dictionary of pack problems. */
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export const packChange = z.strictObject({
  section: z.string(),
  id: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  fields: z.array(z.strictObject({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
});

export const checkPack = read({
  name: 'programme.checkPack',
  home: 'path',
  permission: 'programme.pack.check',
  summary: 'Judges a pack without storing anything: its problems by path and line, or what it would change',
  via: 'body',
  input: z.strictObject(packText),
  result: z.strictObject({
    ok: z.boolean(),
    problems: z.array(packProblem),
    programme: z
      .strictObject({ id: z.string(), home: z.string(), title: text, programmeYear: z.number().int() })
      .nullable(),
    /** Version it would be compared with: the latest that was imported. */
    against: packVersion.nullable(),
    unchanged: z.boolean(),
    changes: z.array(packChange),
  }),
});

export const importPack = write({
  name: 'programme.importPack',
  home: 'path',
  permission: 'programme.pack.import',
  summary: 'Puts a pack in force from a day, by a decision document; the same content again changes nothing',
  secondFactor: true,
  input: z.strictObject({ ...packText, effectiveOn: plainDate, decision: paper }),
  result: z.strictObject({
    programme: z.string(),
    version: packVersion,
    unchanged: z.boolean(),
    changeCount: z.number().int(),
  }),
  rejections: ['pack-wrong', 'pack-of-another-home'],
});

export const listVersions = read({
  name: 'programme.listVersions',
  home: 'path',
  permission: 'programme.read',
  summary: 'Versions of a programme with effective day and decision document',
  input: z.strictObject(asked),
  result: z.strictObject({
    asOf: plainDate,
    items: z.array(
      z.strictObject({
        version: packVersion,
        effectiveOn: plainDate,
        decision: paper,
        sha256: z.string(),
        importedBy: z.string(),
        importedAt: z.string(),
        supersedes: packVersion.nullable(),
        inForce: z.boolean(),
      }),
    ),
  }),
  rejections: ['programme-unknown'],
});

export const compareVersions = read({
  name: 'programme.compareVersions',
  home: 'path',
  permission: 'programme.read',
  summary: 'What changed between two versions, by section and item',
  input: z.strictObject({ programme: programmeId, before: packVersion, after: packVersion }),
  result: z.strictObject({ before: packVersion, after: packVersion, changes: z.array(packChange) }),
  rejections: [...unknownProgramme, 'version-unknown'],
});

export const versionOperations = [checkPack, importPack, listVersions, compareVersions];
