import { isPlainDate } from '@qianmo/values/plain-date';
import { hasControlCharacters, normaliseText, searchKey } from '@qianmo/values/text';
import type { CellProblem, SheetColumn } from './sheet.ts';

/**
 * A cell as a file holds it. `date`: the file says it is one (text is YYYY-MM-DD). `fault`: no value can be read from it,
 * and `text` is the code why. Numbers come as the shortest decimal text that means them.
 */
export type RawCell = {
  readonly kind: 'text' | 'number' | 'date' | 'fault';
  readonly text: string;
  /** For a fault: what may have been meant. */
  readonly meant?: string;
};

export type CellReading =
  | { readonly value: string | null; readonly problem: null }
  | { readonly value: null; readonly problem: CellProblem };

const DEFAULT_LENGTH = 200;

/** Reads one cell by its column's kind, or says what is wrong with it, with a suggestion where there is one. Pure. */
export function readCell(column: SheetColumn, cell: RawCell | undefined): CellReading {
  if (cell?.kind === 'fault') return wrong(column, cell.text, {}, cell.meant ?? null);
  const text = normaliseText(cell?.text ?? '');
  if (text === '') return column.required ? wrong(column, 'cell-missing') : { value: null, problem: null };
  if (hasControlCharacters(text, column.kind === 'text')) return wrong(column, 'cell-control');
  if (column.kind === 'number') return readNumber(column, text);
  if (column.kind === 'money') return readMoney(column, text);
  if (column.kind === 'date') return readDate(column, cell?.kind ?? 'text', text);
  return column.kind === 'choice' ? readChoice(column, text) : readText(column, text);
}

function wrong(
  column: SheetColumn,
  code: string,
  params: CellProblem['params'] = {},
  suggestion: string | null = null,
): CellReading {
  return { value: null, problem: { column: column.key, code, params, suggestion } };
}

function done(value: string): CellReading {
  return { value, problem: null };
}

function readText(column: SheetColumn, text: string): CellReading {
  const longest = column.maxLength ?? DEFAULT_LENGTH;
  const length = [...text].length;
  return length > longest ? wrong(column, 'cell-too-long', { length, longest }) : done(text);
}

/** Full-width digits and signs, thousands separators, trailing units: what people type into a number cell. */
function plainNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[,\s]/g, '')
    .replace(/^[¥￥]/, '')
    .replaceAll('−', '-');
}

const decimalPattern = /^-?\d{1,15}(?:\.\d{1,10})?$/;

function readNumber(column: SheetColumn, text: string): CellReading {
  const plain = plainNumber(text);
  if (!decimalPattern.test(plain)) return wrong(column, 'cell-not-number');
  const trimmed = trimDecimals(plain);
  const decimals = trimmed.split('.')[1]?.length ?? 0;
  if (decimals > (column.decimals ?? 0))
    return wrong(column, column.decimals ? 'cell-too-many-decimals' : 'cell-not-whole', {
      decimals: column.decimals ?? 0,
    });
  return checkRange(column, trimmed, Number(trimmed));
}

function checkRange(column: SheetColumn, value: string, size: number): CellReading {
  if (column.min !== undefined && size < column.min) return wrong(column, 'cell-too-small', { min: column.min });
  if (column.max !== undefined && size > column.max) return wrong(column, 'cell-too-large', { max: column.max });
  return done(value);
}

function trimDecimals(text: string): string {
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  const bare = trimmed.replace(/^(-?)0+(?=\d)/, '$1');
  return bare === '-0' ? '0' : bare;
}

/** 元 with at most two decimals, 万元 with at most six; the value is whole fen, exactly. */
function readMoney(column: SheetColumn, text: string): CellReading {
  const shift = column.unit === 'wan-yuan' ? 6 : 2;
  const unit = column.unit === 'wan-yuan' ? '万元' : '元';
  const plain = plainNumber(text).replace(new RegExp(`${unit}$`), '');
  if (/[万亿]?元$|[万亿]$/.test(plain)) return wrong(column, 'cell-other-unit', { unit });
  if (!/^-?\d{1,12}(?:\.\d{1,10})?$/.test(plain)) return wrong(column, 'cell-not-money', { unit });
  const trimmed = trimDecimals(plain);
  const [whole = '0', decimals = ''] = trimmed.split('.');
  if (decimals.length > shift) return wrong(column, 'cell-below-fen');
  const fen = BigInt(whole.replace('-', '') + decimals.padEnd(shift, '0'));
  const signed = trimmed.startsWith('-') ? -fen : fen;
  return checkRange(column, signed.toString(), Number(trimmed));
}

const datePatterns = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];
const FIRST_SERIAL = 18_264; // 1950-01-01: an earlier number in a date cell is a mistake
const LAST_SERIAL = 73_050; // 2099-12-31

/** The day of a spreadsheet's serial number (1900 system; day 60 is its false 1900-02-29, so all real days lie after). */
export function dayOfSerial(serial: number): string {
  return new Date(Math.round((serial - 25_569) * 86_400_000)).toISOString().slice(0, 10);
}

function readDate(column: SheetColumn, kind: RawCell['kind'], text: string): CellReading {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '');
  if (kind === 'number' || /^\d{5}$/.test(plain)) {
    const serial = Number(plain);
    if (serial >= FIRST_SERIAL && serial <= LAST_SERIAL && Number.isInteger(serial)) return done(dayOfSerial(serial));
    if (!/^\d{8}$/.test(plain)) return wrong(column, 'cell-not-date');
  }
  for (const pattern of datePatterns) {
    const parts = pattern.exec(plain);
    if (!parts) continue;
    const day = `${parts[1]}-${parts[2]?.padStart(2, '0')}-${parts[3]?.padStart(2, '0')}`;
    return isPlainDate(day) ? done(day) : wrong(column, 'cell-no-such-day');
  }
  return wrong(column, 'cell-not-date');
}

function readChoice(column: SheetColumn, text: string): CellReading {
  const choices = column.choices ?? [];
  const asked = searchKey(text);
  const found = choices.find(({ value, words }) =>
    [value, words.zh, words.en].some((each) => searchKey(each) === asked),
  );
  if (found) return done(found.value);
  const near = choices.filter(
    ({ words }) => searchKey(words.zh).includes(asked) || asked.includes(searchKey(words.zh)),
  );
  const suggestion = near.length === 1 ? (near[0]?.words.zh ?? null) : null;
  return wrong(column, 'cell-not-choice', { choices: choices.map(({ words }) => words.zh).join(' / ') }, suggestion);
}

/** How a value is written for people: what `readCell` reads back as the same value. */
export function writeCell(column: SheetColumn, value: string | null, language: 'zh' | 'en'): string {
  if (value === null) return '';
  if (column.kind === 'choice') return column.choices?.find((each) => each.value === value)?.words[language] ?? value;
  if (column.kind !== 'money') return value;
  const shift = column.unit === 'wan-yuan' ? 6 : 2;
  const digits = value.replace('-', '').padStart(shift + 1, '0');
  const text = `${digits.slice(0, -shift)}.${digits.slice(-shift)}`;
  return (value.startsWith('-') ? '-' : '') + trimDecimals(text);
}
