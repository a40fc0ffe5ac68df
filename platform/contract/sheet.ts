import { uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { read, write } from './operation.ts';

export type Words = { readonly zh: string; readonly en: string };

/**
 * One column of a sheet. Values after reading: text and place as normalised text, number as exact decimal text, date as
 * `YYYY-MM-DD`, money as whole fen (text), choice as the choice's `value`; an empty cell is null.
 */
export type SheetColumn = {
  readonly key: string;
  readonly head: Words;
  readonly kind: 'text' | 'number' | 'date' | 'money' | 'choice' | 'place';
  readonly required: boolean;
  /** Characters wide in the template. */
  readonly width: number;
  readonly help: Words;
  readonly example: string;
  readonly choices?: readonly { readonly value: string; readonly words: Words }[];
  /** Money is written in 元 unless the column says 万元. */
  readonly unit?: 'yuan' | 'wan-yuan';
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  /** Digits after the point, for numbers; whole numbers without it. */
  readonly decimals?: number;
};

/** A register that can be filled from a workbook, as plain data. */
export type Sheet = {
  /** `topic.register`, e.g. `place.poverty`. */
  readonly name: string;
  readonly title: Words;
  /** What the rows are and where they come from; stands on the head sheet of exports. */
  readonly definition: Words;
  /** Who may import; who may read is asked for exports and templates. */
  readonly permission: string;
  readonly readPermission: string;
  readonly columns: readonly SheetColumn[];
  readonly maxRows: number;
  /** Whether right rows may be imported while wrong ones stay out. */
  readonly partial: boolean;
};

const columnKey = /^[a-z][A-Za-z0-9]*$/;

/** Throws on a definition that could not be written or read. */
export function sheet(definition: Sheet): Sheet {
  const { name, columns, maxRows } = definition;
  if (!/^[a-z]+\.[a-z]+(-[a-z]+)*$/.test(name)) throw new Error(`sheet name must be topic.register: ${name}`);
  if (maxRows < 1 || maxRows > 20_000) throw new Error(`sheet ${name}: maxRows must be 1 to 20,000`);
  if (columns.length === 0 || columns.length > 60) throw new Error(`sheet ${name}: 1 to 60 columns`);
  const seen = new Set<string>();
  for (const { key, head, kind, choices } of columns) {
    if (!columnKey.test(key)) throw new Error(`sheet ${name}: column key ${key}`);
    if ((kind === 'choice') !== (choices !== undefined && choices.length > 0))
      throw new Error(`sheet ${name}: choices of ${key}`);
    for (const each of [`key ${key}`, `zh ${head.zh}`, `en ${head.en}`]) {
      if (seen.has(each)) throw new Error(`sheet ${name}: ${each} stands twice`);
      seen.add(each);
    }
  }
  return definition;
}

export const cellProblem = z.strictObject({
  /** Key of the column, or null for the row as a whole. */
  column: z.string().nullable(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  suggestion: z.string().nullable(),
});
export type CellProblem = z.infer<typeof cellProblem>;

export const rowOutcomes = ['new', 'changed', 'same', 'wrong'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

const sheetName = z
  .string()
  .max(80)
  .regex(/^[a-z]+\.[a-z]+(-[a-z]+)*$/, { error: 'sheet-name' });
const language = z.enum(['zh', 'en']).default('zh');
const format = z.enum(['xlsx', 'csv']);

/** Why a whole file cannot be read; stands in `errorCode` of the stage. */
export const sheetFaults = [
  'sheet-unreadable',
  'sheet-too-big',
  'sheet-too-many-rows',
  'sheet-empty',
  'sheet-columns-missing',
  'sheet-column-twice',
] as const;

export const sheetTemplate = read({
  name: 'sheet.template',
  home: 'path',
  permission: 'sheet.read',
  summary: 'An empty workbook of a register, with help and choices, as a download',
  input: z.strictObject({ sheet: sheetName, language }),
  result: z.strictObject({ sheet: z.string(), language: z.enum(['zh', 'en']) }),
  rejections: ['sheet-unknown'],
});

export const stageSheet = write({
  name: 'sheet.stage',
  home: 'path',
  permission: 'sheet.import',
  summary: 'Has a stored workbook read and checked; nothing enters the register',
  input: z.strictObject({ sheet: sheetName, file: uuid }),
  result: z.strictObject({ stage: z.string(), run: z.string() }),
  rejections: ['sheet-unknown', 'file-unknown', 'file-not-stored', 'sheet-type-refused', 'sheet-staged-already'],
});

const counts = z.strictObject({
  new: z.number().int(),
  changed: z.number().int(),
  same: z.number().int(),
  wrong: z.number().int(),
});
export type SheetCounts = z.infer<typeof counts>;

export const sheetRow = z.strictObject({
  /** Line of the file, 1 being its first. */
  row: z.number().int(),
  outcome: z.enum(rowOutcomes),
  /** By column key, as the file has them (shortened to 200 characters). */
  cells: z.record(z.string(), z.string()),
  problems: z.array(cellProblem),
});

export const previewSheet = read({
  name: 'sheet.preview',
  home: 'path',
  permission: 'sheet.read',
  summary: 'What an import would do: counts, and rows with their errors by cell',
  input: z.strictObject({
    stage: uuid,
    only: z.enum(rowOutcomes).optional(),
    limit: z.number().int().min(1).max(200).default(50),
    offset: z.number().int().min(0).max(100_000).default(0),
  }),
  result: z.strictObject({
    stage: z.string(),
    sheet: z.string(),
    state: z.enum(['reading', 'ready', 'failed', 'confirmed']),
    run: z.string().nullable(),
    file: z.string(),
    fileName: z.string(),
    errorCode: z.string().nullable(),
    errorParams: z.record(z.string(), z.union([z.string(), z.number()])),
    /** Heads of columns in the file that the register does not know; they are left out. */
    unknownColumns: z.array(z.string()),
    /** Column key to the letter it has in the file. */
    letters: z.record(z.string(), z.string()),
    counts,
    /** Names what was checked; confirming names it again. */
    hash: z.string().nullable(),
    imported: z.number().int().nullable(),
    stagedBy: z.string(),
    stagedAt: z.string(),
    expiresAt: z.string(),
    total: z.number().int(),
    items: z.array(sheetRow),
  }),
  rejections: ['stage-unknown'],
});

export const fixSheetCell = write({
  name: 'sheet.fixCell',
  home: 'path',
  permission: 'sheet.import',
  summary: 'Corrects one cell of a staged row and checks the row again',
  input: z.strictObject({
    stage: uuid,
    row: z.number().int().min(1),
    column: z.string().regex(columnKey, { error: 'column' }).max(60),
    value: z.string().max(2_000),
    hash: z.string().max(64),
  }),
  result: z.strictObject({
    hash: z.string(),
    outcome: z.enum(rowOutcomes),
    problems: z.array(cellProblem).max(8),
  }),
  rejections: ['stage-unknown', 'stage-not-ready', 'stage-expired', 'row-unknown', 'column-unknown'],
});

export const sheetErrorFile = read({
  name: 'sheet.errorFile',
  home: 'path',
  permission: 'sheet.read',
  summary: 'The wrong rows as a workbook, each wrong cell with its reason, as a download',
  input: z.strictObject({ stage: uuid, language }),
  result: z.strictObject({
    sheet: z.string(),
    language: z.enum(['zh', 'en']),
    rows: z.array(sheetRow),
  }),
  rejections: ['stage-unknown', 'stage-not-ready'],
});

export const confirmSheet = write({
  name: 'sheet.confirm',
  home: 'path',
  permission: 'sheet.import',
  summary: 'Checks a staged workbook again and enters its rows, all in one act',
  input: z.strictObject({ stage: uuid, hash: z.string().max(64), partial: z.boolean().default(false) }),
  result: z.strictObject({
    imported: z.number().int(),
    counts,
    file: z.string(),
    hash: z.string(),
  }),
  rejections: [
    'stage-unknown',
    'stage-not-ready',
    'stage-expired',
    'sheet-has-errors',
    'sheet-nothing-new',
    'sheet-partial-refused',
  ],
});

export const cancelSheet = write({
  name: 'sheet.cancel',
  home: 'path',
  permission: 'sheet.import',
  summary: 'Gives an import up: its rows and its file are gone',
  input: z.strictObject({ stage: uuid }),
  result: z.strictObject({ stage: z.string() }),
  rejections: ['stage-unknown', 'stage-not-ready'],
});

export const exportSheet = read({
  name: 'sheet.export',
  home: 'path',
  permission: 'sheet.read',
  summary: 'A register as a workbook or CSV in the columns of its template, as a download',
  input: z.strictObject({ sheet: sheetName, format: format.default('xlsx'), language }),
  result: z.strictObject({
    sheet: z.string(),
    format,
    language: z.enum(['zh', 'en']),
    scope: z.string(),
    at: z.string(),
    rows: z.array(z.record(z.string(), z.string().nullable())),
  }),
  rejections: ['sheet-unknown', 'sheet-not-exportable'],
});

export const sheetOperations = [
  sheetTemplate,
  stageSheet,
  previewSheet,
  fixSheetCell,
  sheetErrorFile,
  confirmSheet,
  cancelSheet,
  exportSheet,
];
