import type { Database } from '@qianmo/platform/server';
import { parseShare, type Share, shareText } from '@qianmo/values/share';
import { sql } from 'kysely';
import type { Evidence } from '../../contract.ts';
import type { ProgrammeKey } from './programme.ts';

export type Criterion = { no: number; text: string; points: string };
export type CallRow = {
  readonly home: string;
  readonly id: string;
  readonly programme: string;
  readonly title: string;
  readonly opensOn: string;
  readonly closesOn: string;
  readonly places: number;
  readonly minimumExperts: number;
  readonly criteria: Criterion[];
  readonly reviewClosedOn: string | null;
  readonly rulesVersion: number;
};

const callOf = (row: {
  home: string;
  id: string;
  programme: string;
  title: string;
  opens_on: string;
  closes_on: string;
  places: number;
  minimum_experts: number;
  criteria: unknown;
  review_closed_on: string | null;
  rules_version: number;
}): CallRow => ({
  home: row.home,
  id: row.id,
  programme: row.programme,
  title: row.title,
  opensOn: row.opens_on,
  closesOn: row.closes_on,
  places: row.places,
  minimumExperts: row.minimum_experts,
  criteria: row.criteria as Criterion[],
  reviewClosedOn: row.review_closed_on,
  rulesVersion: row.rules_version,
});

export async function listCalls(db: Database, key: ProgrammeKey): Promise<CallRow[]> {
  const rows = await db
    .selectFrom('programme.selection_call')
    .selectAll()
    .where('home', '=', key.home)
    .where('programme', '=', key.id)
    .orderBy('opens_on')
    .orderBy('id')
    .execute();
  return rows.map(callOf);
}

export async function findCall(db: Database, home: string, id: string): Promise<CallRow | undefined> {
  const row = await db
    .selectFrom('programme.selection_call')
    .selectAll()
    .where('home', '=', home)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && callOf(row);
}

/**
 * As `findCall`, but held against change: scores hold it together (`share`), closing the review holds it alone, so that no
 * score slips in behind a closing.
 */
export async function lockCall(
  db: Database,
  home: string,
  id: string,
  how: 'share' | 'update',
): Promise<CallRow | undefined> {
  const query = db.selectFrom('programme.selection_call').selectAll().where('home', '=', home).where('id', '=', id);
  const row = await (how === 'share' ? query.forShare() : query.forUpdate()).executeTakeFirst();
  return row && callOf(row);
}

export async function insertCall(db: Database, made: CallRow & { by: string }): Promise<void> {
  await db
    .insertInto('programme.selection_call')
    .values({
      home: made.home,
      id: made.id,
      programme: made.programme,
      title: made.title,
      opens_on: made.opensOn,
      closes_on: made.closesOn,
      places: made.places,
      minimum_experts: made.minimumExperts,
      criteria: JSON.stringify(made.criteria),
      opened_by: made.by,
      rules_version: made.rulesVersion,
    })
    .execute();
}

export async function setReviewClosed(db: Database, home: string, id: string, on: string): Promise<void> {
  await db
    .updateTable('programme.selection_call')
    .set({ review_closed_on: on, version: sql<number>`version + 1` })
    .where('home', '=', home)
    .where('id', '=', id)
    .execute();
}

export type ApplicationRow = {
  readonly id: string;
  readonly county: string;
  readonly statement: string;
  readonly files: Evidence[];
  readonly appliedOn: string;
};

/** Applications to a call that this transaction may see; each is kept in its county. */
export async function listApplications(db: Database, callHome: string, call: string): Promise<ApplicationRow[]> {
  const rows = await db
    .selectFrom('programme.selection_application')
    .select(['id', 'home', 'statement', 'files', 'applied_on'])
    .where('call_home', '=', callHome)
    .where('call', '=', call)
    .orderBy('home')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    county: row.home,
    statement: row.statement,
    files: row.files as Evidence[],
    appliedOn: row.applied_on,
  }));
}

export async function insertApplication(
  db: Database,
  made: {
    home: string;
    id: string;
    callHome: string;
    call: string;
    statement: string;
    files: readonly Evidence[];
    on: string;
    by: string;
  },
): Promise<void> {
  await db
    .insertInto('programme.selection_application')
    .values({
      home: made.home,
      id: made.id,
      call_home: made.callHome,
      call: made.call,
      statement: made.statement,
      files: JSON.stringify(made.files),
      applied_on: made.on,
      applied_by: made.by,
    })
    .execute();
}

export type ReviewRow = {
  readonly county: string;
  readonly expert: string;
  readonly declaration: 'none' | 'conflict';
  readonly ground: string | null;
  readonly score: Share | null;
  readonly remark: string | null;
};

/** Declarations of a call with the scores that followed them. Who may see which is the caller's to decide. */
export async function listReviews(db: Database, home: string, call: string): Promise<ReviewRow[]> {
  const rows = await db
    .selectFrom('programme.selection_declaration as d')
    .leftJoin('programme.selection_score as s', (join) =>
      join
        .onRef('s.home', '=', 'd.home')
        .onRef('s.call', '=', 'd.call')
        .onRef('s.county', '=', 'd.county')
        .onRef('s.expert', '=', 'd.expert'),
    )
    .select(['d.county', 'd.expert', 'd.declaration', 'd.ground', 's.score', 's.remark'])
    .where('d.home', '=', home)
    .where('d.call', '=', call)
    .orderBy('d.county')
    .orderBy('d.expert')
    .execute();
  return rows.map((row) => ({
    county: row.county,
    expert: row.expert,
    declaration: row.declaration as ReviewRow['declaration'],
    ground: row.ground,
    score: row.score === null ? null : parseShare(row.score),
    remark: row.remark,
  }));
}

type Reviewed = { home: string; id: string; call: string; county: string; expert: string; at: string };

export async function insertDeclaration(
  db: Database,
  made: Reviewed & { declaration: 'none' | 'conflict'; ground: string | null },
): Promise<void> {
  const { at, ...row } = made;
  await db
    .insertInto('programme.selection_declaration')
    .values({ ...row, declared_at: at })
    .execute();
}

export async function insertScore(
  db: Database,
  made: Reviewed & { points: unknown; score: Share; remark: string | null },
): Promise<void> {
  const { at, points, score, ...row } = made;
  await db
    .insertInto('programme.selection_score')
    .values({ ...row, points: JSON.stringify(points), score: shareText(score), scored_at: at })
    .execute();
}

export type PublicationRow = {
  readonly id: string;
  readonly call: string;
  readonly kind: 'criteria' | 'process' | 'preliminary' | 'final';
  readonly publishedOn: string;
  readonly publishedAt: string;
  readonly text: string;
  readonly counties: readonly string[];
  readonly reason: string | null;
  readonly evidence: Evidence[];
};

export async function listPublications(db: Database, home: string, call: string): Promise<PublicationRow[]> {
  const rows = await db
    .selectFrom('programme.selection_publication')
    .selectAll()
    .where('home', '=', home)
    .where('call', '=', call)
    .orderBy('published_on')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    call: row.call,
    kind: row.kind as PublicationRow['kind'],
    publishedOn: row.published_on,
    publishedAt: row.published_at,
    text: row.body,
    counties: row.counties,
    reason: row.reason,
    evidence: row.evidence as Evidence[],
  }));
}

export async function insertPublication(
  db: Database,
  home: string,
  made: PublicationRow & { by: string },
): Promise<void> {
  await db
    .insertInto('programme.selection_publication')
    .values({
      home,
      id: made.id,
      call: made.call,
      kind: made.kind,
      published_on: made.publishedOn,
      published_at: made.publishedAt,
      body: made.text,
      counties: [...made.counties],
      reason: made.reason,
      evidence: JSON.stringify(made.evidence),
      published_by: made.by,
    })
    .execute();
}
