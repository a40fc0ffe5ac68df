import type { ParsedInputOf } from '@qianmo/platform/contract';
import { type Bound, type Context, dayOf, on, rejectOnConstraint } from '@qianmo/platform/server';
import { divideShares, type Share } from '@qianmo/values/share';
import {
  correctTargetValue,
  type Evidence,
  getTarget,
  listBenchmarks,
  listTargets,
  recordBenchmark,
  recordTargetValue,
  setBase,
} from '../contract.ts';
import type { Target } from '../pack/index.ts';
import type { TargetState } from '../rules/progress.ts';
import { inUnit } from './figure.ts';
import {
  countyOf,
  exact,
  getTargetOf,
  groupOf,
  type InForce,
  loadInForce,
  number,
  requireEvidence,
  requireItsHome,
  subjectOf,
} from './in-force.ts';
import type { ProgrammeParts } from './parts.ts';
import { listTaskRows } from './store/ledger.ts';
import { listStatementRows } from './store/paper.ts';
import { listActorNames, listPlaceNames } from './store/programme.ts';
import {
  type CountyGroup,
  insertBenchmark,
  insertValue,
  listBenchmarkRows,
  listValueEntries,
  saveBase,
  type ValueEntry,
} from './store/target.ts';
import {
  type Board,
  figureShape,
  judgedShape,
  readBoard,
  type Standing,
  shown,
  standingOf,
  standingsByCounty,
  targetShape,
  targetsOf,
  unitOf,
} from './target-board.ts';

rejectOnConstraint('target_value_corrected_once', 'value-corrected');

export function targetHandlers(parts: ProgrammeParts): Bound[] {
  return [
    on(listTargets, (ctx, input) => listBoard(ctx, parts, input)),
    on(getTarget, (ctx, input) => getOne(ctx, parts, input)),
    on(recordTargetValue, async (ctx, input) => {
      const rules = await loadInForce(ctx, input);
      const target = getTargetOf(ctx, rules, input.target);
      const { group, county } = ownSubject(ctx, rules, input);
      await insertEntry(ctx, parts, { rules, target, group, county, input, correction: null });
      return { id: ctx.operation };
    }),
    on(correctTargetValue, (ctx, input) => correctOne(ctx, parts, input)),
    on(setBase, (ctx, input) => saveOneBase(ctx, parts, input)),
    on(recordBenchmark, (ctx, input) => recordSeries(ctx, parts, input)),
    on(listBenchmarks, (ctx, input) => listSeries(ctx, input)),
  ];
}

type ListInput = {
  programme: string;
  asOf?: string | undefined;
  group?: CountyGroup | undefined;
  county?: string | undefined;
  page: number;
  pageSize: number;
  q?: string | undefined;
  state?: TargetState | undefined;
  sort: 'id' | 'deadline' | 'state';
};

async function listBoard(ctx: Context, parts: ProgrammeParts, input: ListInput) {
  const rules = await loadInForce(ctx, input);
  const subject = subjectOf(ctx, rules, input);
  const board = await readBoard(ctx, parts, rules);
  const all: Standing[] = [];
  for (const target of targetsOf(rules, subject)) all.push(await standingOf(board, target, subject));
  const q = input.q?.trim().toLowerCase() ?? '';
  const found = all
    .filter(({ judged }) => input.state === undefined || judged.state === input.state)
    .filter(({ target }) =>
      [target.id, target.name.zh, target.name.en, target.clause].some((text) => text.toLowerCase().includes(q)),
    )
    .toSorted((left, right) => compareBy(input.sort, left, right));
  const first = (input.page - 1) * input.pageSize;
  return {
    asOf: rules.day,
    version: rules.version.number,
    group: groupOf(subject),
    county: countyOf(subject),
    counts: countStates(all),
    total: found.length,
    items: found.slice(first, first + input.pageSize).map((standing) => targetShape(board, standing, subject)),
  };
}

const urgency: readonly TargetState[] = ['missed', 'at_risk', 'not_computable', 'on_track', 'achieved'];

function compareBy(sort: ListInput['sort'], left: Standing, right: Standing): number {
  const byId = left.target.id.localeCompare(right.target.id, 'en', { numeric: true });
  if (sort === 'deadline')
    return (left.target.deadline ?? '9999').localeCompare(right.target.deadline ?? '9999') || byId;
  if (sort === 'state') return urgency.indexOf(left.judged.state) - urgency.indexOf(right.judged.state) || byId;
  return byId;
}

export function countStates(standings: readonly Standing[]) {
  const counts = { achieved: 0, on_track: 0, at_risk: 0, missed: 0, not_computable: 0 };
  for (const { judged } of standings) counts[judged.state] += 1;
  return counts;
}

type GetInput = {
  programme: string;
  asOf?: string | undefined;
  group?: CountyGroup | undefined;
  county?: string | undefined;
  target: string;
};

async function getOne(ctx: Context, parts: ProgrammeParts, input: GetInput) {
  const rules = await loadInForce(ctx, input);
  const target = getTargetOf(ctx, rules, input.target);
  const subject = subjectOf(ctx, rules, input);
  const board = await readBoard(ctx, parts, rules, target.id);
  const counties = await standingsByCounty(board, target, subject);
  const unit = unitOf(board, target);
  const statements = await listStatementRows(ctx.db, rules.key);
  const tasks = await listTaskRows(ctx.db, rules.key, { target: target.id });
  return {
    asOf: rules.day,
    version: rules.version.number,
    target: targetShape(board, await standingOf(board, target, subject), subject),
    counties: await nameCounties(ctx, rules, counties, unit),
    values: await valueShapes(ctx, board),
    indicator: parts.indicators.list().some(({ definition, offered }) => offered && definition.key === target.metric)
      ? target.metric
      : null,
    statements: statements
      .filter((row) => row.targets.includes(target.id) && row.issuedOn <= rules.day)
      .map((row) => ({
        id: row.id,
        unit: row.unit.name,
        title: row.title,
        state: row.filedOn ? 'filed' : row.signedOn ? 'signed' : 'issued',
      })),
    tasks: tasks.map(({ id, title, dueOn, status }) => ({ id, title, dueOn, status })),
  };
}

async function nameCounties(
  ctx: Context,
  rules: InForce,
  counties: readonly (Standing & { place: string })[],
  unit: string,
) {
  const today = await listPlaceNames(
    ctx.db,
    counties.map((each) => each.place),
  );
  return counties.map(({ place, figure, judged }) => {
    const member = rules.members.find((each) => each.place === place);
    const name = member?.name ?? { zh: today.get(place) ?? place, en: null };
    return {
      place,
      name,
      group: member?.group ?? 'none',
      current: figureShape(figure, unit),
      judged: judgedShape(judged),
    };
  });
}

/** Newest first; with those that were corrected, since the history is part of the figure. */
async function valueShapes(ctx: Context, { entries, rules }: Board) {
  const names = await listActorNames(
    ctx.db,
    entries.map((entry) => entry.recordedBy),
  );
  return entries
    .filter((entry) => entry.observedOn <= rules.day)
    .toReversed()
    .map((entry) => valueShape(entry, names.get(entry.recordedBy) ?? entry.recordedBy));
}

function valueShape(entry: ValueEntry, recordedBy: string) {
  return {
    id: entry.id,
    home: entry.home,
    county: entry.county,
    group: entry.group,
    value: exact(entry.value) ?? '',
    shown: shown(entry.value) ?? '',
    numerator: exact(entry.counts?.numerator ?? null),
    denominator: exact(entry.counts?.denominator ?? null),
    unit: entry.unit,
    period: entry.period,
    observedOn: entry.observedOn,
    recordedOn: dayOf(entry.recordedAt),
    recordedBy,
    evidence: entry.evidence,
    note: entry.note,
    correctionOf: entry.correctionOf,
    correctedBy: entry.correctedBy,
    rulesVersion: entry.rulesVersion,
  };
}

/** The programme's home speaks for all of it; a member county for itself only. */
export function ownSubject(
  ctx: Context,
  rules: InForce,
  input: { group?: CountyGroup | undefined; county?: string | undefined },
): { group: CountyGroup | null; county: string | null } {
  if (input.group !== undefined && input.county !== undefined) ctx.reject('group-or-county');
  const subject = subjectOf(ctx, rules, input);
  const isOwn = ctx.home === rules.key.home || (subject.kind === 'county' && subject.place === ctx.home);
  if (!isOwn) ctx.reject('subject-not-own', { status: 403, params: { home: ctx.home } });
  return { group: groupOf(subject), county: countyOf(subject) };
}

type ValueInput = {
  value?: string | undefined;
  counts?: { numerator: string; denominator: string } | undefined;
  period?: string | undefined;
  observedOn: string;
  evidence: Evidence[];
  note?: string | undefined;
};

async function insertEntry(
  ctx: Context,
  parts: ProgrammeParts,
  entry: {
    rules: InForce;
    target: Target;
    group: CountyGroup | null;
    county: string | null;
    input: ValueInput;
    correction: { of: string; reason: string } | null;
  },
): Promise<void> {
  const { rules, target, input } = entry;
  if (input.observedOn > ctx.today) ctx.reject('observed-in-future', { params: { day: input.observedOn } });
  const needsPeriod = target.base !== null || target.benchmark !== null;
  if (needsPeriod && input.period === undefined) ctx.reject('period-missing', { params: { target: target.id } });
  await requireEvidence(ctx, parts, 'target-value', input.evidence);
  const { value, counts } = readValue(ctx, target, input);
  const board = { bases: (await readBoard(ctx, parts, rules, target.id)).bases, entries: [] };
  await insertValue(ctx.db, {
    home: ctx.home,
    id: ctx.operation,
    key: rules.key,
    target: target.id,
    county: entry.county,
    group: entry.group,
    value,
    counts,
    unit: unitOf(board, target),
    period: input.period ?? null,
    observedOn: input.observedOn,
    evidence: input.evidence,
    note: input.note ?? null,
    correction: entry.correction,
    by: ctx.actor.user,
    at: ctx.now,
    rulesVersion: rules.version.number,
  });
}

function readValue(
  ctx: Context,
  target: Target,
  input: ValueInput,
): { value: Share; counts: { numerator: Share; denominator: Share } | null } {
  if ((input.value === undefined) === (input.counts === undefined)) return ctx.reject('value-or-counts');
  if (input.value !== undefined) return { value: number(input.value), counts: null };
  const numerator = number(input.counts?.numerator ?? '0');
  const denominator = number(input.counts?.denominator ?? '0');
  if (denominator.numerator === 0n) return ctx.reject('denominator-zero');
  return { value: inUnit(divideShares(numerator, denominator), target.unit), counts: { numerator, denominator } };
}

type BaseInput = {
  programme: string;
  target: string;
  county?: string | undefined;
  period: string;
  value: string;
  unit: string;
  source: string;
  evidence: Evidence[];
  version?: number | undefined;
};

async function saveOneBase(ctx: Context, parts: ProgrammeParts, input: BaseInput): Promise<{ version: number }> {
  const rules = await loadInForce(ctx, input);
  const target = getTargetOf(ctx, rules, input.target);
  if (target.operator === 'qualitative') ctx.reject('target-without-base', { params: { target: target.id } });
  const { county } = ownSubject(ctx, rules, { county: input.county });
  await requireEvidence(ctx, parts, 'target-base', input.evidence, target.id);
  const { period, unit, source, evidence } = input;
  const version = await saveBase(
    ctx.db,
    {
      home: ctx.home,
      key: rules.key,
      target: target.id,
      county: county ?? '',
      period,
      value: number(input.value),
      unit,
      source,
      fact: null,
      evidence,
      by: ctx.actor.user,
      at: ctx.now,
    },
    input.version,
  );
  return version === undefined ? ctx.stale({ target: target.id }) : { version };
}

async function recordSeries(ctx: Context, parts: ProgrammeParts, input: ParsedInputOf<typeof recordBenchmark>) {
  const rules = await loadInForce(ctx, input);
  requireItsHome(ctx, rules);
  const known = rules.pack.benchmarks.some((series) => series.key === input.series);
  if (!known) ctx.reject('series-unknown', { status: 404, params: { series: input.series } });
  if (input.publishedOn > ctx.today) ctx.reject('published-in-future', { params: { day: input.publishedOn } });
  await requireEvidence(ctx, parts, 'benchmark', input.evidence);
  const { series, period, source, publishedOn, evidence } = input;
  const value = number(input.value);
  const by = ctx.actor.user;
  const made = { id: ctx.operation, series, period, value, source, publishedOn, evidence, by, at: ctx.now };
  await insertBenchmark(ctx.db, rules.key, made);
  return { id: ctx.operation };
}

async function listSeries(ctx: Context, input: ParsedInputOf<typeof listBenchmarks>) {
  const rules = await loadInForce(ctx, input);
  const rows = (await listBenchmarkRows(ctx.db, rules.key)).filter((row) => row.publishedOn <= rules.day);
  const items = rules.pack.benchmarks.map((series) => {
    const own = rows.filter((row) => row.series === series.key);
    const values = own.map((row) => ({
      id: row.id,
      period: row.period,
      value: row.value,
      source: row.source,
      publishedOn: row.publishedOn,
      replaced: own.findLast((other) => other.period === row.period) !== row,
    }));
    const { key, name, unit, frequency, clause } = series;
    const shownValues = values.map((row) => ({ ...row, value: exact(row.value) ?? '' }));
    return { series: key, name, unit, frequency, clause, values: shownValues };
  });
  return { asOf: rules.day, version: rules.version.number, items };
}

async function correctOne(ctx: Context, parts: ProgrammeParts, input: ParsedInputOf<typeof correctTargetValue>) {
  const rules = await loadInForce(ctx, input);
  const entries = await listValueEntries(ctx.db, rules.key);
  const old = entries.find((entry) => entry.id === input.id && entry.home === ctx.home);
  if (!old) return ctx.reject('value-unknown', { status: 404, params: { id: input.id } });
  if (old.correctedBy !== null) return ctx.reject('value-corrected', { params: { by: old.correctedBy } });
  const target = getTargetOf(ctx, rules, old.target);
  const correction = { of: old.id, reason: input.reason };
  await insertEntry(ctx, parts, { rules, target, group: old.group, county: old.county, input, correction });
  return { id: ctx.operation };
}
