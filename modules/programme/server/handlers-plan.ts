import type { ParsedInputOf } from '@qianmo/platform/contract';
import { type Bound, type Context, dayOf, on, rejectOnConstraint } from '@qianmo/platform/server';
import { type Cadence, periodContaining, tenDaysOf } from '@qianmo/values/period';
import {
  completePhase,
  decideQuestion,
  listCadences,
  listParameters,
  listPhases,
  listQuestions,
  listSchemes,
} from '../contract.ts';
import { type Parameter, type Phase, parameterKeys, type Question } from '../pack/index.ts';
import { judgeMilestone, listReminders } from '../rules/milestone.ts';
import { basisOf, type InForce, loadInForce, requireEvidence, requireItsHome } from './in-force.ts';
import type { ProgrammeParts } from './parts.ts';
import { listActorNames } from './store/programme.ts';
import {
  type Completion,
  insertCompletion,
  insertDecision,
  listCompletions,
  listDecisions,
  type QuestionDecision,
} from './store/record.ts';

rejectOnConstraint('phase_completion_once', 'phase-completed');

/** Reminders of a phase's end, in calendar days before it. */
export const PHASE_LEAD_DAYS = [14, 3, 0] as const;

export function planHandlers(parts: ProgrammeParts): Bound[] {
  return [
    on(listPhases, async (ctx, input) => {
      const rules = await loadInForce(ctx, input);
      const done = await listCompletions(ctx.db, rules.key);
      const phases = rules.pack.phases.filter((phase) => input.plan === undefined || phase.plan === input.plan);
      const items = phases.map((phase) => phaseShape(rules, phase, done));
      return { asOf: rules.day, version: rules.version.number, items };
    }),
    on(completePhase, (ctx, input) => completeOne(ctx, parts, input)),
    on(listQuestions, (ctx, input) => questions(ctx, input)),
    on(decideQuestion, (ctx, input) => decideOne(ctx, input)),
    on(listParameters, (ctx, input) => parameters(ctx, input)),
    on(listSchemes, async (ctx, input) => {
      const rules = await loadInForce(ctx, input);
      const { schemes, penalties } = rules.pack;
      return { asOf: rules.day, version: rules.version.number, items: schemes, penalties };
    }),
    on(listCadences, async (ctx, input) => {
      const rules = await loadInForce(ctx, input);
      const items = rules.pack.cadences.map((cadence) => ({
        ...cadence,
        nextDueOn: nextDue(cadence.frequency, rules),
      }));
      return { asOf: rules.day, version: rules.version.number, items };
    }),
  ];
}

export function judgePhase(rules: InForce, phase: Phase, done: readonly Completion[]) {
  const doneOn = done.find((each) => each.phase === phase.id)?.doneOn ?? null;
  const milestone = { id: phase.id, startOn: phase.start, endOn: phase.end };
  return {
    milestone,
    doneOn,
    ...judgeMilestone(milestone, { asOf: rules.day, doneOn }, basisOf(rules, phase.clause, null)),
  };
}

function phaseShape(rules: InForce, phase: Phase, done: readonly Completion[]) {
  const { milestone, doneOn, status, isLate, daysLate, finding } = judgePhase(rules, phase, done);
  const reminders = listReminders(milestone, { startLeadDays: [], endLeadDays: PHASE_LEAD_DAYS });
  return {
    id: phase.id,
    plan: phase.plan,
    name: phase.name,
    kind: phase.kind,
    start: phase.start,
    end: phase.end,
    startWords: words(phase.start, 'start'),
    endWords: words(phase.end, 'end'),
    text: phase.text,
    note: phase.note ?? null,
    clause: phase.clause,
    questions: phase.questions ?? [],
    status,
    isLate,
    daysLate,
    doneOn: doneOn !== null && doneOn <= rules.day ? doneOn : null,
    remindOn: status === 'done' ? [] : reminders.map((reminder) => reminder.remindOn),
    finding,
  };
}

/** The ten-day part (上旬, 中旬, 下旬) that a day begins or ends; other days stay days. */
function words(day: string | null, edge: 'start' | 'end'): string | null {
  if (day === null) return null;
  return periodContaining(day, 'ten_day')[edge] === day ? tenDaysOf(day).words : null;
}

const cadenceOf: Readonly<Record<string, Cadence>> = {
  monthly: 'monthly',
  quarterly: 'quarterly',
  half_yearly: 'half_yearly',
  annual: 'yearly',
};

/** End of the running calendar period; null where the plan's rhythm follows events, or the programme is over. */
function nextDue(frequency: string, { day, pack }: InForce): string | null {
  const cadence = cadenceOf[frequency];
  if (!cadence || (pack.end !== null && day > pack.end)) return null;
  return periodContaining(day < pack.start ? pack.start : day, cadence).end;
}

/** The decision in force on a day: the one that took effect last. */
function decisionOf(decisions: readonly QuestionDecision[], no: number, day: string): QuestionDecision | undefined {
  return decisions.findLast((each) => each.question === no && each.since <= day);
}

/** Questions on which no office has decided yet, by the day. */
export function openQuestions(rules: InForce, decisions: readonly QuestionDecision[]): Question[] {
  return rules.pack.questions.filter((question) => !decisionOf(decisions, question.no, rules.day));
}

async function questions(
  ctx: Context,
  input: { programme: string; asOf?: string | undefined; open?: boolean | undefined },
) {
  const rules = await loadInForce(ctx, input);
  const decisions = await listDecisions(ctx.db, rules.key);
  const names = await listActorNames(
    ctx.db,
    decisions.map((each) => each.decidedBy),
  );
  const all = rules.pack.questions.map((question) => {
    const decided = decisionOf(decisions, question.no, rules.day);
    return questionShape(question, decided, decided ? (names.get(decided.decidedBy) ?? decided.decidedBy) : '');
  });
  return {
    asOf: rules.day,
    version: rules.version.number,
    openCount: openQuestions(rules, decisions).length,
    items: all.filter((item) => input.open === undefined || (item.decidedBy === 'pack') === input.open),
  };
}

function questionShape(question: Question, decided: QuestionDecision | undefined, by: string) {
  return {
    no: question.no,
    question: question.zh,
    readings: question.readings,
    inForce: decided?.reading ?? question.inForce,
    decidedBy: decided ? ('office' as const) : ('pack' as const),
    decision: question.decision,
    why: decided?.reason ?? question.why,
    decided: decided
      ? { by, since: decided.since, recordedOn: dayOf(decided.decidedAt), document: decided.document }
      : null,
    differsFromPack: decided !== undefined && decided.reading !== question.inForce,
    parameters: question.parameters ?? [],
    targets: question.targets ?? [],
    lines: question.lines ?? [],
    clause: question.clause,
  };
}

type ParameterInput = {
  programme: string;
  asOf?: string | undefined;
  page: number;
  pageSize: number;
  q?: string | undefined;
  state?: 'set' | 'off' | undefined;
};

async function parameters(ctx: Context, input: ParameterInput) {
  const rules = await loadInForce(ctx, input);
  const q = input.q?.trim().toLowerCase() ?? '';
  const all = Object.entries(parameterKeys).map(([key, name]) => {
    const values = rules.pack.parameters.filter((each) => each.key === key).map(parameterShape);
    return { key, name, state: values.length > 0 ? ('set' as const) : ('off' as const), values };
  });
  const found = all
    .filter((item) => input.state === undefined || item.state === input.state)
    .filter(({ key, name, values }) =>
      [key, name.zh, name.en, ...values.map((value) => value.clause)].some((text) => text.toLowerCase().includes(q)),
    );
  const first = (input.page - 1) * input.pageSize;
  return {
    asOf: rules.day,
    version: rules.version.number,
    effectiveOn: rules.version.effectiveOn,
    decision: rules.version.decision,
    total: found.length,
    items: found.slice(first, first + input.pageSize),
  };
}

function parameterShape(parameter: Parameter) {
  return {
    subject: parameter.subject,
    operator: parameter.operator ?? null,
    value: parameter.value ?? null,
    range: parameter.range ?? null,
    text: parameter.text ?? null,
    items: parameter.items ?? null,
    unit: parameter.unit ?? null,
    strictness: parameter.strictness,
    derived: parameter.derived ?? false,
    clause: parameter.clause,
    quote: parameter.quote ?? null,
    note: parameter.note ?? null,
    questions: parameter.questions ?? [],
  };
}

async function completeOne(ctx: Context, parts: ProgrammeParts, input: ParsedInputOf<typeof completePhase>) {
  const rules = await loadInForce(ctx, input);
  requireItsHome(ctx, rules);
  const phase = rules.pack.phases.find((each) => each.id === input.phase);
  if (!phase) ctx.reject('phase-unknown', { status: 404, params: { phase: input.phase } });
  if (input.doneOn > ctx.today) ctx.reject('done-in-future', { params: { day: input.doneOn } });
  await requireEvidence(ctx, parts, 'phase-completion', input.evidence);
  const { phase: id, doneOn, evidence, note = null } = input;
  const made = { id: ctx.operation, phase: id, doneOn, evidence, note, by: ctx.actor.user, at: ctx.now };
  await insertCompletion(ctx.db, rules.key, made);
  return { id: ctx.operation };
}

async function decideOne(ctx: Context, input: ParsedInputOf<typeof decideQuestion>) {
  const rules = await loadInForce(ctx, input);
  requireItsHome(ctx, rules);
  const question = rules.pack.questions.find((each) => each.no === input.no);
  if (!question) return ctx.reject('question-unknown', { status: 404, params: { no: input.no } });
  if (input.reading > question.readings.length) {
    ctx.reject('reading-unknown', { params: { reading: input.reading, readings: question.readings.length } });
  }
  await insertDecision(ctx.db, rules.key, {
    id: ctx.operation,
    question: input.no,
    reading: input.reading,
    reason: input.reason,
    document: input.document ?? null,
    since: input.since,
    decidedBy: ctx.actor.user,
    decidedAt: ctx.now,
    rulesVersion: rules.version.number,
  });
  return { id: ctx.operation };
}
