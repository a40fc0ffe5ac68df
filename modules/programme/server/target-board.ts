import type { Context } from '@qianmo/platform/server';
import { addShares, decimalText, parseShare, type Share, zeroShare } from '@qianmo/values/share';
import type { Target } from '../pack/index.ts';
import type { BenchmarkValue } from '../rules/benchmark.ts';
import { type Figure, figureAt, inUnit, noFigure } from './figure.ts';
import { basisOf, countiesOf, exact, type InForce, number, type Subject } from './in-force.ts';
import { type Base, type Judged, judge, limitOf, worstOf } from './judge.ts';
import type { ProgrammeParts } from './parts.ts';
import { type BaseRow, listBases, listBenchmarkRows, listValueEntries, type ValueEntry } from './store/target.ts';

/** Everything the targets of a programme are judged by, read once. */
export type Board = {
  readonly ctx: Context;
  readonly parts: ProgrammeParts;
  readonly rules: InForce;
  readonly entries: readonly ValueEntry[];
  readonly bases: readonly BaseRow[];
  readonly benchmarks: readonly BenchmarkValue[];
};

export type Standing = {
  readonly target: Target;
  readonly figure: Figure;
  readonly base: Base | null;
  readonly baseRow: BaseRow | undefined;
  readonly judged: Judged;
};

export async function readBoard(ctx: Context, parts: ProgrammeParts, rules: InForce, target?: string): Promise<Board> {
  const entries = await listValueEntries(ctx.db, rules.key, target);
  const bases = await listBases(ctx.db, rules.key);
  const rows = await listBenchmarkRows(ctx.db, rules.key);
  const published = rows.filter((row) => row.publishedOn <= rules.day).toReversed();
  return { ctx, parts, rules, entries, bases, benchmarks: published };
}

/** Targets that concern a subject: a group has those of its own and those of the whole. */
export function targetsOf(rules: InForce, subject: Subject): Target[] {
  const group = subject.kind === 'programme' ? null : subject.group;
  if (countiesOf(rules, subject).length === 0) return [];
  return rules.pack.targets.filter(
    (target) => group === null || target.group === null || target.group === 'none' || target.group === group,
  );
}

export async function standingOf(board: Board, target: Target, subject: Subject): Promise<Standing> {
  const standing = await standingHere(board, target, subject);
  if (target.scope !== 'each_county' || subject.kind === 'county') return standing;
  const counties = await standingsByCounty(board, target, subject);
  const worst = worstOf(counties.map((each) => each.judged));
  return worst ? { ...standing, judged: worst } : standing;
}

/** One standing for each county of the subject. */
export async function standingsByCounty(
  board: Board,
  target: Target,
  subject: Subject,
): Promise<(Standing & { place: string })[]> {
  const standings: (Standing & { place: string })[] = [];
  for (const member of countiesOf(board.rules, subject)) {
    const county: Subject = { kind: 'county', place: member.place, group: member.group };
    standings.push({ ...(await standingHere(board, target, county)), place: member.place });
  }
  return standings;
}

async function standingHere(board: Board, target: Target, subject: Subject): Promise<Standing> {
  const { rules } = board;
  const figure = await figureOn(board, target, subject, rules.day);
  const isOver = target.deadline !== null && target.deadline < rules.day;
  const atDeadline = isOver && target.deadline ? await figureOn(board, target, subject, target.deadline) : figure;
  const { base, row } = baseOf(board, target, subject);
  const judged = judge({
    target,
    subject,
    members: rules.members,
    programmeStart: rules.pack.start,
    asOf: rules.day,
    figure,
    atDeadline,
    base,
    benchmarks: board.benchmarks,
    basis: basisOf(rules, target.clause, target.metric),
  });
  return { target, figure, base, baseRow: row, judged };
}

/** From records where a module counts the metric, else what was entered; else nothing, and never 0 (PROG-07). */
async function figureOn(board: Board, target: Target, subject: Subject, on: string): Promise<Figure> {
  const counted = await countedFigure(board, target, subject, on);
  if (counted) return counted;
  return figureAt({
    entries: board.entries.filter((entry) => entry.target === target.id),
    subject,
    members: board.rules.members,
    on,
    unit: target.base === null ? target.unit : 'amount',
    apart: target.scope === 'each_county',
  });
}

async function countedFigure(
  { ctx, parts, rules }: Board,
  target: Target,
  subject: Subject,
  on: string,
): Promise<Figure | null> {
  if (!parts.indicators.find(target.metric)) return null;
  const homes = countiesOf(rules, subject).map((member) => member.place);
  const figure = await parts.indicators.value(ctx.db, target.metric, {
    programme: rules.key.id,
    homes: [...new Set([...homes, ...(subject.kind === 'programme' ? [rules.key.home] : [])])],
    group: subject.kind === 'group' ? subject.group : null,
    at: on,
  });
  if (figure.entered) return null;
  if (figure.value === null) return { ...noFigure, source: 'indicator', observedOn: on };
  return {
    source: 'indicator',
    value: inUnit(parseShare(figure.value), target.unit),
    period: null,
    observedOn: on,
    records: figure.sourceCount,
    counties: null,
  };
}

/** The stored base of the subject, that of its counties together, or the one that the plan itself gives. */
function baseOf(
  { rules, bases }: Board,
  target: Target,
  subject: Subject,
): { base: Base | null; row: BaseRow | undefined } {
  const own = bases.filter((row) => row.target === target.id);
  const whole = own.find((row) => row.county === '');
  const counties = countiesOf(rules, subject);
  const only = counties.length === 1 ? counties[0]?.place : undefined;
  const direct = own.find((row) => only !== undefined && row.county === only);
  const covers = counties.length === rules.members.length;
  const row = direct ?? (covers ? whole : undefined);
  if (row) return { base: { period: row.period, value: row.value }, row };
  const parts = counties.flatMap((member) => own.find((each) => each.county === member.place) ?? []);
  if (parts.length === counties.length && parts.length > 0 && new Set(parts.map((part) => part.period)).size === 1) {
    const value = parts.map((part) => part.value).reduce(addShares, zeroShare);
    return { base: { period: parts[0]?.period ?? null, value }, row: undefined };
  }
  const planned = target.base?.value ?? null;
  if (planned === null || !covers) return { base: null, row: undefined };
  return { base: { period: target.base?.period ?? null, value: number(planned) }, row: undefined };
}

/** At most four decimals, without zeros at the end. */
export function shown(value: Share | null): string | null {
  return (
    value &&
    decimalText(value, 4)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '')
  );
}

export function figureShape(figure: Figure, unit: string) {
  return {
    source: figure.source,
    value: exact(figure.value),
    shown: shown(figure.value),
    unit,
    period: figure.period,
    observedOn: figure.observedOn,
    records: figure.records,
    counties: figure.counties,
  };
}

export function judgedShape(judged: Judged) {
  const { state, reason, reachedLate, isBeyond, progressPercent, elapsedPercent, findings } = judged;
  return { state, reason, reachedLate, isBeyond, progressPercent, elapsedPercent, findings: [...findings] };
}

/** One target as the contract shows it. */
export function targetShape(board: Board, standing: Standing, subject: Subject) {
  const { target, figure, judged } = standing;
  const { pack, members } = board.rules;
  const limit = limitOf(target, subject, members);
  return {
    id: target.id,
    name: target.name,
    scope: target.scope,
    group: target.group,
    metric: target.metric,
    operator: target.operator,
    value: target.value,
    range: target.range ?? null,
    unit: target.unit,
    limit: shown(limit),
    start: target.start ?? pack.start,
    deadline: target.deadline,
    deadlineBasis: target.deadlineBasis,
    responsible: target.responsible.map((id) => ({ id, zh: pack.units.find((unit) => unit.id === id)?.zh ?? id })),
    strictness: target.strictness ?? null,
    split: target.split ?? [],
    clause: target.clause,
    quote: target.quote,
    note: target.note ?? null,
    questions: target.questions ?? [],
    base: baseShape(standing),
    benchmark: benchmarkShape(standing),
    current: figureShape(figure, unitOf(board, target)),
    judged: judgedShape(judged),
  };
}

/** Entries of a growth target are amounts: their unit is that of the base, or as it was entered. */
export function unitOf({ bases, entries }: Pick<Board, 'bases' | 'entries'>, target: Target): string {
  if (target.base === null) return target.unit;
  const entered = entries.findLast((entry) => entry.target === target.id)?.unit;
  return bases.find((row) => row.target === target.id)?.unit ?? entered ?? 'wan_yuan';
}

function baseShape({ target, base, baseRow }: Standing) {
  if (target.base === null && base === null) return null;
  const origin: 'missing' | 'entered' | 'plan' =
    base === null ? 'missing' : target.base?.value && !baseRow ? 'plan' : 'entered';
  return {
    period: base?.period ?? target.base?.period ?? null,
    value: exact(base?.value ?? null),
    unit: baseRow?.unit ?? null,
    source: baseRow?.source ?? (origin === 'plan' ? target.clause : null),
    origin,
    version: baseRow?.version ?? null,
  };
}

function benchmarkShape({ target, judged, figure }: Standing) {
  if (target.benchmark === null) return null;
  return {
    series: target.benchmark,
    period: judged.benchmark?.period ?? figure.period,
    value: exact(judged.benchmark?.value ?? null),
    source: judged.benchmark?.source ?? null,
    gapPoints: judged.gapPoints,
  };
}
