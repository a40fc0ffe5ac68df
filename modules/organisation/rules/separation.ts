import type { Finding } from '@qianmo/platform/contract';

/** Acts by which somebody has an interest in a case, and acts by which somebody decides on it. */
export const interestedActs = ['apply', 'deliver', 'operate'] as const;
export const decidingActs = ['review', 'accept', 'pay'] as const;
export type CaseAct = (typeof interestedActs)[number] | (typeof decidingActs)[number] | 'recommend';

/** Somebody who acted on the case before, or whose case it is. */
export type CaseActor = {
  readonly act: CaseAct;
  readonly person: string | null;
  readonly unit: string | null;
  /** 统一社会信用代码. */
  readonly entity: string | null;
};

/** Who is about to act: with every unit and entity they stand for on the day, and what they declared. */
export type ActingPerson = {
  readonly person: string;
  readonly units: readonly string[];
  readonly entities: readonly string[];
  readonly related: readonly { kind: 'person' | 'unit' | 'entity'; id: string }[];
  /** Of their units, those that are declared to lead and to operate at once. */
  readonly dualOffices: readonly { unit: string; parts: readonly string[]; clause: string | null }[];
};

/**
 * GOV-07: whoever has an interest in a case may not decide on it, and the other way round: the same natural person under
 * any posting, the same unit, the same entity, or a party they declared to be related to. Two deciding acts by one person
 * and a unit that both leads and operates are shown, not refused: no plan forbids them.
 */
export function checkSeparation(act: CaseAct, actors: readonly CaseActor[], acting: ActingPerson): Finding[] {
  const met = actors.flatMap((other) => {
    if (isOpposed(act, other.act)) return opposed(act, other, acting);
    return act !== other.act && isDeciding(act) && isDeciding(other.act) && other.person === acting.person
      ? [findingOf('separation.two-steps', 'warn', act, other, 'person')]
      : [];
  });
  const dual = isDeciding(act) ? acting.dualOffices.map((office) => dualOffice(act, office)) : [];
  return [...met, ...dual];
}

export function isBlocked(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.verdict === 'block');
}

function isInterested(act: CaseAct): boolean {
  return (interestedActs as readonly string[]).includes(act);
}

function isDeciding(act: CaseAct): boolean {
  return (decidingActs as readonly string[]).includes(act);
}

function isOpposed(one: CaseAct, other: CaseAct): boolean {
  return (isInterested(one) && isDeciding(other)) || (isDeciding(one) && isInterested(other));
}

function opposed(act: CaseAct, other: CaseActor, acting: ActingPerson): Finding[] {
  if (other.person === null && other.unit === null && other.entity === null)
    return [findingOf('separation.unknown', 'pending', act, other, 'nobody')];
  const found: Finding[] = [];
  if (other.person === acting.person) found.push(findingOf('separation.same-person', 'block', act, other, 'person'));
  if (other.unit !== null && acting.units.includes(other.unit))
    found.push(findingOf('separation.same-unit', 'block', act, other, 'unit'));
  if (other.entity !== null && acting.entities.includes(other.entity))
    found.push(findingOf('separation.same-entity', 'block', act, other, 'entity'));
  for (const party of acting.related)
    if (other[party.kind] === party.id) found.push(findingOf('separation.related', 'block', act, other, party.kind));
  return found;
}

function findingOf(
  rule: string,
  verdict: Finding['verdict'],
  act: CaseAct,
  other: CaseActor,
  by: 'person' | 'unit' | 'entity' | 'nobody',
): Finding {
  return { rule, verdict, clause: null, parameter: null, inputs: { act, other: other.act, by } };
}

function dualOffice(act: CaseAct, office: ActingPerson['dualOffices'][number]): Finding {
  return {
    rule: 'separation.dual-office',
    verdict: 'warn',
    clause: office.clause,
    parameter: null,
    inputs: { act, unit: office.unit, parts: office.parts.join('、') },
  };
}
