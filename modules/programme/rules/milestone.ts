import type { Finding } from '@qianmo/platform/finding';
import { addDays, daysBetween, type PlainDate } from '@qianmo/values/plain-date';
import { type Basis, findingOn } from './basis.ts';

export type MilestoneStatus = 'upcoming' | 'running' | 'done' | 'overdue' | 'undated';

export type Milestone = {
  readonly id: string;
  /** Null where the plan names only the end ("9月下旬前完成"). */
  readonly startOn: PlainDate | null;
  /** The last day still belongs to the phase. Null where the plan sets no end. */
  readonly endOn: PlainDate | null;
};

export type MilestoneJudgement = {
  readonly status: MilestoneStatus;
  /** Finished, but after its last day. */
  readonly isLate: boolean;
  /** Days past the last day while not finished, or by which it was finished late; 0 otherwise. */
  readonly daysLate: number;
  readonly finding: Finding;
};

export type Reminder = {
  readonly milestone: string;
  readonly event: 'start' | 'end';
  readonly eventOn: PlainDate;
  readonly remindOn: PlainDate;
  readonly leadDays: number;
};

/** Where a phase or milestone stands at the end of a day. `doneOn` later than the day does not count yet. */
export function judgeMilestone(
  milestone: Milestone,
  { asOf, doneOn }: { asOf: PlainDate; doneOn: PlainDate | null },
  basis: Basis,
): MilestoneJudgement {
  const isDone = doneOn !== null && doneOn <= asOf;
  const lateUntil = isDone ? doneOn : asOf;
  const daysLate = milestone.endOn === null ? 0 : Math.max(0, daysBetween(milestone.endOn, lateUntil));
  const status = isDone ? 'done' : openStatus(milestone, asOf);
  const isLate = isDone && daysLate > 0;
  const verdict = status === 'overdue' || isLate ? 'warn' : status === 'undated' ? 'pending' : 'pass';
  const finding = findingOn(basis, 'programme.milestone', verdict, {
    milestone: milestone.id,
    status,
    asOf,
    startOn: milestone.startOn,
    endOn: milestone.endOn,
    doneOn: isDone ? doneOn : null,
    daysLate,
  });
  return { status, isLate, daysLate, finding };
}

/** Every reminder of a milestone, earliest first: `leadDays` calendar days before its start and its end (0 is the day itself). */
export function listReminders(
  milestone: Milestone,
  leads: { readonly startLeadDays: readonly number[]; readonly endLeadDays: readonly number[] },
): Reminder[] {
  const starts = reminders(milestone.id, 'start', milestone.startOn, leads.startLeadDays);
  const ends = reminders(milestone.id, 'end', milestone.endOn, leads.endLeadDays);
  return [...starts, ...ends].toSorted((left, right) => (left.remindOn < right.remindOn ? -1 : 1));
}

/**
 * Reminders whose day lies after `after` (the last day already served, null at the first run) and not after `upTo`, so that
 * days without a run are caught up and none is sent twice. Those of events already past are left out: these are overdue.
 */
export function remindersDue(
  all: readonly Reminder[],
  { after, upTo }: { after: PlainDate | null; upTo: PlainDate },
): Reminder[] {
  return all.filter(
    ({ remindOn, eventOn }) => (after === null || remindOn > after) && remindOn <= upTo && eventOn >= upTo,
  );
}

function openStatus({ startOn, endOn }: Milestone, asOf: PlainDate): MilestoneStatus {
  if (startOn === null && endOn === null) return 'undated';
  if (endOn !== null && asOf > endOn) return 'overdue';
  return startOn !== null && asOf < startOn ? 'upcoming' : 'running';
}

function reminders(
  milestone: string,
  event: Reminder['event'],
  eventOn: PlainDate | null,
  leadDays: readonly number[],
): Reminder[] {
  if (eventOn === null) return [];
  return [...new Set(leadDays)].map((days) => ({
    milestone,
    event,
    eventOn,
    remindOn: addDays(eventOn, -days),
    leadDays: days,
  }));
}
