import type { CellProblem, RowOutcome, Sheet, SheetCounts } from '../../contract/sheet.ts';
import { readCell } from '../../contract/sheet-cell.ts';
import type { CheckedRow, DefinedSheet, SheetContext } from './definition.ts';
import type { RawRow } from './read-lines.ts';

/** A row with everything known of it. `resolved` is the register's own and lives only as long as the transaction. */
export type EvaluatedRow = RawRow & {
  readonly values: Readonly<Record<string, string | null>>;
  readonly problems: readonly CellProblem[];
  readonly outcome: RowOutcome;
  readonly key: string | null;
  readonly resolved: unknown;
};

/** Reads every cell, then lets the register check the rows whose cells could be read. */
export async function evaluate(
  register: DefinedSheet,
  context: SheetContext,
  rows: readonly RawRow[],
): Promise<EvaluatedRow[]> {
  const read = rows.map((row) => readRow(register.sheet, row));
  const readable = read.filter(({ problems }) => problems.length === 0);
  const answers = await register.check(context, readable);
  if (answers.length !== readable.length) throw new Error(`${register.sheet.name}: check answered other rows`);
  const checked = new Map(readable.map((row, index) => [row.number, answers[index]]));
  return read.map((row) => ({ ...row, ...judge(row.problems, checked.get(row.number)) }));
}

function readRow(sheet: Sheet, row: RawRow) {
  const values: Record<string, string | null> = {};
  const problems: CellProblem[] = [];
  for (const column of sheet.columns) {
    const { value, problem } = readCell(column, row.cells[column.key]);
    values[column.key] = value;
    if (problem) problems.push(problem);
  }
  return { ...row, values, problems };
}

function judge(problems: readonly CellProblem[], checked: CheckedRow<unknown> | undefined) {
  if (!checked) return { problems, outcome: 'wrong' as const, key: null, resolved: null };
  if (checked.outcome === 'wrong')
    return { problems: checked.problems, outcome: 'wrong' as const, key: null, resolved: null };
  return { problems: [], outcome: checked.outcome, key: checked.key, resolved: checked.resolved };
}

/** Of several rows for one thing only the first counts. */
export function markRepeated(rows: readonly EvaluatedRow[]): EvaluatedRow[] {
  const first = new Map<string, number>();
  return rows.map((row) => {
    if (row.key === null) return row;
    const before = first.get(row.key);
    if (before === undefined) first.set(row.key, row.number);
    return before === undefined ? row : { ...row, outcome: 'wrong', problems: [repeatedRow(before)] };
  });
}

export function repeatedRow(first: number): CellProblem {
  return { column: null, code: 'row-repeated', params: { row: first }, suggestion: null };
}

export function countOutcomes(rows: readonly { readonly outcome: RowOutcome }[]): SheetCounts {
  const counts = { new: 0, changed: 0, same: 0, wrong: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}
