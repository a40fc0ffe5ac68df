import { z } from 'zod';
import type { CheckReport, LoggedAct, LoggedChange, LoggedValue } from '../../contract/audit.ts';
import { NATION } from '../database/homes.ts';
import type { VerifyReport } from './report.ts';
import type { ActRow, ChangeRow, FieldRow } from './store.ts';

/** Rows of the log as they are told. */

const MOST_CHARACTERS = 2_000;

export function actOf(row: ActRow): LoggedAct {
  return {
    home: row.home,
    id: row.id,
    seq: row.seq.toString(),
    actor: row.actor,
    posting: row.posting,
    operation: row.operation,
    version: row.version,
    outcome: row.outcome,
    code: row.code,
    happenedAt: row.happened_at,
    arrivedAt: row.arrived_at,
    device: row.device,
    changes: row.changes,
  };
}

export function changeOf(row: ChangeRow): LoggedChange {
  return {
    seq: row.seq.toString(),
    home: row.home,
    table: row.table_name,
    key: row.key,
    kind: row.kind,
    fields: row.fields.map(fieldOf),
    rowHash: row.row_hash?.toString('hex') ?? null,
  };
}

export function fieldOf(row: FieldRow) {
  return { field: row.field, old: loggedValueOf(row.old, row.old_type), new: loggedValueOf(row.new, row.new_type) };
}

const kinds: Readonly<Record<string, LoggedValue['kind']>> = {
  string: 'text',
  number: 'number',
  boolean: 'flag',
  null: 'empty',
};

/** Bytes in the log are secrets or personal data under a key of their own: their size is told, never they. */
function loggedValueOf(text: string | null, type: string | null): LoggedValue | null {
  if (type === null) return null;
  if (type === 'string' && text !== null && /^\\x(?:[0-9a-f]{2})+$/.test(text))
    return { kind: 'bytes', text: String((text.length - 2) / 2), cut: false };
  const whole = text ?? '';
  return { kind: kinds[type] ?? 'json', text: whole.slice(0, MOST_CHARACTERS), cut: whole.length > MOST_CHARACTERS };
}

const MOST_PROBLEMS = 200;
const MOST_DETAIL = 400;

/** As it is kept: a damaged log can have a problem for every row, a report tells the first ones. */
export function keepReport(report: VerifyReport): string {
  const problems = report.problems.slice(0, MOST_PROBLEMS).map((problem) => ({
    ...problem,
    seq: problem.seq?.toString() ?? null,
    detail: problem.detail.slice(0, MOST_DETAIL),
  }));
  return JSON.stringify({ ...report, problems });
}

const kept = z.object({
  batches: z.number(),
  leaves: z.number(),
  tables: z.number(),
  rows: z.number(),
  problemCount: z.number(),
  problems: z.array(z.custom<CheckReport['problems'][number]>()),
  unsealedTail: z.number(),
  lastBatch: z.custom<CheckReport['lastBatch']>(),
  lastWitnessed: z.custom<CheckReport['lastWitnessed']>(),
});

type StoredCheck = { home: string; id: string; asked_by: string; checked_at: string; report: unknown };

/** What of a report a reader of these homes is shown: problems of the log itself, of common rows, and of their own. */
export function checkOf(row: StoredCheck, readable: ReadonlySet<string>): CheckReport {
  const { problems, ...figures } = kept.parse(row.report);
  const shown = problems.filter(
    (problem) => problem.home === null || problem.home === NATION || readable.has(problem.home),
  );
  return {
    id: row.id,
    home: row.home,
    askedBy: row.asked_by,
    checkedAt: row.checked_at,
    ...figures,
    problems: shown,
    notShown: figures.problemCount - shown.length,
  };
}
