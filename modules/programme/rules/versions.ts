import type { PlainDate } from '@qianmo/values/plain-date';

/** One version of a pack: what it sets, from which day, by which decision. */
export type RulesVersion<P> = {
  /** Counts up with every changed import. */
  readonly version: number;
  readonly effectiveOn: PlainDate;
  /** The paper that put it in force. */
  readonly decision: string;
  readonly parameters: readonly P[];
};

/** A parameter as the plan sets it. `part` is the sub-plan it belongs to (A, B, C), null for the whole programme. */
export type SetParameter = { readonly key: string; readonly clause: string; readonly part: string | null };

export type ParameterLookup<P> =
  | {
      readonly state: 'set';
      readonly parameter: P;
      readonly clause: string;
      readonly version: number;
      readonly decision: string;
    }
  /** The plan in force is silent, so the rule is off: no default, and no other locality's value. */
  | { readonly state: 'off'; readonly version: number }
  /** No version is in force on that day. */
  | { readonly state: 'no-version' };

/** The version in force on a day: the latest effective day up to it, among equals the later import. */
export function findEffectiveVersion<P, V extends Pick<RulesVersion<P>, 'version' | 'effectiveOn'>>(
  versions: readonly V[],
  on: PlainDate,
): V | undefined {
  return versions
    .filter(({ effectiveOn }) => effectiveOn <= on)
    .reduce<V | undefined>((latest, each) => (latest && !supersedes(each, latest) ? latest : each), undefined);
}

/**
 * The parameter in force on a day. With `part` the sub-plan's own value comes first, then the whole programme's; another
 * sub-plan's value is never borrowed.
 */
export function lookUpParameter<P extends SetParameter>(
  versions: readonly RulesVersion<P>[],
  { key, on, part = null }: { key: string; on: PlainDate; part?: string | null },
): ParameterLookup<P> {
  const inForce = findEffectiveVersion<P, RulesVersion<P>>(versions, on);
  if (!inForce) return { state: 'no-version' };
  const candidates = inForce.parameters.filter((each) => each.key === key);
  const parameter = candidates.find((each) => each.part === part) ?? candidates.find((each) => each.part === null);
  if (!parameter) return { state: 'off', version: inForce.version };
  const { version, decision } = inForce;
  return { state: 'set', parameter, clause: parameter.clause, version, decision };
}

function supersedes(
  candidate: Pick<RulesVersion<unknown>, 'version' | 'effectiveOn'>,
  current: Pick<RulesVersion<unknown>, 'version' | 'effectiveOn'>,
): boolean {
  if (candidate.effectiveOn !== current.effectiveOn) return candidate.effectiveOn > current.effectiveOn;
  return candidate.version > current.version;
}
