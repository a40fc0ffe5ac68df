import type { Database } from '@qianmo/platform/server';
import type { Evidence } from '../../contract.ts';
import type { ProgrammeKey } from './programme.ts';

export type Completion = { readonly phase: string; readonly doneOn: string };

export function listCompletions(db: Database, key: ProgrammeKey): Promise<Completion[]> {
  return db
    .selectFrom('programme.phase_completion')
    .select(['phase', 'done_on as doneOn'])
    .where('home', '=', key.home)
    .where('programme', '=', key.id)
    .execute();
}

export async function insertCompletion(
  db: Database,
  key: ProgrammeKey,
  made: Completion & { id: string; evidence: readonly Evidence[]; note: string | null; by: string; at: string },
): Promise<void> {
  await db
    .insertInto('programme.phase_completion')
    .values({
      home: key.home,
      id: made.id,
      programme: key.id,
      phase: made.phase,
      done_on: made.doneOn,
      evidence: JSON.stringify(made.evidence),
      note: made.note,
      recorded_by: made.by,
      recorded_at: made.at,
    })
    .execute();
}

export type QuestionDecision = {
  readonly question: number;
  readonly reading: number;
  readonly reason: string;
  readonly document: { readonly no: string | null; readonly title: string } | null;
  readonly since: string;
  readonly decidedBy: string;
  readonly decidedAt: string;
};

/** In the order in which they take effect; of those of one day the later decision comes last. */
export async function listDecisions(db: Database, key: ProgrammeKey): Promise<QuestionDecision[]> {
  const rows = await db
    .selectFrom('programme.question_decision')
    .selectAll()
    .where('home', '=', key.home)
    .where('programme', '=', key.id)
    .orderBy('since')
    .orderBy('decided_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    question: row.question,
    reading: row.reading,
    reason: row.reason,
    document: row.document_title === null ? null : { no: row.document_no, title: row.document_title },
    since: row.since,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  }));
}

export async function insertDecision(
  db: Database,
  key: ProgrammeKey,
  made: QuestionDecision & { id: string; rulesVersion: number },
): Promise<void> {
  await db
    .insertInto('programme.question_decision')
    .values({
      home: key.home,
      id: made.id,
      programme: key.id,
      question: made.question,
      reading: made.reading,
      reason: made.reason,
      document_no: made.document?.no ?? null,
      document_title: made.document?.title ?? null,
      since: made.since,
      decided_by: made.decidedBy,
      decided_at: made.decidedAt,
      rules_version: made.rulesVersion,
    })
    .execute();
}
