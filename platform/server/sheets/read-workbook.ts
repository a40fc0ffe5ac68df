import exceljs, { type Cell, type CellValue, type Worksheet } from 'exceljs';
import type { Sheet } from '../../contract/sheet.ts';
import type { RawCell } from '../../contract/sheet-cell.ts';
import { findEntries, unpack } from '../files/zip.ts';
import { SheetFault } from './fault.ts';
import { countHeads, type RawLine } from './read-lines.ts';

const MOST_BYTES = 48 * 1_048_576; // unpacked: 20,000 rows of 60 columns are some 40 MB
const MOST_CELLS = 400_000;
const MOST_MERGED = 20_000;
const MOST_COLUMNS = 200;
/** Parts of a worksheet that say nothing about values; some are unfolded cell by cell when read. */
const ignoreNodes = [
  'dataValidations',
  'conditionalFormatting',
  'extLst',
  'drawing',
  'legacyDrawing',
  'picture',
  'tableParts',
  'hyperlinks',
];

/** Lines of the worksheet that has the sheet's head (else of the first visible one). Throws `SheetFault`. */
export async function readWorkbook(sheet: Sheet, content: Buffer): Promise<RawLine[]> {
  await requireBearable(content, sheet.maxRows);
  const workbook = new exceljs.Workbook();
  try {
    // The library's own type of a buffer is older than Node's.
    await workbook.xlsx.load(content as unknown as Parameters<typeof workbook.xlsx.load>[0], { ignoreNodes });
  } catch {
    throw new SheetFault('sheet-unreadable');
  }
  const visible = workbook.worksheets.filter(({ state }) => state === 'visible').map(linesOf);
  const best = visible.reduce<RawLine[] | undefined>(
    (most, lines) => (most && countHeads(sheet, most) >= countHeads(sheet, lines) ? most : lines),
    undefined,
  );
  if (!best) throw new SheetFault('sheet-empty');
  return best;
}

/**
 * Unpacks every member under one budget before the library sees the file: what a workbook claims of its size is not
 * believed, and a small file that unfolds to gigabytes is never unfolded.
 */
async function requireBearable(content: Buffer, maxRows: number): Promise<void> {
  const entries = findEntries(content, 0);
  if (!entries) throw new SheetFault('sheet-unreadable');
  let left = MOST_BYTES;
  let cells = 0;
  for (const entry of entries) {
    const member = await unpack(content, entry, left).catch(() => {
      throw new SheetFault('sheet-unreadable');
    });
    if (member === undefined) throw new SheetFault('sheet-too-big', { mostBytes: MOST_BYTES });
    left -= member.length;
    if (!/^xl\/worksheets\/[^/]+\.xml$/.test(entry.name)) continue;
    const xml = member.toString('latin1');
    cells += countOf(xml, '<c ');
    if (countOf(xml, '<row ') > maxRows * 4 + 1_000) throw new SheetFault('sheet-too-many-rows', { most: maxRows });
    if (cells > MOST_CELLS || mergedCells(xml) > MOST_MERGED)
      throw new SheetFault('sheet-too-big', { mostCells: MOST_CELLS });
  }
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}

function mergedCells(xml: string): number {
  let count = 0;
  for (const [, left = '', top, right = '', bottom] of xml.matchAll(/<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g)) {
    count += (columnNumber(right) - columnNumber(left) + 1) * (Number(bottom) - Number(top) + 1);
  }
  return count;
}

function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function linesOf(worksheet: Worksheet): RawLine[] {
  const lines: RawLine[] = [];
  worksheet.eachRow({ includeEmpty: false }, (row, number) => {
    const cells: (RawCell | undefined)[] = [];
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      if (column <= MOST_COLUMNS) cells[column - 1] = cellOf(cell);
    });
    lines.push({ number, cells: Array.from(cells) });
  });
  return lines;
}

function cellOf(cell: Cell): RawCell | undefined {
  if (!cell.isMerged || cell.master === cell) return readValue(cell.value);
  const meant = readValue(cell.master.value);
  return meant && { kind: 'fault', text: 'cell-merged', ...(meant.kind === 'fault' ? {} : { meant: meant.text }) };
}

function readValue(value: CellValue | undefined): RawCell | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value.trim() === '' ? undefined : { kind: 'text', text: value };
  if (typeof value === 'number') return { kind: 'number', text: shortest(value) };
  if (typeof value === 'boolean') return { kind: 'text', text: value ? 'TRUE' : 'FALSE' };
  if (value instanceof Date) return dateOf(value);
  if ('error' in value) return { kind: 'fault', text: 'cell-error' };
  if ('richText' in value) return readValue(value.richText.map(({ text }) => text).join(''));
  if ('formula' in value || 'sharedFormula' in value)
    return readValue(value.result) ?? { kind: 'fault', text: 'cell-formula-empty' };
  return 'text' in value ? readValue(value.text) : { kind: 'fault', text: 'cell-unreadable' };
}

function dateOf(value: Date): RawCell {
  if (Number.isNaN(value.getTime())) return { kind: 'fault', text: 'cell-error' };
  return { kind: 'date', text: value.toISOString().slice(0, 10) };
}

/** 15 digits, as spreadsheets show: 0.30000000000000004 was typed as 0.3. */
function shortest(value: number): string {
  const rounded = Number(value.toPrecision(15));
  const text = String(rounded);
  return /e/.test(text) ? rounded.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }) : text;
}
