import { parseWan, readMoney, wanFigure } from '@qianmo/values/money';
import { findShare } from '@qianmo/values/share';

/** A row as it is typed: amounts in 万元 as text, so that nothing typed is lost while it is not yet an amount. */
export type DraftRow = {
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
  readonly amount: string;
  readonly quantity: string;
  readonly unitAmount: string;
  readonly source: string;
  readonly clause: string;
};

type StoredRow = {
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
  readonly amountFen: string | null;
  readonly quantity: string | null;
  readonly unitAmountFen: string | null;
  readonly source: string | null;
  readonly clause: string | null;
};

export type RowProblem = { readonly id: string; readonly code: 'name' | 'amount' };

export function draftOf(row: StoredRow): DraftRow {
  const wan = (fen: string | null) => (fen === null ? '' : wanFigure(BigInt(fen)));
  return {
    id: row.id,
    parent: row.parent,
    name: row.name,
    amount: wan(row.amountFen),
    quantity: row.quantity ?? '',
    unitAmount: wan(row.unitAmountFen),
    source: row.source ?? '',
    clause: row.clause ?? '',
  };
}

export function emptyRow(id: string, parent: string | null, name = ''): DraftRow {
  return { id, parent, name, amount: '', quantity: '', unitAmount: '', source: '', clause: '' };
}

/** What cannot be sent: a row without a name, an amount that is none. */
export function rowProblems(rows: readonly DraftRow[]): RowProblem[] {
  return rows.flatMap((row): RowProblem[] => {
    if (row.name.trim() === '') return [{ id: row.id, code: 'name' }];
    const amounts = [row.amount, row.unitAmount].filter((text) => text.trim() !== '');
    const areRight = amounts.every((text) => readMoney(text, '万元').ok);
    const isCount = row.quantity.trim() === '' || findShare(row.quantity.trim()) !== undefined;
    return areRight && isCount ? [] : [{ id: row.id, code: 'amount' }];
  });
}

/** Rows as the operation takes them; call only where `rowProblems` finds none. */
export function storedOf(rows: readonly DraftRow[]) {
  const fen = (text: string) => (text.trim() === '' ? null : String(parseWan(text)));
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  return rows.map((row) => ({
    id: row.id,
    parent: row.parent,
    name: row.name.trim(),
    amountFen: fen(row.amount),
    quantity: orNull(row.quantity),
    unitAmountFen: fen(row.unitAmount),
    source: orNull(row.source),
    clause: orNull(row.clause),
  }));
}

/** Parents before their parts, each part behind its parent: the order in which rows are shown and sent. */
export function inOrder(rows: readonly DraftRow[]): { row: DraftRow; depth: number }[] {
  const below = (parent: string | null, depth: number): { row: DraftRow; depth: number }[] =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [{ row, depth }, ...below(row.id, depth + 1)]);
  return below(null, 0);
}

export function withoutRow(rows: readonly DraftRow[], id: string): DraftRow[] {
  const gone = new Set([id]);
  for (const { row } of inOrder(rows)) if (row.parent !== null && gone.has(row.parent)) gone.add(row.id);
  return rows.filter((row) => !gone.has(row.id));
}

/** `L1`, `L2` …: the first that no row has. */
export function freeId(rows: readonly DraftRow[]): string {
  for (let number = 1; ; number += 1) if (!rows.some(({ id }) => id === `L${number}`)) return `L${number}`;
}
