import { finding, read, write } from '@qianmo/platform/contract';
import { amountFenString, exactNumber, fenString, optionalText, plainDate, safeText } from '@qianmo/values/wire';
import { z } from 'zod';
import {
  asked,
  atItsHome,
  group,
  itemId,
  packVersion,
  paper,
  placeCode,
  programmeId,
  text,
  unknownProgramme,
} from './basic.ts';

/** One row of a budget tree, parents before their parts. The first row is the total and has no parent. */
export const budgetRow = z.strictObject({
  id: itemId,
  parent: itemId.nullable(),
  name: safeText(200),
  amountFen: amountFenString.nullable(),
  quantity: exactNumber.nullable().default(null),
  unitAmountFen: amountFenString.nullable().default(null),
  /** Fund source that pays it; only on details. */
  source: itemId.nullable().default(null),
  clause: optionalText(200).nullable().default(null),
});
const rows = z.array(budgetRow).min(1).max(2_000);

const shownRow = budgetRow.extend({
  kind: z.enum(['total', 'subtotal', 'detail']),
  depth: z.number().int(),
  quantity: z.string().nullable(),
  /** Sum of the details below; null while one of them has no amount. */
  sumFen: fenString.nullable(),
});
const ratio = z.strictObject({
  id: z.string(),
  key: z.string(),
  name: text,
  operator: z.string(),
  percent: z.string(),
  of: z.string(),
  strictness: z.string(),
  counted: z.array(z.string()),
  clause: z.string(),
  quote: z.string(),
  numeratorFen: fenString,
  baseFen: fenString,
  sharePercent: z.string().nullable(),
  limitFen: fenString,
  excessFen: fenString,
  shortfallFen: fenString,
  headroomFen: fenString,
  finding,
});
export const fundSourceItem = z.strictObject({
  id: z.string(),
  name: text,
  level: z.string(),
  /** As the plan or the register writes it, with its unit; null = named without an amount. */
  amountFen: fenString.nullable(),
  per: z.enum(['programme', 'each_county', 'each_year']),
  totalFen: fenString.nullable(),
  counties: z.array(z.string()),
  owner: z.string().nullable(),
  inKind: z.boolean(),
  derived: z.boolean(),
  restriction: z.string().nullable(),
  uses: z.array(z.string()),
  note: z.string().nullable(),
  questions: z.array(z.number().int()),
  clause: z.string().nullable(),
  origin: z.enum(['plan', 'registered']),
  document: paper.nullable(),
  version: z.number().int().nullable(),
});

export const getBudget = read({
  name: 'programme.getBudget',
  home: 'path',
  permission: 'programme.read',
  summary: 'The budget tree in force on a day (or one version) with exact sums, its sources and the ratio rules',
  input: z.strictObject({ ...asked, group: group.optional(), number: z.number().int().positive().optional() }),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    group: group.nullable(),
    origin: z.enum(['plan', 'entered', 'none']),
    number: z.number().int().nullable(),
    approved: z.boolean(),
    verdict: finding.shape.verdict,
    sumFen: fenString.nullable(),
    rows: z.array(shownRow),
    findings: z.array(finding),
    ratios: z.array(ratio),
    sources: z.array(fundSourceItem),
    versions: z.array(
      z.strictObject({
        number: z.number().int(),
        savedBy: z.string(),
        savedAt: z.string(),
        note: z.string().nullable(),
        verdict: finding.shape.verdict,
        approvedOn: plainDate.nullable(),
        document: paper.nullable(),
      }),
    ),
  }),
  rejections: [...unknownProgramme, 'budget-unknown'],
});

const budgetShape = ['budget-root', 'parent-unknown', 'source-unknown'] as const;

export const checkBudget = read({
  name: 'programme.checkBudget',
  home: 'path',
  permission: 'programme.budget.check',
  summary: 'Checks a budget tree to the fen without storing it: parts, quantities, duplicates, ratio rules',
  via: 'body',
  input: z.strictObject({ programme: programmeId, rows }),
  result: z.strictObject({
    version: packVersion,
    verdict: finding.shape.verdict,
    sumFen: fenString.nullable(),
    findings: z.array(finding),
    ratios: z.array(ratio),
  }),
  rejections: [...unknownProgramme, ...budgetShape],
});

export const saveBudget = write({
  name: 'programme.saveBudget',
  home: 'path',
  permission: 'programme.budget.save',
  summary: 'Stores a new version of the budget; what does not add up is said and cannot be approved',
  input: z.strictObject({
    programme: programmeId,
    rows,
    note: optionalText(500).optional(),
    /** Number of the latest version that was seen; 0 for the first. */
    after: z.number().int().min(0),
  }),
  result: z.strictObject({
    number: z.number().int(),
    verdict: finding.shape.verdict,
    findingCount: z.number().int(),
  }),
  rejections: [...atItsHome, ...budgetShape],
});

export const approveBudget = write({
  name: 'programme.approveBudget',
  home: 'path',
  permission: 'programme.budget.approve',
  summary: 'Puts a version of the budget in force; any mismatch blocks it',
  secondFactor: true,
  input: z.strictObject({
    programme: programmeId,
    number: z.number().int().positive(),
    approvedOn: plainDate,
    document: paper,
  }),
  result: z.strictObject({ number: z.number().int() }),
  rejections: [
    ...atItsHome,
    'budget-unknown',
    'budget-mismatch',
    'budget-approved',
    'budget-superseded',
    'approved-in-future',
    'approver-entered-it',
  ],
});

export const listFundSources = read({
  name: 'programme.listFundSources',
  home: 'path',
  permission: 'programme.read',
  summary: 'Fund sources with amount, level, owner and restriction: of the plan and registered since',
  input: z.strictObject({ ...asked, group: group.optional() }),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    totalFen: fenString,
    /** Sources whose amount nobody has given yet. */
    withoutAmount: z.array(z.string()),
    items: z.array(fundSourceItem),
  }),
  rejections: [...unknownProgramme],
});

export const registerFundSource = write({
  name: 'programme.registerFundSource',
  home: 'path',
  permission: 'programme.budget.save',
  summary: 'Registers a fund source with its paper, or the amount of one that the plan only names',
  input: z.strictObject({
    programme: programmeId,
    /** Id of a source of the plan that has no amount, or a new id. */
    id: itemId,
    name: safeText(120),
    level: z.enum(['central', 'region', 'prefecture', 'county', 'integrated']),
    amountFen: amountFenString,
    per: z.enum(['programme', 'each_year']),
    counties: z.array(placeCode).min(1).max(200),
    restriction: optionalText(500).optional(),
    inKind: z.boolean().default(false),
    document: paper,
    receivedOn: plainDate,
    version: z.number().int().positive().optional(),
  }),
  result: z.strictObject({ id: z.string(), version: z.number().int() }),
  rejections: [...atItsHome, 'source-of-plan', 'county-not-member'],
});

export const budgetOperations = [
  getBudget,
  checkBudget,
  saveBudget,
  approveBudget,
  listFundSources,
  registerFundSource,
];
