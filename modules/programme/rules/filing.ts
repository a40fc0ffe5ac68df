import type { Finding } from '@qianmo/platform/finding';
import { daysBetween, type PlainDate } from '@qianmo/values/plain-date';
import { type Basis, findingOn } from './basis.ts';

export type FilingStatus = 'pass' | 'late' | 'open';

export type FilingJudgement = {
  /** `open` until the deadline's day has ended, then `late`; `late` for good once received after it. */
  readonly status: FilingStatus;
  readonly daysLate: number;
  readonly finding: Finding;
};

/**
 * A paper filed or approved upwards (备案, 报批): in time when its receipt is dated on the deadline or before. A receipt after
 * `asOf` does not count yet. A plan without deadline is never late.
 */
export function judgeFiling(
  { deadline, receivedOn, asOf }: { deadline: PlainDate | null; receivedOn: PlainDate | null; asOf: PlainDate },
  basis: Basis,
): FilingJudgement {
  const received = receivedOn !== null && receivedOn <= asOf ? receivedOn : null;
  const daysLate = deadline === null ? 0 : Math.max(0, daysBetween(deadline, received ?? asOf));
  const status = daysLate > 0 ? 'late' : received === null ? 'open' : 'pass';
  const verdict = status === 'late' ? 'warn' : status === 'open' ? 'pending' : 'pass';
  const finding = findingOn(basis, 'programme.filing', verdict, {
    status,
    deadline,
    receivedOn: received,
    asOf,
    daysLate,
  });
  return { status, daysLate, finding };
}
