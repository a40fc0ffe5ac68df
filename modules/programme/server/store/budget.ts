import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import type { ProgrammeKey } from './programme.ts';

export type BudgetVersionRow = {
  readonly number: number;
  /** The tree as it was entered, see contract/budget.ts. */
  readonly lines: unknown;
  readonly verdict: string;
  readonly note: string | null;
  readonly savedBy: string;
  readonly savedAt: string;
  readonly approvedOn: string | null;
  readonly document: { readonly no: string | null; readonly title: string } | null;
};

/** Versions of the entered budget, oldest first. */
export async function listBudgetVersions(db: Database, key: ProgrammeKey): Promise<BudgetVersionRow[]> {
  const rows = await db
    .selectFrom('programme.budget_version as v')
    .leftJoin('programme.budget_approval as a', (join) =>
      join.onRef('a.home', '=', 'v.home').onRef('a.programme', '=', 'v.programme').onRef('a.number', '=', 'v.number'),
    )
    .select(['v.number', 'v.lines', 'v.verdict', 'v.note', 'v.saved_by', 'v.saved_at'])
    .select(['a.approved_on', 'a.document_no', 'a.document_title'])
    .where('v.home', '=', key.home)
    .where('v.programme', '=', key.id)
    .orderBy('v.number')
    .execute();
  return rows.map((row) => ({
    number: row.number,
    lines: row.lines,
    verdict: row.verdict,
    note: row.note,
    savedBy: row.saved_by,
    savedAt: row.saved_at,
    approvedOn: row.approved_on,
    document: row.document_title === null ? null : { no: row.document_no, title: row.document_title },
  }));
}

export async function insertBudgetVersion(
  db: Database,
  key: ProgrammeKey,
  made: {
    number: number;
    lines: unknown;
    verdict: string;
    note: string | null;
    by: string;
    at: string;
    rulesVersion: number;
  },
): Promise<void> {
  await db
    .insertInto('programme.budget_version')
    .values({
      home: key.home,
      programme: key.id,
      number: made.number,
      lines: JSON.stringify(made.lines),
      verdict: made.verdict,
      note: made.note,
      saved_by: made.by,
      saved_at: made.at,
      rules_version: made.rulesVersion,
    })
    .execute();
}

export async function insertApproval(
  db: Database,
  key: ProgrammeKey,
  made: { number: number; approvedOn: string; document: { no: string | null; title: string }; by: string; at: string },
): Promise<void> {
  await db
    .insertInto('programme.budget_approval')
    .values({
      home: key.home,
      programme: key.id,
      number: made.number,
      approved_on: made.approvedOn,
      document_no: made.document.no,
      document_title: made.document.title,
      approved_by: made.by,
      approved_at: made.at,
    })
    .execute();
}

export type RegisteredSource = {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly amountFen: bigint;
  readonly per: 'programme' | 'each_year';
  readonly counties: readonly string[];
  readonly restriction: string | null;
  readonly inKind: boolean;
  readonly document: { readonly no: string | null; readonly title: string };
  readonly receivedOn: string;
  readonly version: number;
};

export async function listRegisteredSources(db: Database, key: ProgrammeKey): Promise<RegisteredSource[]> {
  const rows = await db
    .selectFrom('programme.registered_source')
    .selectAll()
    .where('home', '=', key.home)
    .where('programme', '=', key.id)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    level: row.level,
    amountFen: row.amount_fen,
    per: row.per as RegisteredSource['per'],
    counties: row.counties,
    restriction: row.restriction,
    inKind: row.in_kind,
    document: { no: row.document_no, title: row.document_title },
    receivedOn: row.received_on,
    version: row.version,
  }));
}

/** Registers a source, or replaces the one of `version`. Undefined when somebody saved first. */
export async function saveRegisteredSource(
  db: Database,
  key: ProgrammeKey,
  made: Omit<RegisteredSource, 'version'> & { by: string },
  version: number | undefined,
): Promise<number | undefined> {
  const facts = {
    name: made.name,
    level: made.level,
    amount_fen: made.amountFen,
    per: made.per,
    counties: [...made.counties],
    restriction: made.restriction,
    in_kind: made.inKind,
    document_no: made.document.no,
    document_title: made.document.title,
    received_on: made.receivedOn,
    registered_by: made.by,
  };
  const saved =
    version === undefined
      ? await db
          .insertInto('programme.registered_source')
          .values({ home: key.home, programme: key.id, id: made.id, ...facts })
          .onConflict((conflict) => conflict.columns(['home', 'programme', 'id']).doNothing())
          .returning('version')
          .executeTakeFirst()
      : await db
          .updateTable('programme.registered_source')
          .set({ ...facts, version: sql<number>`version + 1` })
          .where('home', '=', key.home)
          .where('programme', '=', key.id)
          .where('id', '=', made.id)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst();
  return saved?.version;
}
