import exceljs, { type Workbook, type Worksheet } from 'exceljs';
import type { CellProblem, RowOutcome, Sheet, SheetColumn } from '../../contract/sheet.ts';
import type { Download } from '../serve/context.ts';

export type Language = 'zh' | 'en';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const words = {
  help: { zh: '填写说明', en: 'How to fill in' },
  column: { zh: '列', en: 'Column' },
  required: { zh: '必填', en: 'Required' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  meaning: { zh: '含义', en: 'Meaning' },
  choices: { zh: '可选值', en: 'Choices' },
  example: { zh: '示例', en: 'Example' },
  template: { zh: '模板', en: 'template' },
  errors: { zh: '有误行', en: 'errors' },
  line: { zh: '原行号', en: 'Line' },
} as const;

/** An empty workbook: head, help line, choices to pick from; a second page explains each column with an example. */
export async function renderTemplate(sheet: Sheet, language: Language): Promise<Download> {
  const workbook = new exceljs.Workbook();
  const page = workbook.addWorksheet(pageName(sheet, language), { views: [{ state: 'frozen', ySplit: 1 }] });
  writeHead(page, sheet.columns, language);
  const help = page.addRow(sheet.columns.map((column) => column.help[language]));
  help.font = { italic: true, color: { argb: 'FF5F6B7A' } };
  help.alignment = { wrapText: true, vertical: 'top' };
  for (const [index, column] of sheet.columns.entries()) {
    const written = page.getColumn(index + 1);
    written.numFmt = column.kind === 'date' ? 'yyyy-mm-dd' : '@';
    if (column.choices) offerChoices(page, index, column, sheet.maxRows, language);
  }
  explain(workbook, sheet, language);
  return toDownload(workbook, `${sheet.title[language]}-${words.template[language]}.xlsx`);
}

function writeHead(page: Worksheet, columns: readonly SheetColumn[], language: Language): void {
  const head = page.addRow(columns.map(({ head: text, required }) => text[language] + (required ? '*' : '')));
  head.font = { bold: true };
  for (const [index, column] of columns.entries()) page.getColumn(index + 1).width = column.width;
}

/** One rule for the whole column; the library unfolds ranges only when it reads. */
function offerChoices(page: Worksheet, index: number, column: SheetColumn, rows: number, language: Language): void {
  const letter = page.getColumn(index + 1).letter;
  const list = (column.choices ?? []).map((each) => each.words[language]).join(',');
  const rules = (page as unknown as { dataValidations: { add(range: string, rule: object): void } }).dataValidations;
  rules.add(`${letter}3:${letter}${rows + 2}`, {
    type: 'list',
    allowBlank: !column.required,
    formulae: [`"${list}"`],
    showErrorMessage: true,
  });
}

function explain(workbook: Workbook, sheet: Sheet, language: Language): void {
  const page = workbook.addWorksheet(words.help[language]);
  const say = (key: keyof typeof words) => words[key][language];
  page.addRow([say('column'), say('required'), say('meaning'), say('choices'), say('example')]).font = { bold: true };
  for (const column of sheet.columns) {
    const choices = (column.choices ?? []).map((each) => each.words[language]).join(' / ');
    const required = column.required ? say('yes') : say('no');
    page.addRow([column.head[language], required, column.help[language], choices, column.example]);
  }
  for (const [index, width] of [18, 8, 60, 40, 24].entries()) page.getColumn(index + 1).width = width;
  page.addRow([]);
  page.addRow([sheet.definition[language]]);
}

export type WrongRow = {
  readonly row: number;
  readonly outcome: RowOutcome;
  readonly cells: Readonly<Record<string, string>>;
  readonly problems: readonly CellProblem[];
};

/** The wrong rows in the template's columns, so that the mended file can be sent again; reasons stand as comments. */
export async function renderErrorFile(sheet: Sheet, language: Language, rows: readonly WrongRow[]): Promise<Download> {
  const workbook = new exceljs.Workbook();
  const page = workbook.addWorksheet(pageName(sheet, language), { views: [{ state: 'frozen', ySplit: 1 }] });
  writeHead(page, sheet.columns, language);
  const lineColumn = sheet.columns.length + 1;
  page.getCell(1, lineColumn).value = words.line[language];
  for (const row of rows) {
    const written = page.addRow([...sheet.columns.map(({ key }) => row.cells[key] ?? ''), row.row]);
    for (const problem of row.problems) {
      const index = sheet.columns.findIndex(({ key }) => key === problem.column);
      const cell = written.getCell(index === -1 ? lineColumn : index + 1);
      cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFDE7E7' } };
      cell.note = explainProblem(problem, language);
    }
  }
  return toDownload(workbook, `${sheet.title[language]}-${words.errors[language]}.xlsx`);
}

/** Words for a workbook that leaves the house; on screen the surfaces' dictionaries speak. */
const reasons: Readonly<Record<string, Record<Language, string>>> = {
  'cell-missing': { zh: '必填,不能为空', en: 'required' },
  'cell-control': { zh: '含有不可见的控制字符', en: 'holds control characters' },
  'cell-too-long': { zh: '太长', en: 'too long' },
  'cell-not-number': { zh: '不是数字', en: 'not a number' },
  'cell-not-whole': { zh: '应为整数', en: 'must be a whole number' },
  'cell-too-many-decimals': { zh: '小数位数过多', en: 'too many decimals' },
  'cell-too-small': { zh: '小于允许的最小值', en: 'below the least allowed' },
  'cell-too-large': { zh: '大于允许的最大值', en: 'above the most allowed' },
  'cell-not-money': { zh: '不是金额', en: 'not an amount' },
  'cell-other-unit': { zh: '金额单位与本列不同', en: 'another unit than the column' },
  'cell-below-fen': { zh: '金额精确到分以下', en: 'finer than a fen' },
  'cell-not-date': { zh: '不是日期,应如 2019-12-31', en: 'not a date such as 2019-12-31' },
  'cell-no-such-day': { zh: '没有这一天', en: 'no such day' },
  'cell-not-choice': { zh: '不在可选值之内', en: 'not one of the choices' },
  'cell-merged': { zh: '合并单元格,请拆分后逐行填写', en: 'merged cell: fill in each row' },
  'cell-error': { zh: '单元格里是公式错误', en: 'the cell holds an error' },
  'cell-formula-empty': { zh: '公式没有计算结果', en: 'a formula without result' },
  'row-repeated': { zh: '与前面的行重复', en: 'repeats an earlier row' },
  'place-unknown': { zh: '找不到这个地方', en: 'no such place' },
  'place-unclear': { zh: '有几个地方都符合', en: 'several places fit' },
};

function explainProblem({ code, params, suggestion }: CellProblem, language: Language): string {
  const reason = reasons[code]?.[language] ?? code;
  const detail = Object.values(params).join(', ');
  const meant = suggestion ? (language === 'zh' ? `;是不是“${suggestion}”?` : `; did you mean “${suggestion}”?`) : '';
  return `${reason}${detail ? ` (${detail})` : ''}${meant}`;
}

/** A worksheet's name has at most 31 characters and none of these. */
export function pageName(sheet: Sheet, language: Language): string {
  return sheet.title[language].replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31);
}

async function toDownload(workbook: Workbook, name: string): Promise<Download> {
  const body = Buffer.from(await workbook.xlsx.writeBuffer());
  return { name, mediaType: XLSX, bytes: body.length, body };
}
