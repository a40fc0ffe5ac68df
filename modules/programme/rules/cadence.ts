import type { Finding } from '@qianmo/platform/finding';
import {
  type Cadence,
  type DateSpan,
  listAnniversaries,
  listMonths,
  listPeriodEnds,
  monthKey,
} from '@qianmo/values/period';
import { addDays, type PlainDate } from '@qianmo/values/plain-date';
import { type Basis, findingOn } from './basis.ts';

const monthsOfCadence: Readonly<Record<Exclude<Cadence, 'ten_day'>, number>> = {
  monthly: 1,
  quarterly: 3,
  half_yearly: 6,
  yearly: 12,
};

/** Inspections, bulletins and reports fall due on the last day of the calendar period; both ends of the span count. */
export function listDueDates(cadence: Cadence, span: DateSpan): PlainDate[] {
  return listPeriodEnds(cadence, span);
}

/** Evaluations after acceptance recur from the acceptance day itself, not from calendar periods. */
export function listEvaluationDates(
  acceptedOn: PlainDate,
  cadence: Exclude<Cadence, 'ten_day'>,
  count: number,
): PlainDate[] {
  return listAnniversaries(acceptedOn, monthsOfCadence[cadence], count);
}

/** Months of the span without any of these days, as `YYYY-MM`. */
export function listMissingMonths(span: DateSpan, heldOn: readonly PlainDate[]): string[] {
  const held = new Set(heldOn.filter((day) => day >= span.start && day <= span.end).map(monthKey));
  return listMonths(span).filter((month) => !held.has(month));
}

/** At least `minimum` within the span; days outside it do not count. */
export function isHeldOften(span: DateSpan, heldOn: readonly PlainDate[], minimum: number): boolean {
  return heldOn.filter((day) => day >= span.start && day <= span.end).length >= minimum;
}

/** One finding for each period that has begun by `asOf`: done in it, still open, or overdue once its last day has ended. */
export function judgeCadence(
  { cadence, span, doneOn, asOf }: { cadence: Cadence; span: DateSpan; doneOn: readonly PlainDate[]; asOf: PlainDate },
  basis: Basis,
): Finding[] {
  let periodStart = span.start;
  const findings: Finding[] = [];
  for (const dueOn of listDueDates(cadence, span)) {
    const from = periodStart;
    if (asOf >= from) {
      const isDone = doneOn.some((day) => day >= from && day <= dueOn && day <= asOf);
      const verdict = isDone ? 'pass' : asOf > dueOn ? 'warn' : 'pending';
      findings.push(findingOn(basis, 'programme.cadence', verdict, { cadence, from, dueOn, asOf }));
    }
    periodStart = addDays(dueOn, 1);
  }
  return findings;
}
