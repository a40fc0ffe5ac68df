import type { Finding } from '@qianmo/platform/contract';
import type { Database } from '@qianmo/platform/server';
import { type CaseAct, type CaseActor, checkSeparation } from '../rules/separation.ts';
import { dualOfficesOf, standsFor, tiesOf } from './store/integrity.ts';

/**
 * Whether a person may do `act` on a case whose other actors are given (GOV-07). A finding with verdict `block` must
 * stop the act; `warn` must be shown with it. Compares the natural person under all postings, the units and entities
 * they stand for, and what they or others declared, as of the day.
 */
export async function separationFindings(
  db: Database,
  question: { act: CaseAct; actors: readonly CaseActor[]; person: string; day: string },
): Promise<Finding[]> {
  const { act, actors, person, day } = question;
  const stands = await standsFor(db, person, day);
  const ties = await tiesOf(db, person, day);
  const units = stands.filter((each) => each.kind === 'unit').map((each) => each.id);
  return checkSeparation(act, actors, {
    person,
    units,
    entities: stands.filter((each) => each.kind === 'entity').map((each) => each.id),
    related: ties.flatMap(({ kind, id }) => (isParty(kind) ? [{ kind, id }] : [])),
    dualOffices: await dualOfficesOf(db, units, day),
  });
}

function isParty(kind: string): kind is 'person' | 'unit' | 'entity' {
  return kind === 'person' || kind === 'unit' || kind === 'entity';
}
