import { z } from 'zod';
import { clause, line, placeCode, plainDate, text } from './shape-basic.ts';
import * as duty from './shape-duty.ts';
import * as fund from './shape-fund.ts';
import * as locality from './shape-locality.ts';
import * as scheme from './shape-scheme.ts';
import * as target from './shape-target.ts';

/**
 * The file `pack.yaml`: one locality's plan as data. A value that the plan does not set is absent, and its rule is off;
 * nothing here has a default. Every statement names the clause it comes from.
 */
export const packFile = z.strictObject({
  schema: z.literal('qianmo-pack/1'),
  id: z.string().regex(/^[a-z]+-\d{4}$/),
  title: text,
  home: placeCode,
  programmeYear: z.number().int().min(2014).max(2100),
  start: plainDate,
  /** null = the plan leaves the last day open. */
  end: plainDate.nullable(),
  clause,

  documents: z.strictObject({
    plans: z.array(locality.planDocument).min(1),
    basis: z.array(locality.basisDocument),
    script: line.optional(),
  }),
  labels: locality.labels,
  levels: locality.levels,
  members: z.array(locality.member).min(1),
  specialUnits: z.array(locality.specialUnit),
  belts: z.array(locality.belt),
  eTown: locality.eTown.nullable(),
  units: z.array(locality.unit).min(1),
  baseline: z.array(locality.baselineFact),

  targets: z.array(target.target).min(1),
  benchmarks: z.array(target.benchmark),
  parameters: z.array(target.parameter),

  sources: z.array(fund.fundSource).min(1),
  budget: fund.budget.nullable(),
  boards: z.array(fund.board),
  ratioRules: z.array(fund.ratioRule),
  prohibited: z.array(fund.prohibited),
  supportModes: z.array(fund.supportMode),
  trancheRules: z.array(fund.trancheRule),
  storeAllocation: fund.storeAllocation.nullable(),

  schemes: z.array(scheme.scheme),
  penalties: z.array(scheme.penalty),
  publicity: z.array(duty.publicity),
  procurement: z.array(duty.procurement),
  acceptance: z.array(duty.acceptance),
  training: z.array(duty.training),

  phases: z.array(duty.phase).min(1),
  cadences: z.array(duty.cadence),
  filings: z.array(duty.filing),

  leadingGroups: z.array(duty.leadingGroup).min(1),
  adHocGroups: z.array(duty.adHocGroup),
  responsibilities: z.array(duty.responsibility),
  association: duty.association.nullable(),
  conflicts: z.array(duty.conflict),

  nodes: z.array(duty.node),
  entryRules: z.array(duty.entryRule),
  exitRules: z.array(duty.exitRule),
  deliveryLegs: z.array(duty.deliveryLeg),

  provisions: z.array(duty.provision),
  gaps: z.array(duty.gap),
  questions: z.array(duty.question),
});
export type PackFile = z.infer<typeof packFile>;

/** One row of the table of demonstration stores: a village and what its store receives, in fen. */
export const storeRow = z.strictObject({
  township: line,
  village: line,
  class: z.enum(['poor', 'non_poor']),
  amountFen: z.string().regex(/^\d{1,15}$/),
});
export type StoreRow = z.infer<typeof storeRow>;

/** The whole pack: the file and its tables. */
export type Pack = PackFile & { stores: StoreRow[] };
