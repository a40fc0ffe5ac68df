import { finding, read, write } from '@qianmo/platform/contract';
import { optionalText, plainDate } from '@qianmo/values/wire';
import { z } from 'zod';
import { asked, atItsHome, evidenceList, itemId, made, packVersion, programmeId, unknownProgramme } from './basic.ts';

export const listPhases = read({
  name: 'programme.listPhases',
  home: 'path',
  permission: 'programme.read',
  summary: 'Phases and milestones with ten-day words, state as of a day, reminders and overdue flags',
  input: z.strictObject({ ...asked, plan: z.string().max(1).optional() }),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    items: z.array(
      z.strictObject({
        id: z.string(),
        plan: z.string().nullable(),
        name: z.string(),
        kind: z.enum(['phase', 'milestone']),
        start: plainDate.nullable(),
        end: plainDate.nullable(),
        /** `2019年8月下旬`, where the day begins or ends such a part of a month. */
        startWords: z.string().nullable(),
        endWords: z.string().nullable(),
        text: z.string().nullable(),
        note: z.string().nullable(),
        clause: z.string(),
        questions: z.array(z.number().int()),
        status: z.enum(['upcoming', 'running', 'done', 'overdue', 'undated']),
        isLate: z.boolean(),
        daysLate: z.number().int(),
        doneOn: plainDate.nullable(),
        /** Days on which the responsible post is reminded of the end. */
        remindOn: z.array(plainDate),
        finding,
      }),
    ),
  }),
  rejections: [...unknownProgramme],
});

export const completePhase = write({
  name: 'programme.completePhase',
  home: 'path',
  permission: 'programme.phase.complete',
  summary: 'Records that a phase or milestone was completed, with evidence',
  input: z.strictObject({
    programme: programmeId,
    phase: itemId,
    doneOn: plainDate,
    evidence: evidenceList,
    note: optionalText(500).optional(),
  }),
  result: made,
  rejections: [...atItsHome, 'phase-unknown', 'phase-completed', 'done-in-future', 'evidence-unknown'],
});

export const phaseOperations = [listPhases, completePhase];
