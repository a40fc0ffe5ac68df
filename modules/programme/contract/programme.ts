import { finding, read } from '@qianmo/platform/contract';
import { plainDate } from '@qianmo/values/wire';
import { z } from 'zod';
import { asked, group, packVersion, paper, subject, text, unknownProgramme } from './basic.ts';

const listed = z.strictObject({
  id: z.string(),
  home: z.string(),
  title: text,
  programmeYear: z.number().int(),
  start: plainDate,
  end: plainDate.nullable(),
  state: z.enum(['upcoming', 'running', 'ended']),
  totalFen: z.string().nullable(),
  memberCount: z.number().int(),
  groups: z.array(group),
  version: packVersion.nullable(),
  effectiveOn: plainDate.nullable(),
  decision: paper.nullable(),
});

export const listProgrammes = read({
  name: 'programme.list',
  home: 'path',
  permission: 'programme.read',
  summary: 'Programmes kept at this home, below it, and those above in which it is a member',
  input: z.strictObject({ asOf: plainDate.optional() }),
  result: z.strictObject({ asOf: plainDate, items: z.array(listed) }),
});

const phaseNow = z.strictObject({
  id: z.string(),
  plan: z.string().nullable(),
  name: z.string(),
  status: z.enum(['upcoming', 'running', 'done', 'overdue', 'undated']),
  start: plainDate.nullable(),
  end: plainDate.nullable(),
  daysLate: z.number().int(),
  clause: z.string(),
});
export const label = z.strictObject({
  from: plainDate.nullable(),
  zh: z.string(),
  en: z.string().nullable(),
  clause: z.string(),
});
const redItem = z.strictObject({
  kind: z.enum(['target', 'phase', 'task', 'filing', 'budget']),
  id: z.string(),
  name: z.string(),
  dueOn: plainDate.nullable(),
  finding,
});

export const targetCounts = z.strictObject({
  achieved: z.number().int(),
  on_track: z.number().int(),
  at_risk: z.number().int(),
  missed: z.number().int(),
  not_computable: z.number().int(),
});

export const programmeOverview = read({
  name: 'programme.overview',
  home: 'path',
  permission: 'programme.read',
  summary:
    'A programme as of a day: phases, targets by state, money, red items, open questions, papers, bodies, labels',
  input: z.strictObject({ ...asked, ...subject }),
  result: z.strictObject({
    id: z.string(),
    home: z.string(),
    title: text,
    programmeYear: z.number().int(),
    start: plainDate,
    end: plainDate.nullable(),
    clause: z.string(),
    asOf: plainDate,
    group: group.nullable(),
    county: z.string().nullable(),
    version: packVersion,
    effectiveOn: plainDate,
    decision: paper,
    phases: z.array(phaseNow),
    targets: targetCounts.extend({ total: z.number().int() }),
    money: z.strictObject({
      /** Sum of the sources with an amount, those of the group only where one is asked for. */
      totalFen: z.string().nullable(),
      sources: z.array(
        z.strictObject({
          id: z.string(),
          name: text,
          level: z.string(),
          amountFen: z.string().nullable(),
          clause: z.string(),
        }),
      ),
      budgetFen: z.string().nullable(),
      budgetOrigin: z.enum(['plan', 'approved']).nullable(),
      budgetVerdict: finding.shape.verdict.nullable(),
    }),
    redItems: z.array(redItem),
    openQuestions: z.number().int(),
    tasks: z.strictObject({ open: z.number().int(), overdue: z.number().int(), done: z.number().int() }),
    filings: z.strictObject({ open: z.number().int(), late: z.number().int(), received: z.number().int() }),
    plans: z.array(
      z.strictObject({
        id: z.string(),
        title: text,
        docNo: z.string().nullable(),
        issued: plainDate.nullable(),
        issuers: z.array(z.string()),
        clause: z.string(),
      }),
    ),
    basis: z.array(z.strictObject({ docNo: z.string().nullable(), title: z.string().nullable(), clause: z.string() })),
    leadBodies: z.array(
      z.strictObject({ id: z.string(), name: z.string(), office: z.string().nullable(), clause: z.string() }),
    ),
    /** Words in force on the day: 扶贫办 becomes 乡村振兴局 (PROG-16). */
    labels: z.strictObject({
      leadDepartment: label.nullable(),
      povertyAgency: label.nullable(),
      ministrySystem: label.nullable(),
      dataStandard: label.nullable(),
    }),
    members: z.array(
      z.strictObject({
        place: z.string(),
        name: text,
        group: z.enum(['national', 'coordinated', 'none']),
        clause: z.string(),
      }),
    ),
  }),
  rejections: [...unknownProgramme, 'county-not-member'],
});

export const programmeOperations = [listProgrammes, programmeOverview];
