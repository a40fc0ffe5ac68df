import { type Bound, type Context, on } from '@qianmo/platform/server';
import { planSubjects } from '@qianmo/programme/server';
import { listMatrix, setResponsibility, type subjectKinds } from '../../contract/matrix.ts';
import { checkResponsibility, findRepeatedUnits } from '../../rules/matrix.ts';
import * as store from '../store/matrix.ts';
import { knownUnits } from '../store/units.ts';
import { allKnown, newId } from './guards.ts';

type Kind = (typeof subjectKinds)[number];

export const matrixHandlers: Bound[] = [set(), list()];

function set(): Bound {
  return on(setResponsibility, async (ctx, input) => {
    const from = input.from ?? ctx.today;
    const units = [...input.lead, ...input.with];
    const [twice] = findRepeatedUnits(input.lead, input.with);
    if (twice !== undefined) ctx.reject('unit-twice', { params: { unit: twice } });
    allKnown(ctx, units, await knownUnits(ctx.db, ctx.home, units, from));
    const subject = { home: ctx.home, programme: input.programme, kind: input.subject.kind, id: input.subject.id };
    const present = await store.findPresent(ctx.db, subject, from);
    if (present && present.version !== input.version) ctx.stale({ version: present.version });
    if (present?.from && from < present.from) ctx.reject('from-before-present', { params: { from: present.from } });
    await store.endPresent(ctx.db, subject, from);
    const version = (await store.lastVersion(ctx.db, subject)) + 1;
    const clause = input.clause ?? null;
    const named = [
      ...input.lead.map((unit) => ({ unit, part: 'lead' as const })),
      ...input.with.map((unit) => ({ unit, part: 'with' as const })),
    ];
    const name = input.subject.name ?? null;
    const rows = named.map((each) => ({ ...each, subject, name, clause, from, version, id: newId(ctx) }));
    await store.insertResponsibilities(ctx.db, rows);
    return { version, findings: checkResponsibility(input.subject, named, clause) };
  });
}

type Row = {
  subject: { kind: Kind; id: string; name: string | null };
  lead: { id: string; name: string }[];
  with: { id: string; name: string }[];
  clause: string | null;
  from: string | null;
  version: number | null;
};

function list(): Bound {
  return on(listMatrix, async (ctx, input) => {
    const day = input.day ?? ctx.today;
    const rows = await rowsOf(ctx, input.programme, day);
    const judged = rows
      .filter((row) => input.kind === undefined || row.subject.kind === input.kind)
      .map((row) => ({ ...row, findings: checkResponsibility(row.subject, partsOf(row), row.clause) }));
    const items = judged.filter(
      (row) =>
        (!input.gaps || row.findings.length > 0) &&
        (input.unit === undefined || [...row.lead, ...row.with].some((unit) => unit.id === input.unit)),
    );
    return { items, gaps: judged.filter((row) => row.findings.length > 0).length, day };
  });
}

function partsOf(row: Row) {
  return [
    ...row.lead.map((unit) => ({ unit: unit.id, part: 'lead' as const })),
    ...row.with.map((unit) => ({ unit: unit.id, part: 'with' as const })),
  ];
}

/** What the programme wants done, whether or not somebody answers for it, and what the matrix names beside that. */
async function rowsOf(ctx: Context, programme: string, day: string): Promise<Row[]> {
  const query = { home: ctx.home, programme, day };
  const bySubject = new Map<string, Row>();
  const rowFor = (kind: Kind, id: string, name: string | null): Row => {
    const key = `${kind} ${id}`;
    const row = bySubject.get(key) ?? { subject: { kind, id, name }, lead: [], with: [], ...nobody };
    bySubject.set(key, row);
    return row;
  };
  for (const subject of await planSubjects(ctx.db, query)) rowFor(subject.kind, subject.id, subject.name);
  for (const each of await store.listResponsibilities(ctx.db, query)) {
    const row = rowFor(each.kind as Kind, each.subject, each.name);
    row[each.part === 'lead' ? 'lead' : 'with'].push({ id: each.unit, name: each.unitName });
    row.clause = each.clause;
    row.from = each.from;
    row.version = each.version;
  }
  return [...bySubject.values()];
}

const nobody = { clause: null, from: null, version: null };
