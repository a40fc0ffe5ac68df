import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import type { Evidence } from '../../contract.ts';
import type { ProgrammeKey } from './programme.ts';

export type TaskRow = {
  readonly home: string;
  readonly id: string;
  readonly title: string;
  readonly unit: { readonly ref: string; readonly name: string };
  readonly post: { readonly id: string | null; readonly title: string };
  readonly target: string | null;
  readonly phase: string | null;
  readonly workingDays: number;
  readonly after: readonly string[];
  readonly notBefore: string | null;
  readonly ownDeadline: string | null;
  readonly startOn: string | null;
  readonly dueOn: string | null;
  readonly status: 'open' | 'done' | 'withdrawn';
  readonly doneOn: string | null;
  readonly evidence: Evidence[];
  readonly enteredOn: string;
  readonly rulesVersion: number;
  readonly version: number;
};

/** Tasks of a programme that this transaction may see: its own home's and those of homes below. */
export async function listTaskRows(
  db: Database,
  key: ProgrammeKey,
  only: { home?: string; target?: string | undefined } = {},
): Promise<TaskRow[]> {
  let query = db
    .selectFrom('programme.task')
    .selectAll()
    .where('programme_home', '=', key.home)
    .where('programme', '=', key.id);
  if (only.home !== undefined) query = query.where('home', '=', only.home);
  if (only.target !== undefined) query = query.where('target', '=', only.target);
  const rows = await query.orderBy('due_on').orderBy('id').execute();
  return rows.map((row) => ({
    home: row.home,
    id: row.id,
    title: row.title,
    unit: { ref: row.unit, name: row.unit_name },
    post: { id: row.post, title: row.post_title },
    target: row.target,
    phase: row.phase,
    workingDays: row.working_days,
    after: row.predecessors,
    notBefore: row.not_before,
    ownDeadline: row.own_deadline,
    startOn: row.start_on,
    dueOn: row.due_on,
    status: row.status as TaskRow['status'],
    doneOn: row.done_on,
    evidence: row.evidence as Evidence[],
    enteredOn: row.entered_on,
    rulesVersion: row.rules_version,
    version: row.version,
  }));
}

export type TaskFacts = Pick<
  TaskRow,
  'title' | 'unit' | 'post' | 'target' | 'phase' | 'workingDays' | 'after' | 'notBefore' | 'ownDeadline'
>;

const columnsOf = (facts: TaskFacts) => ({
  title: facts.title,
  unit: facts.unit.ref,
  unit_name: facts.unit.name,
  post: facts.post.id,
  post_title: facts.post.title,
  target: facts.target,
  phase: facts.phase,
  working_days: facts.workingDays,
  predecessors: [...facts.after],
  not_before: facts.notBefore,
  own_deadline: facts.ownDeadline,
});

export async function insertTask(
  db: Database,
  key: ProgrammeKey,
  made: TaskFacts & { home: string; id: string; enteredOn: string; rulesVersion: number },
): Promise<void> {
  await db
    .insertInto('programme.task')
    .values({
      home: made.home,
      id: made.id,
      programme_home: key.home,
      programme: key.id,
      ...columnsOf(made),
      entered_on: made.enteredOn,
      rules_version: made.rulesVersion,
    })
    .execute();
}

type Edited = { home: string; id: string; version: number };

/** New facts make an old schedule void. Undefined when somebody saved first. */
export function updateTask(db: Database, task: Edited, facts: TaskFacts): Promise<{ version: number } | undefined> {
  return db
    .updateTable('programme.task')
    .set({ ...columnsOf(facts), start_on: null, due_on: null, version: sql<number>`version + 1` })
    .where('home', '=', task.home)
    .where('id', '=', task.id)
    .where('version', '=', task.version)
    .returning('version')
    .executeTakeFirst();
}

export function closeTask(
  db: Database,
  task: Edited,
  how: {
    status: 'done' | 'withdrawn';
    doneOn: string | null;
    evidence: readonly Evidence[];
    note: string | null;
    at: string;
  },
): Promise<{ version: number } | undefined> {
  return db
    .updateTable('programme.task')
    .set({
      status: how.status,
      done_on: how.doneOn,
      evidence: JSON.stringify(how.evidence),
      note: how.note,
      closed_at: how.at,
      version: sql<number>`version + 1`,
    })
    .where('home', '=', task.home)
    .where('id', '=', task.id)
    .where('version', '=', task.version)
    .returning('version')
    .executeTakeFirst();
}

/** Stores the dates of many tasks in one statement. */
export async function setDates(
  db: Database,
  home: string,
  dates: readonly { id: string; latestStart: string; latestFinish: string }[],
): Promise<void> {
  const [ids, starts, ends] = [
    dates.map((each) => each.id),
    dates.map((each) => each.latestStart),
    dates.map((each) => each.latestFinish),
  ];
  await sql`
    update programme.task t set start_on = d.start_on, due_on = d.due_on, version = t.version + 1
    from unnest(${ids}::uuid[], ${starts}::date[], ${ends}::date[]) as d (id, start_on, due_on)
    where t.home = ${home} and t.id = d.id`.execute(db);
}

/** Locks the open tasks of a home, so that nobody changes one while they are scheduled. */
export async function lockTasks(db: Database, key: ProgrammeKey, home: string): Promise<void> {
  await db
    .selectFrom('programme.task')
    .select('id')
    .where('home', '=', home)
    .where('programme_home', '=', key.home)
    .where('programme', '=', key.id)
    .where('status', '=', 'open')
    .orderBy('id')
    .forUpdate()
    .execute();
}
