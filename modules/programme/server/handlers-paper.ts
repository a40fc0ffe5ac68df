import type { ParsedInputOf } from '@qianmo/platform/contract';
import { type Bound, type Context, on, rejectOnConstraint } from '@qianmo/platform/server';
import {
  type Evidence,
  fileStatement,
  issueStatement,
  listFilings,
  listStatements,
  receiveFiling,
  recordFiling,
  signStatement,
} from '../contract.ts';
import { judgeFiling } from '../rules/filing.ts';
import { basisOf, getTargetOf, type InForce, loadInForce, requireEvidence, requireMembership } from './in-force.ts';
import type { ProgrammeParts } from './parts.ts';
import {
  type FilingRow,
  insertFiling,
  insertStatement,
  listFilingRows,
  listStatementRows,
  type StatementRow,
  setFiled,
  setReceived,
  setSigned,
} from './store/paper.ts';

rejectOnConstraint('filing_edition', 'edition-taken');

export function paperHandlers(parts: ProgrammeParts): Bound[] {
  return [...statementHandlers(parts), ...filingHandlers(parts)];
}

function statementHandlers(parts: ProgrammeParts): Bound[] {
  return [
    on(listStatements, (ctx, input) => statements(ctx, input)),
    on(issueStatement, (ctx, input) => issueOne(ctx, input)),
    on(signStatement, (ctx, input) => signOne(ctx, parts, input)),
    on(fileStatement, async (ctx, input) => {
      const rules = await loadInForce(ctx, input);
      const statement = await getStatement(ctx, rules, input.id);
      if (statement.signedOn === null || statement.filedOn !== null) {
        ctx.reject('statement-not-signed', { params: { state: stateOf(statement, ctx.today) } });
      }
      requireOrder(ctx, statement.signedOn, input.filedOn);
      const edited = { home: ctx.home, id: input.id, version: input.version };
      const saved = await setFiled(ctx.db, edited, { filedOn: input.filedOn, archiveNo: input.archiveNo });
      return saved ? { id: input.id, version: saved.version } : ctx.stale({ statement: input.id });
    }),
  ];
}

/** Not before what it follows, and not in the future. */
function requireOrder(ctx: Context, after: string | null, day: string): void {
  if ((after !== null && day < after) || day > ctx.today) {
    ctx.reject('day-order', { params: { after: after ?? '', day, today: ctx.today } });
  }
}

async function getStatement(ctx: Context, rules: InForce, id: string): Promise<StatementRow> {
  const rows = await listStatementRows(ctx.db, rules.key);
  const row = rows.find((each) => each.id === id && each.home === ctx.home);
  return row ?? ctx.reject('statement-unknown', { status: 404, params: { statement: id } });
}

function stateOf(row: StatementRow, day: string): 'issued' | 'signed' | 'filed' {
  if (row.filedOn !== null && row.filedOn <= day) return 'filed';
  return row.signedOn !== null && row.signedOn <= day ? 'signed' : 'issued';
}

type StatementsInput = {
  programme: string;
  asOf?: string | undefined;
  target?: string | undefined;
  unit?: string | undefined;
};

async function statements(ctx: Context, input: StatementsInput) {
  const rules = await loadInForce(ctx, input);
  const rows = (await listStatementRows(ctx.db, rules.key)).filter((row) => row.issuedOn <= rules.day);
  const covered = new Set(rows.flatMap((row) => row.targets));
  const asked = rows
    .filter((row) => input.target === undefined || row.targets.includes(input.target))
    .filter((row) => input.unit === undefined || row.unit.ref === input.unit);
  return {
    asOf: rules.day,
    version: rules.version.number,
    uncovered: rules.pack.targets.filter((target) => !covered.has(target.id)).map((target) => target.id),
    items: asked.map((row) => statementShape(rules, row)),
  };
}

function statementShape(rules: InForce, row: StatementRow) {
  const state = stateOf(row, rules.day);
  const isSigned = state !== 'issued';
  const { home, id, title, unit, issuedOn, rulesVersion, version } = row;
  return {
    ...{ home, id, title, unit, issuedOn, rulesVersion, version, state },
    targets: row.targets.map((target) => {
      const known = rules.pack.targets.find((each) => each.id === target);
      return { id: target, name: known?.name.zh ?? target, clause: known?.clause ?? '' };
    }),
    signedOn: isSigned ? row.signedOn : null,
    signerPost: isSigned ? row.signerPost : null,
    scan: isSigned ? row.scan : null,
    filedOn: state === 'filed' ? row.filedOn : null,
    archiveNo: state === 'filed' ? row.archiveNo : null,
  };
}

function filingHandlers(parts: ProgrammeParts): Bound[] {
  return [
    on(listFilings, async (ctx, input) => {
      const rules = await loadInForce(ctx, input);
      return { asOf: rules.day, version: rules.version.number, items: await filingShapes(ctx, rules) };
    }),
    on(recordFiling, (ctx, input) => recordOne(ctx, parts, input)),
    on(receiveFiling, (ctx, input) => receiveOne(ctx, parts, input)),
  ];
}

/** What was sent by the day, and what the plan asks for and nobody at this home has sent yet. */
export async function filingShapes(ctx: Context, rules: InForce) {
  const rows = (await listFilingRows(ctx.db, rules.key)).filter((row) => row.sentOn <= rules.day);
  const sent = rows.map((row) => sentShape(rules, row, nextEdition(rows, row)));
  const owed = rules.pack.filings
    .filter((duty) => !rows.some((row) => row.duty === duty.id && row.home === ctx.home))
    .map((duty) => owedShape(ctx.home, rules, duty));
  return [...owed, ...sent];
}

type Duty = InForce['pack']['filings'][number];

const unitNames = (rules: InForce, ids: readonly string[]): string[] =>
  ids.map((id) => rules.pack.units.find((unit) => unit.id === id)?.zh ?? id);

function owedShape(home: string, rules: InForce, duty: Duty) {
  const asOf = rules.day;
  const judged = judgeFiling({ deadline: duty.deadline, receivedOn: null, asOf }, basisOf(rules, duty.clause, null));
  const empty = { document: null, edition: null, sentOn: null, receiptNo: null, receivedOn: null, outcome: null };
  const { clause, what, kind, deadline } = duty;
  return {
    ...empty,
    ...judged,
    superseded: false,
    ...{ id: null, home, duty: duty.id, what, kind, deadline, clause, version: null },
    note: duty.note ?? null,
    from: unitNames(rules, duty.from),
    to: unitNames(rules, duty.to),
    questions: duty.questions ?? [],
    evidence: [] as Evidence[],
  };
}

const nextEdition = (rows: readonly FilingRow[], row: FilingRow): FilingRow | undefined =>
  rows.find((other) => other.home === row.home && other.what === row.what && other.edition > row.edition);

/** An edition that another has followed is judged up to then: from there the deadline is the other's to meet. */
function sentShape(rules: InForce, row: FilingRow, next: FilingRow | undefined) {
  const duty = rules.pack.filings.find((each) => each.id === row.duty);
  const isAnswered = row.receivedOn !== null && row.receivedOn <= rules.day;
  // A returned paper has not been filed: the deadline goes on running.
  const receivedOn = isAnswered && row.outcome !== 'returned' ? row.receivedOn : null;
  const judged = judgeFiling(
    { deadline: row.deadline, receivedOn, asOf: next?.sentOn ?? rules.day },
    basisOf(rules, duty?.clause ?? null, null),
  );
  const { home, id, what, kind, deadline, document, edition, sentOn, note, evidence, version } = row;
  return {
    ...{ home, id, what, kind, deadline, document, edition, sentOn, note, evidence, version },
    ...judged,
    superseded: next !== undefined,
    duty: row.duty,
    from: duty ? unitNames(rules, duty.from) : [],
    to: [...row.to],
    clause: duty?.clause ?? null,
    questions: duty?.questions ?? [],
    receiptNo: isAnswered ? row.receiptNo : null,
    receivedOn: isAnswered ? row.receivedOn : null,
    outcome: isAnswered ? row.outcome : null,
  };
}

async function issueOne(ctx: Context, input: ParsedInputOf<typeof issueStatement>) {
  const rules = await loadInForce(ctx, input);
  requireMembership(ctx, rules);
  const targets = [...new Set(input.targets)];
  for (const target of targets) getTargetOf(ctx, rules, target);
  if (input.issuedOn > ctx.today) ctx.reject('issued-in-future', { params: { day: input.issuedOn } });
  const { title, unit, issuedOn } = input;
  const rulesVersion = rules.version.number;
  const made = {
    home: ctx.home,
    id: ctx.operation,
    title,
    unit,
    targets,
    issuedOn,
    rulesVersion,
    by: ctx.actor.user,
  };
  await insertStatement(ctx.db, rules.key, made);
  return { id: ctx.operation };
}

async function signOne(ctx: Context, parts: ProgrammeParts, input: ParsedInputOf<typeof signStatement>) {
  const rules = await loadInForce(ctx, input);
  const statement = await getStatement(ctx, rules, input.id);
  if (statement.signedOn !== null) ctx.reject('statement-not-issued', { params: { signedOn: statement.signedOn } });
  requireOrder(ctx, statement.issuedOn, input.signedOn);
  await requireEvidence(ctx, parts, 'statement', [{ kind: 'file', id: input.scan }], statement.id);
  const { signedOn, signerPost, scan } = input;
  const edited = { home: ctx.home, id: input.id, version: input.version };
  const saved = await setSigned(ctx.db, edited, { signedOn, signerPost, scan });
  return saved ? { id: input.id, version: saved.version } : ctx.stale({ statement: input.id });
}

async function recordOne(ctx: Context, parts: ProgrammeParts, input: ParsedInputOf<typeof recordFiling>) {
  const rules = await loadInForce(ctx, input);
  requireMembership(ctx, rules);
  if (input.sentOn > ctx.today) ctx.reject('sent-in-future', { params: { day: input.sentOn } });
  const duty = rules.pack.filings.find((each) => each.id === input.duty);
  if (input.duty !== undefined && !duty) ctx.reject('duty-unknown', { status: 404, params: { duty: input.duty } });
  await requireEvidence(ctx, parts, 'filing', input.evidence);
  const { to, document, edition, sentOn, evidence } = input;
  await insertFiling(ctx.db, rules.key, {
    ...{ home: ctx.home, id: ctx.operation, to, document, edition, sentOn, evidence },
    duty: duty?.id ?? null,
    what: duty?.what ?? input.what,
    kind: duty?.kind ?? input.kind,
    deadline: duty?.deadline ?? input.deadline,
    rulesVersion: rules.version.number,
    by: ctx.actor.user,
  });
  return { id: ctx.operation };
}

async function receiveOne(ctx: Context, parts: ProgrammeParts, input: ParsedInputOf<typeof receiveFiling>) {
  const rules = await loadInForce(ctx, input);
  const row = (await listFilingRows(ctx.db, rules.key)).find((each) => each.id === input.id && each.home === ctx.home);
  if (!row) return ctx.reject('filing-unknown', { status: 404, params: { filing: input.id } });
  if (row.outcome !== null) ctx.reject('filing-answered', { params: { outcome: row.outcome } });
  const wrong = row.kind === 'approval' ? 'received' : 'approved';
  if (input.outcome === wrong) ctx.reject('outcome-of-kind', { params: { kind: row.kind, outcome: input.outcome } });
  requireOrder(ctx, row.sentOn, input.receivedOn);
  await requireEvidence(ctx, parts, 'filing', input.evidence, row.id);
  const { outcome, receiptNo, receivedOn, evidence, note = null } = input;
  const edited = { home: ctx.home, id: row.id, version: input.version };
  const saved = await setReceived(ctx.db, edited, { outcome, receiptNo, receivedOn, note, evidence });
  return saved ? { id: row.id, version: saved.version } : ctx.stale({ filing: row.id });
}
