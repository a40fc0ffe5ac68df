import { finding, read, write } from '@qianmo/platform/contract';
import { optionalText, plainDate, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import {
  asked,
  evidence,
  evidenceList,
  itemId,
  packVersion,
  paging,
  programmeId,
  recordVersion,
  saved,
  unknownProgramme,
} from './basic.ts';

const unitRef = z.strictObject({ ref: safeText(60), name: safeText(120) });
/** The responsible post. Its id, where the organisation has registered it, carries the reminder to whoever holds it. */
const postRef = z.strictObject({ id: uuid.nullable().default(null), title: safeText(120) });
export const taskStatus = z.enum(['open', 'done', 'withdrawn']);

export const taskItem = z.strictObject({
  id: z.string(),
  home: z.string(),
  title: z.string(),
  unit: z.strictObject({ ref: z.string(), name: z.string() }),
  post: z.strictObject({ id: z.string().nullable(), title: z.string() }),
  target: z.string().nullable(),
  phase: z.string().nullable(),
  workingDays: z.number().int(),
  after: z.array(z.string()),
  notBefore: plainDate.nullable(),
  /** A deadline of its own, earlier than the ledger's. */
  ownDeadline: plainDate.nullable(),
  /** Scheduled backwards (倒排): the latest start, and the due day. */
  startOn: plainDate.nullable(),
  dueOn: plainDate.nullable(),
  status: taskStatus,
  doneOn: plainDate.nullable(),
  overdue: z.boolean(),
  daysLate: z.number().int(),
  evidence: z.array(evidence),
  rulesVersion: packVersion,
  version: z.number().int(),
});

export const listTasks = read({
  name: 'programme.listTasks',
  home: 'path',
  permission: 'programme.read',
  summary: 'Project ledger: tasks by unit and post, with start, due day and status as of a day',
  input: z.strictObject({
    ...asked,
    ...paging,
    status: z.enum(['open', 'done', 'withdrawn', 'overdue']).optional(),
    unit: z.string().max(60).optional(),
    target: itemId.optional(),
    sort: z.enum(['dueOn', 'unit', 'title']).default('dueOn'),
  }),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    total: z.number().int(),
    overdue: z.number().int(),
    items: z.array(taskItem),
  }),
  rejections: [...unknownProgramme],
});

export const saveTask = write({
  name: 'programme.saveTask',
  home: 'path',
  permission: 'programme.task.save',
  summary: 'Enters or changes a task of the ledger',
  input: z.strictObject({
    programme: programmeId,
    /** Left out for a new task, whose id is that of the act. */
    id: uuid.optional(),
    version: recordVersion.optional(),
    title: safeText(200),
    unit: unitRef,
    post: postRef,
    target: itemId.nullable().default(null),
    phase: itemId.nullable().default(null),
    workingDays: z.number().int().min(1).max(1_000),
    after: z.array(uuid).max(50).default([]),
    notBefore: plainDate.nullable().default(null),
    ownDeadline: plainDate.nullable().default(null),
  }),
  result: saved,
  rejections: [
    ...unknownProgramme,
    'not-a-member',
    'task-unknown',
    'task-closed',
    'version-missing',
    'target-unknown',
    'phase-unknown',
    'predecessor-unknown',
    'day-order',
  ],
});

export const completeTask = write({
  name: 'programme.completeTask',
  home: 'path',
  permission: 'programme.task.complete',
  summary: 'Closes a task as done, with evidence',
  input: z.strictObject({
    programme: programmeId,
    id: uuid,
    version: recordVersion,
    doneOn: plainDate,
    evidence: evidenceList,
    note: optionalText(500).optional(),
  }),
  result: saved,
  rejections: [
    ...unknownProgramme,
    'task-unknown',
    'task-closed',
    'predecessor-open',
    'done-in-future',
    'evidence-unknown',
  ],
});

export const withdrawTask = write({
  name: 'programme.withdrawTask',
  home: 'path',
  permission: 'programme.task.save',
  summary: 'Takes a task out of the ledger, with the reason; it stays readable',
  input: z.strictObject({ programme: programmeId, id: uuid, version: recordVersion, reason: safeText(500) }),
  result: saved,
  rejections: [...unknownProgramme, 'task-unknown', 'task-closed', 'task-needed'],
});

export const scheduleTasks = write({
  name: 'programme.scheduleTasks',
  home: 'path',
  permission: 'programme.task.save',
  summary: 'Schedules the open tasks backwards from a deadline over working days and stores start and due day of each',
  input: z.strictObject({ programme: programmeId, deadline: plainDate, target: itemId.optional() }),
  result: z.strictObject({ scheduled: z.number().int(), earliestStart: plainDate.nullable() }),
  rejections: [...unknownProgramme, 'nothing-to-schedule', 'schedule-impossible', 'calendar-missing'],
});

export const previewSchedule = read({
  name: 'programme.previewSchedule',
  home: 'path',
  permission: 'programme.read',
  summary: 'What scheduling backwards from a deadline would give, and what stands against it',
  input: z.strictObject({ programme: programmeId, deadline: plainDate, target: itemId.optional() }),
  result: z.strictObject({
    version: packVersion,
    dates: z.array(
      z.strictObject({ id: z.string(), title: z.string(), latestStart: plainDate, latestFinish: plainDate }),
    ),
    findings: z.array(finding),
  }),
  rejections: [...unknownProgramme],
});

export const ledgerOperations = [listTasks, saveTask, completeTask, withdrawTask, scheduleTasks, previewSchedule];
