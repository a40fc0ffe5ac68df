import type { Sheet } from '../../contract/sheet.ts';
import { readCsv } from './read-csv.ts';
import { type RawSheet, readRows } from './read-lines.ts';
import { readWorkbook } from './read-workbook.ts';

export const sheetTypes = ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'text/csv'];

/** Reads a stored file as rows of a sheet. Throws `SheetFault` with the reason why it cannot be. */
export async function readSheet(sheet: Sheet, mediaType: string, content: Buffer): Promise<RawSheet> {
  const lines =
    mediaType === 'text/csv' ? readCsv(content, sheet.maxRows * 2 + 100) : await readWorkbook(sheet, content);
  return readRows(sheet, lines);
}
