import { read, write } from '@qianmo/platform/contract';
import { plainDate, safeParagraphs } from '@qianmo/values/wire';
import { z } from 'zod';
import { asked, atItsHome, made, packVersion, paper, programmeId, unknownProgramme } from './basic.ts';

export const listQuestions = read({
  name: 'programme.listQuestions',
  home: 'path',
  permission: 'programme.read',
  summary: 'Where the plan contradicts itself or is silent: all readings, the one in force, by whom and why',
  input: z.strictObject({ ...asked, open: z.boolean().optional() }),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    openCount: z.number().int(),
    items: z.array(
      z.strictObject({
        no: z.number().int(),
        question: z.string(),
        readings: z.array(z.strictObject({ zh: z.string(), clause: z.string() })),
        /** Counted from 1; 0 where none of them is in force. */
        inForce: z.number().int(),
        /** `pack`: as the pack was made; `decided`: an office of the programme has said so. */
        decidedBy: z.enum(['pack', 'office']),
        decision: z.string(),
        why: z.string(),
        decided: z
          .strictObject({ by: z.string(), since: plainDate, recordedOn: plainDate, document: paper.nullable() })
          .nullable(),
        /** The office chose another reading than the pack's figures rest on: a changed pack has to follow. */
        differsFromPack: z.boolean(),
        parameters: z.array(z.string()),
        targets: z.array(z.string()),
        lines: z.array(z.string()),
        clause: z.string(),
      }),
    ),
  }),
  rejections: [...unknownProgramme],
});

export const decideQuestion = write({
  name: 'programme.decideQuestion',
  home: 'path',
  permission: 'programme.question.decide',
  summary: 'Says which reading is in force from a day on, and why',
  input: z.strictObject({
    programme: programmeId,
    no: z.number().int().min(1).max(999),
    reading: z.number().int().min(0).max(20),
    reason: safeParagraphs(1_000),
    document: paper.optional(),
    since: plainDate,
  }),
  result: made,
  rejections: [...atItsHome, 'question-unknown', 'reading-unknown'],
});

export const questionOperations = [listQuestions, decideQuestion];
