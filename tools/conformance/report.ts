import { type Catalogue, expandIds, listIds } from './catalogue.ts';
import type { Proof } from './titles.ts';

export type State = {
  readonly id: string;
  readonly state: 'proved' | 'in part' | 'not';
  /** Levels that prove the whole, or its facets with their levels. */
  readonly by: readonly string[];
};

export function stateOf(id: string, proofs: readonly Proof[]): State {
  const own = proofs.filter((proof) => proof.id === id);
  const whole = own.filter(({ facet }) => facet === null);
  if (whole.length > 0) return { id, state: 'proved', by: [...new Set(whole.map(({ level }) => level))].sort() };
  const facets = [...new Set(own.map(({ facet, level }) => `${facet} (${level})`))].sort();
  return { id, state: facets.length > 0 ? 'in part' : 'not', by: facets };
}

/** Ids in titles that the catalogue does not know: a slip of the pen proves nothing. */
export function listUnknown(catalogue: Catalogue, proofs: readonly Proof[]): Proof[] {
  const known = new Set(listIds(catalogue));
  return proofs.filter(({ id }) => !known.has(id));
}

/** Ids of an issue that are still missing: `full` ones not proved as a whole, `part` ones without any facet. */
export function listMissing(catalogue: Catalogue, proofs: readonly Proof[], issue: number): string[] {
  const due = catalogue.issues.find((item) => item.issue === issue);
  if (due === undefined) throw new Error(`issue ${issue} is not in the catalogue`);
  const full = expandIds(catalogue, due.full).filter((id) => stateOf(id, proofs).state !== 'proved');
  const part = expandIds(catalogue, due.part).filter((id) => stateOf(id, proofs).state === 'not');
  return [...full, ...part];
}

/** Per area: counts, then what is proved, in part and not. */
export function areaLines(catalogue: Catalogue, proofs: readonly Proof[]): string[] {
  return catalogue.areas.flatMap(({ area, title, requirements }) => {
    const states = requirements.map(({ id }) => stateOf(id, proofs));
    const of = (wanted: State['state']) => states.filter(({ state }) => state === wanted);
    const named = (wanted: State['state']) => of(wanted).map(({ id, by }) => `  ${wanted}: ${id} ${by.join(', ')}`);
    const open = of('not').map(({ id }) => id);
    return [
      `${area} ${title}: ${of('proved').length} proved, ${of('in part').length} in part, ${open.length} not`,
      ...named('proved'),
      ...named('in part'),
      ...(open.length > 0 && open.length < states.length ? [`  not: ${open.join(' ')}`] : []),
    ];
  });
}

export function issueLines(catalogue: Catalogue, proofs: readonly Proof[], issue: number): string[] {
  const due = catalogue.issues.find((item) => item.issue === issue);
  if (due === undefined) throw new Error(`issue ${issue} is not in the catalogue`);
  const parts = new Set(expandIds(catalogue, due.part));
  const ids = expandIds(catalogue, [...due.full, ...due.part]);
  const missing = listMissing(catalogue, proofs, issue);
  const lines = ids.map((id) => {
    const { state, by } = stateOf(id, proofs);
    return `  ${id}${parts.has(id) ? ' (a part)' : ''}: ${state}${by.length > 0 ? ` — ${by.join(', ')}` : ''}`;
  });
  return [`issue ${issue}: ${ids.length - missing.length} of ${ids.length} there`, ...lines];
}
