import type { Finding } from '@qianmo/platform/contract';

/** What the plan demands of an ad-hoc group. Units by id; null: the plan says nothing. */
export type Composition = {
  readonly lead: string | null;
  readonly departments: readonly string[];
  readonly minPersons: number | null;
  readonly clause: string | null;
};

/** How the group stands. `persons` null: nobody has been named yet. */
export type Standing = {
  readonly lead: string | null;
  readonly departments: readonly string[];
  readonly persons: number | null;
};

/**
 * Checks a group against the plan's mandate for it (GOV-09): the lead and every department it names must be there; others
 * may join. A least number of persons (评标委员会不少于5人) is judged once persons are seated.
 */
export function checkComposition(demanded: Composition, group: Standing): Finding[] {
  const present = new Set([...group.departments, ...(group.lead === null ? [] : [group.lead])]);
  const missing = demanded.departments.filter((unit) => !present.has(unit));
  const findings = missing.map((unit) => findingOf('department-missing', 'block', demanded, { unit }));
  if (demanded.lead !== null && demanded.lead !== group.lead)
    findings.push(findingOf('lead-differs', 'block', demanded, { demanded: demanded.lead, lead: group.lead }));
  const persons = personsFinding(demanded, group.persons);
  return persons ? [...findings, persons] : findings;
}

function personsFinding(demanded: Composition, persons: number | null): Finding | null {
  const least = demanded.minPersons;
  if (least === null) return null;
  if (persons === null) return findingOf('persons', 'pending', demanded, { least, persons });
  return persons < least ? findingOf('persons', 'block', demanded, { least, persons }) : null;
}

function findingOf(
  rule: string,
  verdict: Finding['verdict'],
  demanded: Composition,
  inputs: Finding['inputs'],
): Finding {
  return { rule: `organisation.composition-${rule}`, verdict, clause: demanded.clause, parameter: null, inputs };
}
