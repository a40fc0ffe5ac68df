import type { ParsedInputOf } from '@qianmo/platform/contract';
import { type Bound, type Context, on, readWorkingCalendar } from '@qianmo/platform/server';
import { daysBetween, yearOf } from '@qianmo/values/plain-date';
import { completeTask, listTasks, previewSchedule, saveTask, scheduleTasks, withdrawTask } from '../contract.ts';
import { type LedgerTask, type Schedule, scheduleBackwards } from '../rules/schedule.ts';
import { basisOf, getTargetOf, type InForce, loadInForce, requireEvidence, requireMembership } from './in-force.ts';
import type { ProgrammeParts } from './parts.ts';
import {
  closeTask,
  insertTask,
  listTaskRows,
  lockTasks,
  setDates,
  type TaskFacts,
  type TaskRow,
  updateTask,
} from './store/ledger.ts';

export function ledgerHandlers(parts: ProgrammeParts): Bound[] {
  return [
    on(listTasks, (ctx, input) => list(ctx, input)),
    on(saveTask, (ctx, input) => save(ctx, input)),
    on(completeTask, (ctx, input) => complete(ctx, parts, input)),
    on(withdrawTask, async (ctx, input) => {
      const rules = await loadInForce(ctx, input);
      const task = await getOpenTask(ctx, rules, input.id);
      const all = await listTaskRows(ctx.db, rules.key, { home: ctx.home });
      const needing = all.find((each) => each.status === 'open' && each.after.includes(task.id));
      if (needing) ctx.reject('task-needed', { params: { task: needing.id } });
      const how = { status: 'withdrawn' as const, doneOn: null, evidence: [], note: input.reason, at: ctx.now };
      const saved = await closeTask(ctx.db, { home: ctx.home, id: task.id, version: input.version }, how);
      return saved ? { id: task.id, version: saved.version } : ctx.stale({ task: task.id });
    }),
    on(scheduleTasks, (ctx, input) => schedule(ctx, input)),
    on(previewSchedule, async (ctx, input) => {
      const rules = await loadInForce(ctx, { programme: input.programme });
      const tasks = await listOpenTasks(ctx, rules, input.target);
      const { dates, findings } = await scheduleOf(ctx, rules, tasks, input.deadline);
      const titles = new Map(tasks.map((task) => [task.id, task.title]));
      return {
        version: rules.version.number,
        dates: dates.map((each) => ({ ...each, title: titles.get(each.id) ?? '' })),
        findings: [...findings],
      };
    }),
  ];
}

type ListInput = {
  programme: string;
  asOf?: string | undefined;
  page: number;
  pageSize: number;
  q?: string | undefined;
  status?: 'open' | 'done' | 'withdrawn' | 'overdue' | undefined;
  unit?: string | undefined;
  target?: string | undefined;
  sort: 'dueOn' | 'unit' | 'title';
};

async function list(ctx: Context, input: ListInput) {
  const rules = await loadInForce(ctx, input);
  const rows = await listTaskRows(ctx.db, rules.key, { target: input.target });
  const all = rows.filter((row) => row.enteredOn <= rules.day).map((row) => taskShape(row, rules.day));
  const q = input.q?.trim() ?? '';
  const found = all
    .filter((task) => input.unit === undefined || task.unit.ref === input.unit)
    .filter(
      (task) =>
        input.status === undefined || (input.status === 'overdue' ? task.overdue : task.status === input.status),
    )
    .filter((task) => [task.title, task.unit.name, task.post.title].some((text) => text.includes(q)))
    .toSorted((left, right) => sortKey(input.sort, left).localeCompare(sortKey(input.sort, right), 'zh'));
  const first = (input.page - 1) * input.pageSize;
  return {
    asOf: rules.day,
    version: rules.version.number,
    total: found.length,
    overdue: all.filter((task) => task.overdue).length,
    items: found.slice(first, first + input.pageSize),
  };
}

function sortKey(sort: ListInput['sort'], task: ReturnType<typeof taskShape>): string {
  if (sort === 'title') return task.title;
  return sort === 'unit' ? task.unit.name : (task.dueOn ?? '9999');
}

/** A task as it stood at the end of a day: one done later was still open then. */
export function taskShape(row: TaskRow, day: string) {
  const isDone = row.doneOn !== null && row.doneOn <= day;
  const status = row.status === 'done' && !isDone ? ('open' as const) : row.status;
  const lateUntil = isDone ? row.doneOn : day;
  const daysLate =
    row.dueOn === null || row.status === 'withdrawn' || lateUntil === null
      ? 0
      : Math.max(0, daysBetween(row.dueOn, lateUntil));
  const { enteredOn: _enteredOn, ...facts } = row;
  return {
    ...facts,
    after: [...row.after],
    status,
    doneOn: isDone ? row.doneOn : null,
    overdue: status === 'open' && daysLate > 0,
    daysLate,
  };
}

type SaveInput = { programme: string; id?: string | undefined; version?: number | undefined } & Omit<
  TaskFacts,
  'after'
> & {
    after: string[];
  };

async function save(ctx: Context, input: SaveInput) {
  const rules = await loadInForce(ctx, input);
  requireMembership(ctx, rules);
  if (input.target !== null) getTargetOf(ctx, rules, input.target);
  if (input.phase !== null && !rules.pack.phases.some((phase) => phase.id === input.phase)) {
    ctx.reject('phase-unknown', { status: 404, params: { phase: input.phase } });
  }
  const { notBefore, ownDeadline } = input;
  if (notBefore !== null && ownDeadline !== null && notBefore > ownDeadline) {
    ctx.reject('day-order', { params: { start: notBefore, end: ownDeadline } });
  }
  await requirePredecessors(ctx, rules, input);
  const { title, unit, post, target, phase, workingDays, after } = input;
  const facts = { title, unit, post, target, phase, workingDays, after, notBefore, ownDeadline };
  if (input.id === undefined) {
    const made = {
      ...facts,
      home: ctx.home,
      id: ctx.operation,
      enteredOn: ctx.today,
      rulesVersion: rules.version.number,
    };
    await insertTask(ctx.db, rules.key, made);
    return { id: ctx.operation, version: 1 };
  }
  const task = await getOpenTask(ctx, rules, input.id);
  const version = input.version ?? ctx.reject('version-missing');
  const saved = await updateTask(ctx.db, { home: ctx.home, id: task.id, version }, facts);
  return saved ? { id: task.id, version: saved.version } : ctx.stale({ task: task.id });
}

/** Predecessors are tasks of the same ledger, and not the task itself. */
async function requirePredecessors(ctx: Context, rules: InForce, input: SaveInput): Promise<void> {
  if (input.after.length === 0) return;
  const all = await listTaskRows(ctx.db, rules.key, { home: ctx.home });
  const known = new Set(all.filter((task) => task.status !== 'withdrawn').map((task) => task.id));
  const wrong = input.after.find((id) => id === input.id || !known.has(id));
  if (wrong !== undefined) ctx.reject('predecessor-unknown', { params: { task: wrong } });
}

async function getOpenTask(ctx: Context, rules: InForce, id: string): Promise<TaskRow> {
  const task = (await listTaskRows(ctx.db, rules.key, { home: ctx.home })).find((each) => each.id === id);
  if (!task) return ctx.reject('task-unknown', { status: 404, params: { task: id } });
  if (task.status !== 'open') ctx.reject('task-closed', { params: { task: id, status: task.status } });
  return task;
}

const listOpenTasks = async (ctx: Context, rules: InForce, target: string | undefined): Promise<TaskRow[]> =>
  (await listTaskRows(ctx.db, rules.key, { home: ctx.home, target })).filter((task) => task.status === 'open');

/** PROG-11: backwards from the deadline over the working days of this home (倒排工作进度). */
async function scheduleOf(
  ctx: Context,
  rules: InForce,
  tasks: readonly TaskRow[],
  deadline: string,
): Promise<Schedule> {
  const ids = new Set(tasks.map((task) => task.id));
  const ledger = tasks.map((task): LedgerTask => {
    const { id, workingDays, notBefore, ownDeadline } = task;
    return { id, workingDays, notBefore, dueOn: ownDeadline, after: task.after.filter((each) => ids.has(each)) };
  });
  const longest = tasks.reduce((days, task) => days + task.workingDays, 0);
  const first = yearOf(deadline) - 1 - Math.ceil(longest / 200);
  const calendar = await readWorkingCalendar(ctx.db, ctx.home, first, yearOf(deadline));
  return scheduleBackwards(ledger, deadline, calendar, basisOf(rules, null, null));
}

async function schedule(ctx: Context, input: { programme: string; deadline: string; target?: string | undefined }) {
  const rules = await loadInForce(ctx, { programme: input.programme });
  await lockTasks(ctx.db, rules.key, ctx.home);
  const tasks = await listOpenTasks(ctx, rules, input.target);
  if (tasks.length === 0) ctx.reject('nothing-to-schedule');
  const { dates, findings } = await scheduleOf(ctx, rules, tasks, input.deadline);
  const against = findings.filter((finding) => finding.verdict === 'block');
  if (against.length > 0)
    ctx.reject('schedule-impossible', { findings: against.slice(0, 10), params: { findings: against.length } });
  const unknown = findings.find((finding) => finding.verdict === 'pending');
  if (unknown) ctx.reject('calendar-missing', { findings: [unknown] });
  await setDates(ctx.db, ctx.home, dates);
  const earliestStart = dates.map((each) => each.latestStart).toSorted()[0] ?? null;
  return { scheduled: dates.length, earliestStart };
}

async function complete(ctx: Context, parts: ProgrammeParts, input: ParsedInputOf<typeof completeTask>) {
  const rules = await loadInForce(ctx, input);
  const task = await getOpenTask(ctx, rules, input.id);
  if (input.doneOn > ctx.today) ctx.reject('done-in-future', { params: { day: input.doneOn } });
  const all = await listTaskRows(ctx.db, rules.key, { home: ctx.home });
  const waiting = all.find((each) => task.after.includes(each.id) && each.status === 'open');
  if (waiting) ctx.reject('predecessor-open', { params: { task: waiting.id } });
  await requireEvidence(ctx, parts, 'task', input.evidence, task.id);
  const { doneOn, evidence, note = null } = input;
  const how = { status: 'done' as const, doneOn, evidence, note, at: ctx.now };
  const saved = await closeTask(ctx.db, { home: ctx.home, id: task.id, version: input.version }, how);
  return saved ? { id: task.id, version: saved.version } : ctx.stale({ task: task.id });
}
