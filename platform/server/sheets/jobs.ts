import { uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import type { HomeTree } from '../database/homes.ts';
import type { FileBytes } from '../files/bytes.ts';
import { readParts } from '../files/complete.ts';
import { dropSheetFile, findFile } from '../files/store.ts';
import { defineJob, type Job, type JobContext } from '../jobs/job.ts';
import { Rejection } from '../serve/errors.ts';
import type { DefinedSheet, SheetRegisters } from './definition.ts';
import { type EvaluatedRow, evaluate } from './evaluate.ts';
import { SheetFault } from './fault.ts';
import { readSheet } from './read.ts';
import type { RawSheet } from './read-lines.ts';
import { deleteExpiredStages, failStage, findStage, readyStage, type StageKey, saveRows } from './store.ts';

export const READ_SHEET = 'sheet.read';

export type SheetJobParts = {
  readonly bytes: FileBytes;
  readonly registers: SheetRegisters;
  readonly homes: () => HomeTree;
};

const payloadShape = z.object({ stage: uuid });
const BATCH = 2_000;

/** Reads a staged file into rows and checks them. A file that cannot be read is noted on the stage, with the reason. */
async function read(context: JobContext, parts: SheetJobParts): Promise<void> {
  const key = { home: context.home, id: payloadShape.parse(context.payload).stage };
  const stage = await findStage(context.db, key);
  if (stage?.state !== 'reading') return context.log(`stage ${key.id} is gone`);
  const register = parts.registers.get(stage.sheet);
  if (!register) throw new Error(`no sheet ${stage.sheet}`);
  const raw = await open(context, parts, register, key, stage.file);
  await context.progress(0, raw.rows.length);
  const within = [context.home, ...parts.homes().descendants(context.home)];
  const rows = await evaluate(register, { ...context, within }, raw.rows);
  await store(context, key, raw, rows);
}

async function open(
  context: JobContext,
  parts: SheetJobParts,
  register: DefinedSheet,
  key: StageKey,
  file: string,
): Promise<RawSheet> {
  const row = await findFile(context.db, { home: key.home, id: file });
  if (row?.state !== 'stored' || row.mediaType === null) throw new Error(`file ${file} is not stored`);
  const content: Buffer[] = [];
  for await (const part of readParts(parts.bytes, { home: key.home, id: file }, row.partBytes)) content.push(part);
  try {
    return await readSheet(register.sheet, row.mediaType, Buffer.concat(content));
  } catch (error) {
    if (!(error instanceof SheetFault)) throw error;
    await context.separately((db) => failStage(db, key, error.code, error.params));
    throw new Rejection(error.code, { params: error.params });
  }
}

async function store(context: JobContext, key: StageKey, raw: RawSheet, rows: readonly EvaluatedRow[]): Promise<void> {
  // Under lock, so that nobody gives the import up between the last look and the rows.
  if (!(await findStage(context.db, key, true))) return context.log(`stage ${key.id} was given up`);
  for (let at = 0; at < rows.length; at += BATCH) {
    await saveRows(context.db, key, rows.slice(at, at + BATCH));
    await context.progress(Math.min(at + BATCH, rows.length), rows.length);
  }
  await readyStage(context.db, key, { ...raw, rows: rows.length });
}

/** Imports that nobody confirmed within 24 hours leave nothing behind. */
async function expire(context: JobContext, bytes: FileBytes): Promise<void> {
  const gone = await context.separately(async (db) => {
    const stages = await deleteExpiredStages(db, context.home, context.now);
    const dropped: string[] = [];
    for (const { file, state } of stages) {
      if (state !== 'confirmed' && (await dropSheetFile(db, { home: context.home, id: file }, context.now)))
        dropped.push(file);
    }
    return dropped;
  });
  for (const id of gone) await bytes.drop({ home: context.home, id });
}

export function sheetJobs(parts: SheetJobParts): readonly Job[] {
  return [
    defineJob({ name: READ_SHEET, attempts: 3, run: (context) => read(context, parts) }),
    defineJob({
      name: 'sheet.expire',
      schedule: { everyMinutes: 60 },
      run: (context) => expire(context, parts.bytes),
    }),
  ];
}
