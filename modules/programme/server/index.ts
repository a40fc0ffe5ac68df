import type { Bound, Database } from '@qianmo/platform/server';
import { budgetHandlers } from './handlers-budget.ts';
import { ledgerHandlers } from './handlers-ledger.ts';
import { overviewHandlers } from './handlers-overview.ts';
import { paperHandlers } from './handlers-paper.ts';
import { planHandlers } from './handlers-plan.ts';
import { profileHandlers } from './handlers-profile.ts';
import { selectionHandlers } from './handlers-selection.ts';
import { targetHandlers } from './handlers-target.ts';
import { versionHandlers } from './handlers-version.ts';
import type { ProgrammeParts } from './parts.ts';
import {
  type LabelRow,
  type MemberCounty,
  type ParameterValue,
  readLabels,
  readMembers,
  readParameter,
} from './store/lookup.ts';
import type { CountyGroup } from './store/target.ts';

/** Front door of the programme module on the server. */
export { programmeDueDates } from './due.ts';
export { findImportedPack, PACK_IMPORTED } from './imported.ts';
export { programmeIndicators } from './indicators.ts';
export type { ProgrammeParts } from './parts.ts';
export { type PlanSubject, planSubjects } from './plan-subjects.ts';
export {
  type ImportedPack,
  importShippedPacks,
  type RunImport,
  readShippedPacks,
  type ShippedPack,
} from './shipped.ts';
export type { MemberCounty, ParameterValue } from './store/lookup.ts';

export function programmeHandlers(parts: ProgrammeParts): Bound[] {
  return [
    ...overviewHandlers(parts),
    ...versionHandlers(),
    ...targetHandlers(parts),
    ...planHandlers(parts),
    ...budgetHandlers(),
    ...ledgerHandlers(parts),
    ...paperHandlers(parts),
    ...selectionHandlers(parts),
    ...profileHandlers(parts),
  ];
}

export type ParameterAt =
  | { readonly state: 'set'; readonly version: number; readonly values: readonly [ParameterValue, ...ParameterValue[]] }
  /** The plan in force is silent: the rule does nothing. */
  | { readonly state: 'off'; readonly version: number }
  | { readonly state: 'no-version' };

/** PROG-15: what the plan in force on a day sets for a key, by subject, each with its clause, and the version it stands in. */
export async function parameterAt(
  db: Database,
  programme: { home: string; id: string },
  key: string,
  day: string,
): Promise<ParameterAt> {
  const { version, values } = await readParameter(db, { home: programme.home, programme: programme.id, key, day });
  if (version === null) return { state: 'no-version' };
  const [first, ...rest] = values;
  return first ? { state: 'set', version, values: [first, ...rest] } : { state: 'off', version };
}

/** PROG-05: member counties on a day, of one group or all. */
export async function memberCounties(
  db: Database,
  programme: { home: string; id: string },
  day: string,
  group: CountyGroup | null = null,
): Promise<MemberCounty[]> {
  const members = await readMembers(db, { home: programme.home, programme: programme.id, day });
  return group === null ? members : members.filter((member) => member.group === group);
}

/** PROG-16: words in force on a day by kind: leadDepartment, povertyAgency, ministrySystem, dataStandard. */
export async function labelsAt(
  db: Database,
  programme: { home: string; id: string },
  day: string,
): Promise<ReadonlyMap<string, LabelRow>> {
  const rows = await readLabels(db, { home: programme.home, programme: programme.id, day });
  return new Map(rows.map((row) => [row.kind, row]));
}
