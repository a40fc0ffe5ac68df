import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import type { Evidence } from '../../contract.ts';
import type { ProgrammeKey } from './programme.ts';

export type StatementRow = {
  readonly home: string;
  readonly id: string;
  readonly title: string;
  readonly unit: { readonly ref: string; readonly name: string };
  readonly targets: readonly string[];
  readonly issuedOn: string;
  readonly signedOn: string | null;
  readonly signerPost: string | null;
  readonly scan: string | null;
  readonly filedOn: string | null;
  readonly archiveNo: string | null;
  readonly rulesVersion: number;
  readonly version: number;
};

export async function listStatementRows(db: Database, key: ProgrammeKey): Promise<StatementRow[]> {
  const rows = await db
    .selectFrom('programme.statement')
    .selectAll()
    .where('programme_home', '=', key.home)
    .where('programme', '=', key.id)
    .orderBy('issued_on')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    home: row.home,
    id: row.id,
    title: row.title,
    unit: { ref: row.unit, name: row.unit_name },
    targets: row.targets,
    issuedOn: row.issued_on,
    signedOn: row.signed_on,
    signerPost: row.signer_post,
    scan: row.scan,
    filedOn: row.filed_on,
    archiveNo: row.archive_no,
    rulesVersion: row.rules_version,
    version: row.version,
  }));
}

export async function insertStatement(
  db: Database,
  key: ProgrammeKey,
  made: Pick<StatementRow, 'home' | 'id' | 'title' | 'unit' | 'targets' | 'issuedOn' | 'rulesVersion'> & { by: string },
): Promise<void> {
  await db
    .insertInto('programme.statement')
    .values({
      home: made.home,
      id: made.id,
      programme_home: key.home,
      programme: key.id,
      title: made.title,
      unit: made.unit.ref,
      unit_name: made.unit.name,
      targets: [...made.targets],
      issued_on: made.issuedOn,
      issued_by: made.by,
      rules_version: made.rulesVersion,
    })
    .execute();
}

type Edited = { home: string; id: string; version: number };

export function setSigned(
  db: Database,
  statement: Edited,
  facts: { signedOn: string; signerPost: string; scan: string },
): Promise<{ version: number } | undefined> {
  return db
    .updateTable('programme.statement')
    .set({
      signed_on: facts.signedOn,
      signer_post: facts.signerPost,
      scan: facts.scan,
      version: sql<number>`version + 1`,
    })
    .where('home', '=', statement.home)
    .where('id', '=', statement.id)
    .where('version', '=', statement.version)
    .returning('version')
    .executeTakeFirst();
}

export function setFiled(
  db: Database,
  statement: Edited,
  facts: { filedOn: string; archiveNo: string },
): Promise<{ version: number } | undefined> {
  return db
    .updateTable('programme.statement')
    .set({ filed_on: facts.filedOn, archive_no: facts.archiveNo, version: sql<number>`version + 1` })
    .where('home', '=', statement.home)
    .where('id', '=', statement.id)
    .where('version', '=', statement.version)
    .returning('version')
    .executeTakeFirst();
}

export type FilingRow = {
  readonly home: string;
  readonly id: string;
  readonly duty: string | null;
  readonly what: string;
  readonly kind: 'filing' | 'approval';
  readonly to: readonly string[];
  readonly deadline: string | null;
  readonly document: { readonly no: string | null; readonly title: string };
  readonly edition: number;
  readonly sentOn: string;
  readonly outcome: 'received' | 'approved' | 'returned' | null;
  readonly receiptNo: string | null;
  readonly receivedOn: string | null;
  readonly note: string | null;
  readonly evidence: Evidence[];
  readonly rulesVersion: number;
  readonly version: number;
};

/** Filings of a programme by paper and edition. */
export async function listFilingRows(db: Database, key: ProgrammeKey): Promise<FilingRow[]> {
  const rows = await db
    .selectFrom('programme.filing')
    .selectAll()
    .where('programme_home', '=', key.home)
    .where('programme', '=', key.id)
    .orderBy('home')
    .orderBy('what')
    .orderBy('edition')
    .execute();
  return rows.map((row) => ({
    home: row.home,
    id: row.id,
    duty: row.duty,
    what: row.what,
    kind: row.kind as FilingRow['kind'],
    to: row.recipients,
    deadline: row.deadline,
    document: { no: row.document_no, title: row.document_title },
    edition: row.edition,
    sentOn: row.sent_on,
    outcome: row.outcome as FilingRow['outcome'],
    receiptNo: row.receipt_no,
    receivedOn: row.received_on,
    note: row.note,
    evidence: row.evidence as Evidence[],
    rulesVersion: row.rules_version,
    version: row.version,
  }));
}

type NewFiling = Omit<FilingRow, 'outcome' | 'receiptNo' | 'receivedOn' | 'note' | 'version'> & { readonly by: string };

export async function insertFiling(db: Database, key: ProgrammeKey, made: NewFiling): Promise<void> {
  await db
    .insertInto('programme.filing')
    .values({
      home: made.home,
      id: made.id,
      programme_home: key.home,
      programme: key.id,
      duty: made.duty,
      what: made.what,
      kind: made.kind,
      recipients: [...made.to],
      deadline: made.deadline,
      document_no: made.document.no,
      document_title: made.document.title,
      edition: made.edition,
      sent_on: made.sentOn,
      evidence: JSON.stringify(made.evidence),
      recorded_by: made.by,
      rules_version: made.rulesVersion,
    })
    .execute();
}

/** Keeps the receipt; its papers join those of the sending. Undefined when somebody saved first. */
export function setReceived(
  db: Database,
  filing: Edited,
  facts: { outcome: string; receiptNo: string; receivedOn: string; note: string | null; evidence: readonly Evidence[] },
): Promise<{ version: number } | undefined> {
  return db
    .updateTable('programme.filing')
    .set({
      outcome: facts.outcome,
      receipt_no: facts.receiptNo,
      received_on: facts.receivedOn,
      note: facts.note,
      evidence: sql`evidence || ${JSON.stringify(facts.evidence)}::jsonb`,
      version: sql<number>`version + 1`,
    })
    .where('home', '=', filing.home)
    .where('id', '=', filing.id)
    .where('version', '=', filing.version)
    .returning('version')
    .executeTakeFirst();
}
