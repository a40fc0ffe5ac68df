import { PassThrough, Readable } from 'node:stream';
import exceljs from 'exceljs';
import type { Sheet } from '../../contract/sheet.ts';
import { writeCell } from '../../contract/sheet-cell.ts';
import type { Download } from '../serve/context.ts';
import type { SheetValues } from './definition.ts';
import { type Language, pageName, XLSX } from './workbook.ts';

export type ExportOrder = {
  readonly format: 'xlsx' | 'csv';
  readonly language: Language;
  /** Whose rows these are, in words. */
  readonly scope: string;
  /** Instant of the reading. */
  readonly at: string;
  readonly rows: Iterable<SheetValues> | AsyncIterable<SheetValues>;
};

const words = {
  about: { zh: '说明', en: 'About' },
  title: { zh: '名称', en: 'Title' },
  definition: { zh: '口径', en: 'Definition' },
  scope: { zh: '范围', en: 'Scope' },
  at: { zh: '提取时间', en: 'Extracted at' },
} as const;

/** Streams a register as a file that says what it is, of whom and as of when, and can be read back by the same sheet. */
export function renderExport(sheet: Sheet, order: ExportOrder): Download {
  const day = shanghaiTime(order.at).slice(0, 10);
  const name = `${sheet.title[order.language]}-${day}.${order.format}`;
  if (order.format === 'csv')
    return {
      name,
      mediaType: 'text/csv; charset=utf-8',
      bytes: null,
      body: Readable.from(csvLines(sheet, order), { objectMode: false }),
    };
  const body = new PassThrough();
  writeWorkbook(sheet, order, body).catch((error: Error) => body.destroy(error));
  return { name, mediaType: XLSX, bytes: null, body };
}

/** Lines above the head; the reader looks for the head and passes over them. */
function aboutLines(sheet: Sheet, { language, scope, at }: ExportOrder): [string, string][] {
  return [
    [words.title[language], sheet.title[language]],
    [words.definition[language], sheet.definition[language]],
    [words.scope[language], scope],
    [words.at[language], shanghaiTime(at)],
  ];
}

async function writeWorkbook(sheet: Sheet, order: ExportOrder, stream: PassThrough): Promise<void> {
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ stream });
  const about = workbook.addWorksheet(words.about[order.language]);
  for (const line of aboutLines(sheet, order)) about.addRow(line).commit();
  about.commit();
  const page = workbook.addWorksheet(pageName(sheet, order.language), { views: [{ state: 'frozen', ySplit: 1 }] });
  for (const [index, column] of sheet.columns.entries()) page.getColumn(index + 1).width = column.width;
  page.addRow(sheet.columns.map(({ head }) => head[order.language])).commit();
  for await (const row of order.rows) {
    page
      .addRow(
        sheet.columns.map((column) =>
          cellValue(writeCell(column, row[column.key] ?? null, order.language), column.kind),
        ),
      )
      .commit();
    if (stream.writableNeedDrain) await new Promise((resolve) => stream.once('drain', resolve));
  }
  page.commit();
  await workbook.commit();
}

/** Numbers leave as numbers while they are exact as such; codes and names always as text. */
function cellValue(text: string, kind: string): string | number {
  const numeric = (kind === 'number' || kind === 'money') && text !== '' && text.length <= 15;
  return numeric ? Number(text) : text;
}

async function* csvLines(sheet: Sheet, order: ExportOrder): AsyncGenerator<Buffer> {
  const line = (cells: readonly string[]) => Buffer.from(`${cells.map(csvField).join(',')}\r\n`);
  yield Buffer.from('\ufeff');
  for (const about of aboutLines(sheet, order)) yield line(about);
  yield line(sheet.columns.map(({ head }) => head[order.language]));
  for await (const row of order.rows) {
    yield line(sheet.columns.map((column) => writeCell(column, row[column.key] ?? null, order.language)));
  }
}

/** What a spreadsheet would run as a formula gets an apostrophe; numbers keep their minus. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function shanghaiTime(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
