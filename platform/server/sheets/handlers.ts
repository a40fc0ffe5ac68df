import type { ParsedInputOf } from '../../contract/operation.ts';
import {
  cancelSheet,
  confirmSheet,
  exportSheet,
  fixSheetCell,
  previewSheet,
  sheetErrorFile,
  sheetTemplate,
  stageSheet,
} from '../../contract/sheet.ts';
import type { HomeTree } from '../database/homes.ts';
import type { FileBytes } from '../files/bytes.ts';
import { linkEvidence } from '../files/handlers.ts';
import { dropSheetFile, findFile } from '../files/store.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { type Bound, type Context, on, onDownload } from '../serve/context.ts';
import { decideScope, type Grants } from '../serve/scope.ts';
import type { DefinedSheet, RowToSave, SheetContext, SheetRegisters } from './definition.ts';
import { countOutcomes, type EvaluatedRow, evaluate, markRepeated } from './evaluate.ts';
import { READ_SHEET } from './jobs.ts';
import { sheetTypes } from './read.ts';
import {
  confirmStage,
  countStage,
  deleteStage,
  findStage,
  insertStage,
  listRawRows,
  listStageRows,
  noteStageRun,
  rehashStage,
  type StageRow,
  saveRows,
} from './store.ts';
import { renderErrorFile, renderTemplate } from './workbook.ts';
import { renderExport } from './write-export.ts';

export type SheetParts = {
  readonly bytes: FileBytes;
  readonly registers: SheetRegisters;
  readonly homes: () => HomeTree;
  readonly grants: Grants;
};

const STAGE_HOURS = 24;
const MOST_ANSWERED = 8; // an act's result is stored with it and stays small

/** A sheet names its own permission; it is judged at this home, as the pipe judges an operation's. */
function requireRight(parts: SheetParts, ctx: Context, kind: 'read' | 'write', permission: string): void {
  decideScope(ctx.actor, { ...stageSheet, kind, permission } as never, ctx.home, parts.grants, parts.homes());
}

function getRegister(parts: SheetParts, ctx: Context, name: string): DefinedSheet {
  return parts.registers.get(name) ?? ctx.reject('sheet-unknown', { status: 404 });
}

function contextOf(parts: SheetParts, ctx: Context): SheetContext {
  const { db, home, today, now } = ctx;
  return { db, home, today, now, within: [home, ...parts.homes().descendants(home)] };
}

async function stage(parts: SheetParts, ctx: Context, input: ParsedInputOf<typeof stageSheet>) {
  const { sheet } = getRegister(parts, ctx, input.sheet);
  requireRight(parts, ctx, 'write', sheet.permission);
  const file = await findFile(ctx.db, { home: ctx.home, id: input.file }, 'share');
  if (!file || file.begunBy !== ctx.actor.user) return ctx.reject('file-unknown', { status: 404 });
  if (file.state !== 'stored') ctx.reject('file-not-stored', { status: 409, params: { state: file.state } });
  if (file.purpose !== 'sheet' || !sheetTypes.includes(file.mediaType ?? '')) ctx.reject('sheet-type-refused');
  const key = { home: ctx.home, id: ctx.operation };
  const expiresAt = new Date(Date.parse(ctx.now) + STAGE_HOURS * 3_600_000).toISOString();
  const added = await insertStage(ctx.db, {
    ...key,
    sheet: sheet.name,
    file: file.id,
    by: ctx.actor.user,
    at: ctx.now,
    expiresAt,
  });
  if (!added) ctx.reject('sheet-staged-already', { status: 409 });
  const payload = { stage: key.id };
  const run = await enqueue(ctx.db, {
    home: ctx.home,
    job: READ_SHEET,
    key: key.id,
    payload,
    askedBy: ctx.actor.user,
    now: ctx.now,
  });
  await noteStageRun(ctx.db, key, run);
  return { stage: key.id, run };
}

/** A stage is its maker's alone until it is confirmed. */
async function getStage(ctx: Context, id: string, lock = false): Promise<StageRow> {
  const row = await findStage(ctx.db, { home: ctx.home, id }, lock);
  if (!row || row.staged_by !== ctx.actor.user) return ctx.reject('stage-unknown', { status: 404 });
  return row;
}

async function getOpenStage(parts: SheetParts, ctx: Context, id: string): Promise<[StageRow, DefinedSheet]> {
  const row = await getStage(ctx, id, true);
  if (row.state !== 'ready') ctx.reject('stage-not-ready', { status: 409, params: { state: row.state } });
  if (row.expires_at <= ctx.now) ctx.reject('stage-expired', { status: 409 });
  const register = parts.registers.get(row.sheet) ?? ctx.reject('stage-unknown', { status: 404 });
  requireRight(parts, ctx, 'write', register.sheet.permission);
  return [row, register];
}

async function preview(ctx: Context, { stage: id, ...page }: ParsedInputOf<typeof previewSheet>) {
  const row = await getStage(ctx, id);
  const key = { home: ctx.home, id };
  const counts = await countStage(ctx.db, key);
  const file = await findFile(ctx.db, { home: ctx.home, id: row.file });
  const total = page.only ? counts[page.only] : counts.new + counts.changed + counts.same + counts.wrong;
  return {
    stage: id,
    sheet: row.sheet,
    state: row.state as 'reading',
    run: row.run,
    file: row.file,
    fileName: file?.name ?? '',
    errorCode: row.error_code,
    errorParams: row.error_params as Record<string, string | number>,
    unknownColumns: row.unknown_columns,
    letters: row.column_letters as Record<string, string>,
    counts,
    hash: row.hash,
    imported: row.imported_count,
    stagedBy: row.staged_by,
    stagedAt: row.staged_at,
    expiresAt: row.expires_at,
    total,
    items: await listStageRows(ctx.db, key, page),
  };
}

async function fixCell(parts: SheetParts, ctx: Context, input: ParsedInputOf<typeof fixSheetCell>) {
  const [row, register] = await getOpenStage(parts, ctx, input.stage);
  if (row.hash !== input.hash) ctx.stale({ hash: row.hash ?? '' });
  if (!register.sheet.columns.some(({ key }) => key === input.column)) ctx.reject('column-unknown');
  const key = { home: ctx.home, id: input.stage };
  const [raw] = await listRawRows(ctx.db, key, input.row);
  if (!raw) return ctx.reject('row-unknown', { status: 404 });
  const cells = { ...raw.cells, [input.column]: { kind: 'text' as const, text: input.value } };
  const fixed = await evaluate(register, contextOf(parts, ctx), [{ number: raw.number, cells }]);
  await saveRows(ctx.db, key, fixed);
  const hash = await rehashStage(ctx.db, key);
  const [now] = await listStageRows(ctx.db, key, { limit: 1, offset: 0, number: input.row });
  if (!now) throw new Error('the row that was written is not there');
  return { hash, outcome: now.outcome, problems: now.problems.slice(0, MOST_ANSWERED) };
}

async function confirm(parts: SheetParts, ctx: Context, input: ParsedInputOf<typeof confirmSheet>) {
  const [row, register] = await getOpenStage(parts, ctx, input.stage);
  if (row.hash !== input.hash) ctx.stale({ hash: row.hash ?? '' });
  if (input.partial && !register.sheet.partial) ctx.reject('sheet-partial-refused');
  const key = { home: ctx.home, id: input.stage };
  const context = contextOf(parts, ctx);
  // The register may have moved since the preview: everything is checked again, now, in the act that saves.
  const rows = markRepeated(await evaluate(register, context, await listRawRows(ctx.db, key)));
  const counts = countOutcomes(rows);
  const params = { ...counts };
  if (counts.wrong > 0 && !input.partial) ctx.reject('sheet-has-errors', { params });
  const toSave = rows.filter(isToSave);
  if (toSave.length === 0) ctx.reject('sheet-nothing-new', { params });
  await register.save(context, toSave, `import:${ctx.operation}`);
  const evidence = { home: ctx.home, id: row.file, by: ctx.actor.user, at: ctx.now };
  await linkEvidence(ctx.db, { ...evidence, subjectKind: 'import', subject: ctx.operation });
  await confirmStage(ctx.db, key, toSave.length);
  return { imported: toSave.length, counts, file: row.file, hash: input.hash };
}

function isToSave(row: EvaluatedRow): row is EvaluatedRow & RowToSave<unknown> {
  return row.outcome === 'new' || row.outcome === 'changed';
}

async function cancel(parts: SheetParts, ctx: Context, id: string) {
  const row = await getStage(ctx, id, true);
  if (row.state === 'confirmed') ctx.reject('stage-not-ready', { status: 409, params: { state: row.state } });
  await deleteStage(ctx.db, { home: ctx.home, id });
  const file = { home: ctx.home, id: row.file };
  if (await dropSheetFile(ctx.db, file, ctx.now)) ctx.afterCommit(() => parts.bytes.drop(file));
  return { stage: id };
}

async function listWrong(
  parts: SheetParts,
  ctx: Context,
  { stage: id, language }: ParsedInputOf<typeof sheetErrorFile>,
) {
  const row = await getStage(ctx, id);
  if (row.state !== 'ready') ctx.reject('stage-not-ready', { status: 409, params: { state: row.state } });
  const { sheet } = parts.registers.get(row.sheet) ?? ctx.reject('stage-unknown', { status: 404 });
  const page = { only: 'wrong' as const, limit: sheet.maxRows, offset: 0 };
  return { sheet: row.sheet, language, rows: await listStageRows(ctx.db, { home: ctx.home, id }, page) };
}

async function exportRows(parts: SheetParts, ctx: Context, input: ParsedInputOf<typeof exportSheet>) {
  const register = getRegister(parts, ctx, input.sheet);
  requireRight(parts, ctx, 'read', register.sheet.readPermission);
  if (!register.list) return ctx.reject('sheet-not-exportable');
  const rows = await register.list(contextOf(parts, ctx));
  const scope = `${parts.homes().name(ctx.home) ?? ''} ${ctx.home}`.trim();
  return { ...input, scope, at: ctx.now, rows: rows.map((row) => ({ ...row })) };
}

export function sheetHandlers(parts: SheetParts): Bound[] {
  const sheetOf = (name: string) => {
    const found = parts.registers.get(name);
    if (!found) throw new Error(`no sheet ${name}`);
    return found.sheet;
  };
  return [
    onDownload(
      sheetTemplate,
      async (ctx, { sheet, language }) => {
        requireRight(parts, ctx, 'read', getRegister(parts, ctx, sheet).sheet.readPermission);
        return { sheet, language };
      },
      ({ sheet, language }) => renderTemplate(sheetOf(sheet), language),
    ),
    on(stageSheet, (ctx, input) => stage(parts, ctx, input)),
    on(previewSheet, preview),
    on(fixSheetCell, (ctx, input) => fixCell(parts, ctx, input)),
    onDownload(
      sheetErrorFile,
      (ctx, input) => listWrong(parts, ctx, input),
      ({ sheet, language, rows }) => renderErrorFile(sheetOf(sheet), language, rows),
    ),
    on(confirmSheet, (ctx, input) => confirm(parts, ctx, input)),
    on(cancelSheet, (ctx, { stage: id }) => cancel(parts, ctx, id)),
    onDownload(
      exportSheet,
      (ctx, input) => exportRows(parts, ctx, input),
      async (result) => renderExport(sheetOf(result.sheet), result),
    ),
  ];
}
