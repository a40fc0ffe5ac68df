import type { Finding } from '@qianmo/platform/finding';
import { earliestOf, type PlainDate } from '@qianmo/values/plain-date';
import { addWorkingDays, type Known, nearestWorkingDay, type WorkingCalendar } from '@qianmo/values/working-day';
import { type Basis, findingOn } from './basis.ts';

/** A task of the project ledger (项目台账). */
export type LedgerTask = {
  readonly id: string;
  /** Length in working days, at least 1. */
  readonly workingDays: number;
  /** Tasks that must be finished before this one starts. */
  readonly after: readonly string[];
  /** Not before this day, e.g. the date of the plan; null when nothing holds it back. */
  readonly notBefore: PlainDate | null;
  /** A deadline of its own, earlier than the whole; null for the deadline of the ledger. */
  readonly dueOn: PlainDate | null;
};

export type TaskDates = {
  readonly id: string;
  /** The day on which work must start at the latest. */
  readonly latestStart: PlainDate;
  /** The last day of work: due date of the task. */
  readonly latestFinish: PlainDate;
};

export type Schedule = { readonly dates: readonly TaskDates[]; readonly findings: readonly Finding[] };

type Placed = Map<string, Known<TaskDates>>;

/**
 * Schedules tasks backwards from a deadline over working days (倒排工作进度): each task ends on the working day before its
 * earliest successor starts, tasks without successors on the last working day up to the deadline. A task that would have to
 * start before it may is a finding that blocks; where the calendar of a year is not loaded there are no dates but a pending
 * finding. Unknown predecessors and circles block, and nothing is scheduled. Throws RangeError on a length below 1.
 */
export function scheduleBackwards(
  tasks: readonly LedgerTask[],
  deadline: PlainDate,
  calendar: WorkingCalendar,
  basis: Basis,
): Schedule {
  const flaws = [...duplicateFindings(tasks, basis), ...unknownFindings(tasks, basis)];
  const order = flaws.length === 0 ? lastFirst(tasks) : { sorted: [], circle: [] };
  if (order.circle.length > 0) {
    flaws.push(findingOn(basis, 'programme.schedule-circle', 'block', { tasks: order.circle.join(',') }));
  }
  if (flaws.length > 0) return { dates: [], findings: flaws };
  const placed: Placed = new Map();
  for (const task of order.sorted) placed.set(task.id, placeTask(task, { tasks, deadline, calendar, placed }));
  return collect(tasks, placed, basis);
}

function placeTask(
  task: LedgerTask,
  scope: { tasks: readonly LedgerTask[]; deadline: PlainDate; calendar: WorkingCalendar; placed: Placed },
): Known<TaskDates> {
  if (!Number.isInteger(task.workingDays) || task.workingDays < 1) {
    throw new RangeError(`task ${task.id} needs a length of at least one working day`);
  }
  const { calendar } = scope;
  const limits = [earliestOf(scope.deadline, task.dueOn ?? scope.deadline)];
  for (const successor of scope.tasks.filter(({ after }) => after.includes(task.id))) {
    const next = scope.placed.get(successor.id);
    if (!next) throw new Error(`task ${successor.id} was not placed before ${task.id}`);
    if (!next.known) return next;
    const dayBefore = addWorkingDays(calendar, next.value.latestStart, -1);
    if (!dayBefore.known) return dayBefore;
    limits.push(dayBefore.value);
  }
  const finish = nearestWorkingDay(calendar, limits.toSorted()[0] ?? scope.deadline, -1);
  if (!finish.known) return finish;
  const start = addWorkingDays(calendar, finish.value, 1 - task.workingDays);
  if (!start.known) return start;
  return { known: true, value: { id: task.id, latestStart: start.value, latestFinish: finish.value } };
}

function collect(tasks: readonly LedgerTask[], placed: Placed, basis: Basis): Schedule {
  const dates: TaskDates[] = [];
  const findings: Finding[] = [];
  for (const task of tasks) {
    const result = placed.get(task.id);
    if (!result?.known) {
      findings.push(
        findingOn(basis, 'programme.schedule-calendar', 'pending', { task: task.id, year: result?.year ?? null }),
      );
      continue;
    }
    dates.push(result.value);
    findings.push(startFinding(task, result.value, basis));
  }
  return { dates, findings };
}

function startFinding(task: LedgerTask, dates: TaskDates, basis: Basis): Finding {
  const isTooEarly = task.notBefore !== null && dates.latestStart < task.notBefore;
  return findingOn(basis, 'programme.schedule-start', isTooEarly ? 'block' : 'pass', {
    task: task.id,
    workingDays: task.workingDays,
    latestStart: dates.latestStart,
    latestFinish: dates.latestFinish,
    notBefore: task.notBefore,
  });
}

/** Successors before predecessors; what is left over stands in a circle or before one. */
function lastFirst(tasks: readonly LedgerTask[]): { sorted: LedgerTask[]; circle: string[] } {
  const sorted: LedgerTask[] = [];
  let waiting = [...tasks];
  while (waiting.length > 0) {
    const needed = new Set(waiting.flatMap(({ after }) => after));
    const free = waiting.filter(({ id }) => !needed.has(id));
    if (free.length === 0) return { sorted, circle: waiting.map(({ id }) => id) };
    sorted.push(...free);
    waiting = waiting.filter(({ id }) => needed.has(id));
  }
  return { sorted, circle: [] };
}

function unknownFindings(tasks: readonly LedgerTask[], basis: Basis): Finding[] {
  const ids = new Set(tasks.map(({ id }) => id));
  return tasks.flatMap(({ id, after }) =>
    after
      .filter((predecessor) => !ids.has(predecessor))
      .map((predecessor) =>
        findingOn(basis, 'programme.schedule-unknown-predecessor', 'block', { task: id, predecessor }),
      ),
  );
}

function duplicateFindings(tasks: readonly LedgerTask[], basis: Basis): Finding[] {
  const repeated = tasks.filter(({ id }, index) => tasks.findIndex((other) => other.id === id) !== index);
  return repeated.map(({ id }) => findingOn(basis, 'programme.schedule-duplicate-task', 'block', { task: id }));
}
