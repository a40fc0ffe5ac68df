import type { Database } from '@qianmo/platform/server';
import { z } from 'zod';
import { budgetRow } from '../contract/budget.ts';
import type { Pack } from '../pack/index.ts';
import { findInForce } from './in-force.ts';
import { listBudgetVersions } from './store/budget.ts';
import { listTaskRows } from './store/ledger.ts';
import { findProgramme, getPack, listVersionRows, type ProgrammeKey } from './store/programme.ts';

/** What somebody must answer for: every target, open task and budget leaf of a programme (GOV-08). */
export type PlanSubject = {
  readonly kind: 'target' | 'task' | 'budget-line';
  readonly id: string;
  readonly name: string;
};

/** Of the plan in force on the day; nothing before a first version takes effect. Tasks are those of the asking home. */
export async function planSubjects(
  db: Database,
  query: { home: string; programme: string; day: string },
): Promise<PlanSubject[]> {
  const key = await findProgramme(db, query.home, query.programme);
  const version = key && findInForce(await listVersionRows(db, key), query.day);
  if (!key || !version) return [];
  const pack = await getPack(db, key, version);
  const tasks = await listTaskRows(db, key, { home: query.home });
  return [
    ...pack.targets.map((target) => ({ kind: 'target' as const, id: target.id, name: target.name.zh })),
    ...tasks
      .filter((task) => task.status !== 'withdrawn')
      .map((task) => ({ kind: 'task' as const, id: task.id, name: task.title })),
    ...(await leavesOf(db, key, pack, query.day)),
  ];
}

/** Leaves of the approved budget; where none is approved by the day, the lines that the plan itself sets. */
async function leavesOf(db: Database, key: ProgrammeKey, pack: Pack, day: string): Promise<PlanSubject[]> {
  const approved = (await listBudgetVersions(db, key)).findLast((each) => each.approvedOn && each.approvedOn <= day);
  const rows = approved
    ? leafRows(z.array(budgetRow).parse(approved.lines))
    : (pack.budget?.groups ?? []).flatMap((group) => group.lines);
  return rows.map((row) => ({ kind: 'budget-line' as const, id: row.id, name: row.name }));
}

function leafRows(rows: readonly z.output<typeof budgetRow>[]): readonly z.output<typeof budgetRow>[] {
  const parents = new Set(rows.map((row) => row.parent));
  return rows.filter((row) => !parents.has(row.id));
}
