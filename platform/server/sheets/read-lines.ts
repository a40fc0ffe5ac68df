import { searchKey } from '@qianmo/values/text';
import type { Sheet, SheetColumn } from '../../contract/sheet.ts';
import type { RawCell } from '../../contract/sheet-cell.ts';
import { SheetFault } from './fault.ts';

/** One line of a file, whatever its format: `number` counts from 1, cells by position. */
export type RawLine = { readonly number: number; readonly cells: readonly (RawCell | undefined)[] };

/** Cells of a line under the columns they belong to. */
export type RawRow = { readonly number: number; readonly cells: Readonly<Record<string, RawCell>> };

export type RawSheet = {
  readonly rows: readonly RawRow[];
  readonly unknownColumns: readonly string[];
  /** Column key to letter. */
  readonly letters: Readonly<Record<string, string>>;
};

const HEAD_WITHIN = 20; // titles and notes above the head are usual
const MOST_UNKNOWN = 50;

/** Finds the head, puts cells under their columns and leaves empty lines and the help line out. Throws `SheetFault`. */
export function readRows(sheet: Sheet, lines: readonly RawLine[]): RawSheet {
  const head = findHead(sheet, lines);
  const rows = lines
    .slice(head.at + 1)
    .map((line) => toRow(line, head.columns))
    .filter((row) => Object.keys(row.cells).length > 0 && !isHelp(sheet, row));
  if (rows.length === 0) throw new SheetFault('sheet-empty');
  if (rows.length > sheet.maxRows)
    throw new SheetFault('sheet-too-many-rows', { rows: rows.length, most: sheet.maxRows });
  const letters = Object.fromEntries([...head.columns].map(([position, { key }]) => [key, letterOf(position)]));
  return { rows, letters, unknownColumns: head.unknown.slice(0, MOST_UNKNOWN) };
}

/** How many columns of the sheet a line names: tells the right worksheet from the others. */
export function countHeads(sheet: Sheet, lines: readonly RawLine[]): number {
  const counted = lines.slice(0, HEAD_WITHIN).map((line) => matchHeads(sheet, line).columns.size);
  return Math.max(0, ...counted);
}

type Head = { at: number; columns: ReadonlyMap<number, SheetColumn>; unknown: string[] };

function findHead(sheet: Sheet, lines: readonly RawLine[]): Head {
  let best: Head = { at: -1, columns: new Map(), unknown: [] };
  for (const [at, line] of lines.slice(0, HEAD_WITHIN).entries()) {
    const found = matchHeads(sheet, line);
    if (found.columns.size > best.columns.size) best = { at, ...found };
  }
  const present = [...best.columns.values()];
  const missing = sheet.columns.filter((column) => column.required && !present.includes(column));
  if (missing.length > 0)
    throw new SheetFault('sheet-columns-missing', { columns: missing.map(({ head }) => head.zh).join('、') });
  const twice = present.find((column, index) => present.indexOf(column) !== index);
  if (twice) throw new SheetFault('sheet-column-twice', { column: twice.head.zh });
  return best;
}

function matchHeads(sheet: Sheet, line: RawLine): { columns: Map<number, SheetColumn>; unknown: string[] } {
  const columns = new Map<number, SheetColumn>();
  const unknown: string[] = [];
  for (const [position, cell] of line.cells.entries()) {
    if (!cell || cell.kind === 'fault') continue;
    const asked = headKey(cell.text);
    const column = sheet.columns.find(({ head }) =>
      [head.zh, head.en, head.zh + head.en].some((each) => headKey(each) === asked),
    );
    if (column) columns.set(position, column);
    else unknown.push(cell.text.slice(0, 80));
  }
  return { columns, unknown };
}

/** 乡镇*, 乡镇 (必填) and 乡镇 are one head. */
function headKey(text: string): string {
  return searchKey(text).replaceAll(/\((?:必填|选填|required|optional)\)|[*:]/g, '');
}

function toRow(line: RawLine, columns: ReadonlyMap<number, SheetColumn>): RawRow {
  const cells: Record<string, RawCell> = {};
  for (const [position, { key }] of columns) {
    const cell = line.cells[position];
    if (cell) cells[key] = cell;
  }
  return { number: line.number, cells };
}

/** The second line of the template explains the columns; people leave it in. */
function isHelp(sheet: Sheet, row: RawRow): boolean {
  return Object.entries(row.cells).every(([key, cell]) => {
    const help = sheet.columns.find((column) => column.key === key)?.help;
    return help !== undefined && [help.zh, help.en].some((each) => searchKey(each) === searchKey(cell.text));
  });
}

/** 0 → A, 26 → AA. */
function letterOf(position: number): string {
  const last = String.fromCharCode(65 + (position % 26));
  return position < 26 ? last : letterOf(Math.floor(position / 26) - 1) + last;
}
