import type { Finding, Verdict } from '@qianmo/platform/finding';

/** What a decision rests on: the plan's clause, the parameter that decided, and the version of the rules it was read from. */
export type Basis = {
  readonly clause: string | null;
  readonly parameter: string | null;
  /** Version of the pack in force on the day of the decision; null where none is (PROG-15). */
  readonly version: number | null;
};

export type FindingInputs = Readonly<Record<string, string | number | boolean | bigint | null>>;

/** A finding with its basis. Money and other big integers become decimal strings; the rules' version stands among the inputs. */
export function findingOn(basis: Basis, rule: string, verdict: Verdict, inputs: FindingInputs): Finding {
  const plain = Object.entries(inputs).map(([name, value]): [string, string | number | boolean | null] => [
    name,
    typeof value === 'bigint' ? value.toString() : value,
  ]);
  return {
    rule,
    verdict,
    clause: basis.clause,
    parameter: basis.parameter,
    inputs: { ...Object.fromEntries(plain), rulesVersion: basis.version },
  };
}

const severity: readonly Verdict[] = ['off', 'pass', 'pending', 'warn', 'block'];

/** The gravest verdict; `off` when there is no finding. */
export function gravestVerdict(findings: readonly Finding[]): Verdict {
  return findings.reduce<Verdict>(
    (gravest, { verdict }) => (severity.indexOf(verdict) > severity.indexOf(gravest) ? verdict : gravest),
    'off',
  );
}
