import type { Finding } from '@qianmo/platform/contract';
import { type Bound, type Context, on } from '@qianmo/platform/server';
import { fenText } from '@qianmo/values/money';
import { listProgrammes, programmeOverview } from '../contract.ts';
import type { Pack } from '../pack/index.ts';
import { gravestVerdict } from '../rules/basis.ts';
import { sourcesOf, totalOf } from './budget-tree.ts';
import { budgetInForce } from './handlers-budget.ts';
import { taskShape } from './handlers-ledger.ts';
import { filingShapes } from './handlers-paper.ts';
import { judgePhase, openQuestions } from './handlers-plan.ts';
import { countStates } from './handlers-target.ts';
import {
  countyOf,
  findInForce,
  groupOf,
  type InForce,
  loadInForce,
  membersOn,
  type Subject,
  subjectOf,
} from './in-force.ts';
import type { ProgrammeParts } from './parts.ts';
import { listRegisteredSources } from './store/budget.ts';
import { listTaskRows } from './store/ledger.ts';
import { getPack, listProgrammeKeys, listVersionRows, type ProgrammeKey } from './store/programme.ts';
import { listCompletions, listDecisions } from './store/record.ts';
import type { CountyGroup } from './store/target.ts';
import { readBoard, type Standing, standingOf, targetsOf } from './target-board.ts';

export function overviewHandlers(parts: ProgrammeParts): Bound[] {
  return [
    on(listProgrammes, async (ctx, input) => {
      const asOf = input.asOf ?? ctx.today;
      const items: Awaited<ReturnType<typeof listed>>[] = [];
      for (const key of await listProgrammeKeys(ctx.db)) items.push(await listed(ctx, key, asOf));
      return { asOf, items: items.filter((item) => item !== null) };
    }),
    on(programmeOverview, (ctx, input) => overview(ctx, parts, input)),
  ];
}

/** Null for a programme of a tier above in which this home has no part. */
async function listed(ctx: Context, key: ProgrammeKey, day: string) {
  const versions = await listVersionRows(ctx.db, key);
  const version = findInForce(versions, day);
  const shown = version ?? versions[0];
  if (!shown) return null;
  const pack = await getPack(ctx.db, key, shown);
  const members = membersOn(pack, day);
  const isAbove = !ctx.readable.includes(key.home);
  if (isAbove && !pack.members.some((member) => member.place === ctx.home)) return null;
  const totals = pack.sources.flatMap((source) => source.totalWan ?? []);
  const groups = new Set(members.map((member) => member.group));
  return {
    id: key.id,
    home: key.home,
    title: titleOf(pack),
    programmeYear: pack.programmeYear,
    start: pack.start,
    end: pack.end,
    state:
      day < pack.start
        ? ('upcoming' as const)
        : pack.end !== null && day > pack.end
          ? ('ended' as const)
          : ('running' as const),
    totalFen: totals.length === 0 ? null : fenText(totalOf(sourcesOf({ pack, day }, [], undefined))),
    memberCount: members.length,
    groups: (['national', 'coordinated'] as const).filter((group) => groups.has(group)),
    version: version?.number ?? null,
    effectiveOn: version?.effectiveOn ?? null,
    decision: version?.decision ?? null,
  };
}

const titleOf = (pack: Pack) => ({ zh: pack.title.zh, en: pack.title.en });

type Input = {
  programme: string;
  asOf?: string | undefined;
  group?: CountyGroup | undefined;
  county?: string | undefined;
};

async function overview(ctx: Context, parts: ProgrammeParts, input: Input) {
  const rules = await loadInForce(ctx, input);
  const subject = subjectOf(ctx, rules, input);
  const state = await readState(ctx, parts, rules, subject);
  const { standings, phases, tasks, filings, money } = state;
  return {
    ...identityOf(rules),
    group: groupOf(subject),
    county: countyOf(subject),
    phases: phases.map(({ finding: _finding, ...phase }) => phase),
    targets: { ...countStates(standings), total: standings.length },
    money: money.shape,
    redItems: redItems(rules, state),
    openQuestions: openQuestions(rules, state.decisions).length,
    tasks: {
      open: tasks.filter((task) => task.status === 'open').length,
      overdue: tasks.filter((task) => task.overdue).length,
      done: tasks.filter((task) => task.status === 'done').length,
    },
    filings: {
      open: filings.filter((each) => each.status === 'open').length,
      late: filings.filter((each) => each.status === 'late').length,
      received: filings.filter((each) => each.outcome === 'received' || each.outcome === 'approved').length,
    },
    ...papersOf(rules.pack),
    labels: labelsOn(rules.pack, rules.day),
    members: rules.members.map(({ place, name, group, clause }) => ({ place, name, group, clause })),
  };
}

function identityOf({ key, pack, version, day }: InForce) {
  return {
    id: key.id,
    home: key.home,
    title: titleOf(pack),
    programmeYear: pack.programmeYear,
    start: pack.start,
    end: pack.end,
    clause: pack.clause,
    asOf: day,
    version: version.number,
    effectiveOn: version.effectiveOn,
    decision: version.decision,
  };
}

type State = Awaited<ReturnType<typeof readState>>;

async function readState(ctx: Context, parts: ProgrammeParts, rules: InForce, subject: Subject) {
  const board = await readBoard(ctx, parts, rules);
  const standings: Standing[] = [];
  for (const target of targetsOf(rules, subject)) standings.push(await standingOf(board, target, subject));
  const rows = await listTaskRows(ctx.db, rules.key);
  return {
    standings,
    phases: await phasesNow(ctx, rules),
    tasks: rows.filter((row) => row.enteredOn <= rules.day).map((row) => taskShape(row, rules.day)),
    filings: (await filingShapes(ctx, rules)).filter((filing) => !filing.superseded),
    money: await moneyOf(ctx, rules, subject),
    decisions: await listDecisions(ctx.db, rules.key),
  };
}

/** What asks for somebody today: behind or missed, overdue, late, or not adding up; each with its finding. */
function redItems(rules: InForce, { standings, phases, tasks, filings, money }: State) {
  const overdue = phases.filter((phase) => phase.status === 'overdue');
  const lateTasks = tasks.filter((task) => task.overdue);
  const lateFilings = filings.filter((each) => each.status === 'late' && each.outcome === null);
  return [
    ...standings.flatMap(redTarget),
    ...overdue.map((phase) => red('phase', phase.id, phase.name, phase.end, phase.finding)),
    ...lateTasks.map((task) => red('task', task.id, task.title, task.dueOn, overdueFinding(rules, task))),
    ...lateFilings.map((each) => red('filing', each.duty ?? each.id ?? '', each.what, each.deadline, each.finding)),
    ...money.against.map((finding) => {
      const subject = finding.inputs.line ?? finding.parameter ?? finding.rule;
      return red('budget', String(subject), finding.rule, null, finding);
    }),
  ];
}

type RedKind = 'target' | 'phase' | 'task' | 'filing' | 'budget';
const red = (kind: RedKind, id: string, name: string, dueOn: string | null, finding: Finding) => ({
  kind,
  id,
  name,
  dueOn,
  finding,
});

function redTarget({ target, judged }: Standing) {
  const finding = judged.findings[0];
  if (!finding || (judged.state !== 'missed' && judged.state !== 'at_risk')) return [];
  return [red('target', target.id, target.name.zh, target.deadline, finding)];
}

function overdueFinding(rules: InForce, task: { id: string; dueOn: string | null; daysLate: number }): Finding {
  return {
    rule: 'programme.task-overdue',
    verdict: 'warn',
    clause: null,
    parameter: null,
    inputs: {
      task: task.id,
      dueOn: task.dueOn,
      asOf: rules.day,
      daysLate: task.daysLate,
      rulesVersion: rules.version.number,
    },
  };
}

async function phasesNow(ctx: Context, rules: InForce) {
  const done = await listCompletions(ctx.db, rules.key);
  return rules.pack.phases.map((phase) => {
    const { status, daysLate, finding } = judgePhase(rules, phase, done);
    const { id, plan, name, start, end, clause } = phase;
    return { id, plan, name, start, end, clause, status, daysLate, finding };
  });
}

/** Sources of the group only, where one is asked for: their counties must all belong to it. */
async function moneyOf(ctx: Context, rules: InForce, subject: Subject) {
  const group = groupOf(subject) ?? undefined;
  const sources = sourcesOf(rules, await listRegisteredSources(ctx.db, rules.key), group);
  const budget = await budgetInForce(ctx, rules);
  const isWhole = subject.kind === 'programme';
  const against = isWhole
    ? (budget?.findings ?? []).filter((finding) => finding.verdict === 'block' || finding.verdict === 'warn')
    : [];
  const ids = new Set(sources.map((source) => source.id));
  const paid = (budget?.rows ?? []).filter((row) => row.source !== null && ids.has(row.source));
  const paidFen = paid.reduce((sum, row) => sum + BigInt(row.amountFen ?? '0'), 0n);
  const budgetFen = budget === null ? null : isWhole ? budget.sumFen : paidFen;
  return {
    against,
    shape: {
      totalFen: sources.some((source) => source.totalFen !== null) ? fenText(totalOf(sources)) : null,
      sources: sources.map(({ id, name, level, amountFen, clause }) => ({
        id,
        name,
        level,
        amountFen,
        clause: clause ?? '',
      })),
      budgetFen: budgetFen === null ? null : fenText(budgetFen),
      budgetOrigin: budget?.origin ?? null,
      budgetVerdict: budget === null ? null : gravestVerdict(budget.findings),
    },
  };
}

function papersOf(pack: Pack) {
  return {
    plans: pack.documents.plans.map(({ id, title, docNo, issued, issuers, clause }) => ({
      ...{ id, docNo, issued, issuers, clause },
      title: { zh: title.zh, en: title.en ?? null },
    })),
    basis: pack.documents.basis.map(({ docNo, title, clause }) => ({ docNo, title, clause })),
    leadBodies: pack.leadingGroups
      .filter((body) => body.inForce)
      .map((body) => ({
        id: body.id,
        name: body.name,
        office: pack.units.find((unit) => unit.id === body.office?.unit)?.zh ?? null,
        clause: body.clause,
      })),
  };
}

/** PROG-16: of each word the one that began last up to the day. */
export function labelsOn(pack: Pack, day: string) {
  const labelOn = (periods: Pack['labels']['leadDepartment']) => {
    const begun = periods.filter((period) => period.from === null || period.from <= day);
    const latest = begun.reduce<(typeof begun)[number] | undefined>(
      (last, each) => (last && (last.from ?? '') >= (each.from ?? '') ? last : each),
      undefined,
    );
    return latest ? { from: latest.from, zh: latest.zh, en: latest.en ?? null, clause: latest.clause } : null;
  };
  const { leadDepartment, povertyAgency, ministrySystem, dataStandard } = pack.labels;
  return {
    leadDepartment: labelOn(leadDepartment),
    povertyAgency: labelOn(povertyAgency),
    ministrySystem: labelOn(ministrySystem),
    dataStandard: labelOn(dataStandard),
  };
}
