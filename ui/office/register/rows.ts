import type { Choice, Column, RegisterState, Sorting, SortValue } from './column.ts';

/** Rows that meet search and filters, in the order asked for. */
export function arrangeRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], state: RegisterState): Row[] {
  const words = searchWords(state.q);
  const filters = columns.flatMap((column) => {
    const wanted = state.filters.get(column.key);
    return column.filter && wanted && wanted.length > 0 ? [{ of: column.filter.of, wanted: new Set(wanted) }] : [];
  });
  const kept = rows.filter(
    (row) =>
      filters.every(({ of, wanted }) => [of(row)].flat().some((value) => wanted.has(value))) &&
      (words.length === 0 || holdsWords(row, columns, words)),
  );
  return state.sort ? sortRows(kept, columns, state.sort) : kept;
}

/** Dots in names are typed in many ways; all count as one (U+00B7). */
function searchWords(q: string): string[] {
  return normalise(q)
    .split(/\s+/)
    .filter((word) => word !== '');
}

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[•‧∙⋅・.]/g, '·');
}

function holdsWords<Row>(row: Row, columns: readonly Column<Row>[], words: readonly string[]): boolean {
  const text = normalise(columns.map((column) => column.text(row)).join('\n'));
  return words.every((word) => text.includes(word));
}

function sortRows<Row>(rows: Row[], columns: readonly Column<Row>[], sorting: Sorting): Row[] {
  const column = columns.find(({ key }) => key === sorting.key);
  if (!column || column.sort === false) return rows;
  const value = column.sort ?? column.text;
  const direction = sorting.down ? -1 : 1;
  return rows
    .map((row) => ({ row, value: value(row) }))
    .sort((left, right) => compare(left.value, right.value, direction))
    .map(({ row }) => row);
}

const collator = new Intl.Collator('zh-CN', { numeric: true });

function compare(left: SortValue, right: SortValue, direction: 1 | -1): number {
  if (left === null || left === '') return right === null || right === '' ? 0 : 1;
  if (right === null || right === '') return -1;
  if (typeof left === 'string' || typeof right === 'string')
    return direction * collator.compare(String(left), String(right));
  return direction * (left < right ? -1 : left > right ? 1 : 0);
}

/** What a filter offers, with the number of rows behind each choice. */
export function filterChoices<Row>(
  column: Column<Row>,
  rows: readonly Row[],
): { readonly choice: Choice; readonly count: number }[] {
  if (!column.filter) return [];
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const value of [column.filter.of(row)].flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
  const choices =
    column.filter.choices ??
    [...counts.keys()].sort(collator.compare).map((value) => ({ value, label: value === '' ? '—' : value }));
  return choices.map((choice) => ({ choice, count: counts.get(choice.value) ?? 0 }));
}
