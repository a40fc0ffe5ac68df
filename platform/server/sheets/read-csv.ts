import type { RawCell } from '../../contract/sheet-cell.ts';
import { SheetFault } from './fault.ts';
import type { RawLine } from './read-lines.ts';

/** Lines of a CSV file in UTF-8 or, as older office programs write it, GB 18030. Throws `SheetFault`. */
export function readCsv(content: Buffer, mostLines: number): RawLine[] {
  const text = decode(content);
  const mark = findMark(text);
  return splitRecords(text, mark, mostLines).map((record, index) => ({
    number: index + 1,
    cells: record.map(toCell),
  }));
}

function decode(content: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(content);
    } catch {
      // the next one may fit
    }
  }
  throw new SheetFault('sheet-unreadable');
}

/** Our own exports put an apostrophe before what a spreadsheet would take for a formula. */
function toCell(text: string): RawCell | undefined {
  const plain = /^'[=+\-@\t]/.test(text) ? text.slice(1) : text;
  return plain.trim() === '' ? undefined : { kind: 'text', text: plain };
}

/** Comma, tab or semicolon: whichever stands most often in the first lines. */
function findMark(text: string): string {
  const start = text.slice(0, 4_000);
  const counted = [',', '\t', ';'].map((mark) => ({ mark, count: start.split(mark).length }));
  return counted.reduce((most, each) => (each.count > most.count ? each : most)).mark;
}

/** RFC 4180: quoted fields may hold marks, quotes doubled, and line ends. */
function splitRecords(text: string, mark: string, mostLines: number): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const plain = new RegExp(`[^${mark}\\r\\n]*`, 'y');
  let at = 0;
  while (at < text.length) {
    const field = text[at] === '"' ? readQuoted(text, at, records.length + 1) : { value: '', end: at };
    plain.lastIndex = field.end;
    const rest = plain.exec(text)?.[0] ?? '';
    record.push(field.value + rest);
    at = field.end + rest.length;
    const isMark = text[at] === mark;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    if (isMark && at < text.length) continue;
    if (isMark) record.push('');
    records.push(record);
    record = [];
    if (records.length > mostLines) throw new SheetFault('sheet-too-many-rows', { most: mostLines });
  }
  return records;
}

function readQuoted(text: string, start: number, line: number): { value: string; end: number } {
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote === -1) throw new SheetFault('sheet-unreadable', { line });
    if (text[quote + 1] === '"') from = quote + 2;
    else return { value: text.slice(start + 1, quote).replaceAll('""', '"'), end: quote + 1 };
  }
}
