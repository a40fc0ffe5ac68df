import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type DayUnit, dayRun } from '@qianmo/values/day-count';
import { parseWan } from '@qianmo/values/money';
import { type Cadence, type DateSpan, findPeriod, type TenDayPart, tenDays } from '@qianmo/values/period';
import { addDays } from '@qianmo/values/plain-date';
import { parseShare, percentText, type Share, shareText } from '@qianmo/values/share';
import { addWorkingDays, countWorkingDays, type Known, type WorkingCalendar } from '@qianmo/values/working-day';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Basis } from './basis.ts';
import { judgeBenchmark } from './benchmark.ts';
import { type BudgetNode, checkBudget } from './budget.ts';
import { isHeldOften, listDueDates, listEvaluationDates, listMissingMonths } from './cadence.ts';
import { judgeFiling } from './filing.ts';
import { judgeAverageGrowth, judgeGrowth } from './growth.ts';
import { judgeTarget } from './progress.ts';
import { checkRatios, type RatioRule } from './ratio.ts';
import { lookUpParameter } from './versions.ts';

// Maps the plain keys of the golden cases to the rules. What a case expects is compared key by key; a case without a
// mapping here fails, so that none is passed over.

const goldenCase = z.object({
  id: z.string(),
  requirement: z.string(),
  title: z.string(),
  clause: z.string(),
  given: z.record(z.string(), z.unknown()),
  expect: z.record(z.string(), z.unknown()),
});
type GoldenCase = z.infer<typeof goldenCase>;
type Answers = Record<string, unknown>;

const text = z.string();
const date = z.string();
const operator = z.enum(['>=', '>', '=', '<', '<=']);
const fen = z.string().transform(BigInt);
const cadence = z.enum(['monthly', 'quarterly', 'half_yearly', 'yearly']);

function readCases(area: string): GoldenCase[] {
  const url = new URL(`../../../packs/golden/${area}.yaml`, import.meta.url);
  const file = z.object({ area: z.string(), cases: z.array(goldenCase) }).parse(parse(readFileSync(url, 'utf8')));
  return file.cases;
}

/** The official list as its registry package publishes it; a year is loaded when the package has a list for it. */
function officialCalendar(): WorkingCalendar {
  const lists = z
    .object({ holidays: z.record(z.string(), z.string()), workdays: z.record(z.string(), z.string()) })
    .parse(createRequire(import.meta.url)('chinese-days/dist/chinese-days.json'));
  const holidays = new Set(Object.keys(lists.holidays));
  const years = new Set([...holidays].map((day) => Number(day.slice(0, 4))));
  return { years, holidays, makeupDays: new Set(Object.keys(lists.workdays)), corrections: new Map() };
}

const calendar = officialCalendar();

function known<T>(answer: Known<T>): T {
  if (!answer.known) throw new Error(`year ${answer.year} is not loaded`);
  return answer.value;
}

function basisOf({ clause }: GoldenCase): Basis {
  return { clause, parameter: null, version: 1 };
}

function percent(number: string): Share {
  return parseShare(`${number}%`);
}

function exact(number: number | null | undefined): Share | null {
  return number === null || number === undefined ? null : parseShare(String(number));
}

function judgeProgress(golden: GoldenCase): Answers {
  const given = z
    .object({
      operator,
      base_value: z.number().optional(),
      target_value: z.number().optional(),
      limit: z.number().optional(),
      start_on: date,
      deadline: date,
      as_of: date,
      value: z.number(),
      value_at_deadline: z.number().optional(),
    })
    .parse(golden.given);
  const limit = exact(given.target_value ?? given.limit);
  const judged = judgeTarget(
    {
      goal: { kind: 'limit', operator: given.operator, limit },
      base: exact(given.base_value),
      startOn: given.start_on,
      deadline: given.deadline,
    },
    // A case after the deadline that gives one value only means that nothing changed since.
    { asOf: given.as_of, value: exact(given.value), valueAtDeadline: exact(given.value_at_deadline ?? given.value) },
    basisOf(golden),
  );
  return {
    state: judged.state,
    reached_late: judged.reachedLate,
    progress_percent: judged.progress && percentText(judged.progress),
    time_elapsed_percent: judged.elapsed && percentText(judged.elapsed),
  };
}

function growth(golden: GoldenCase): Answers {
  const given = z
    .object({ base_value_wan: text.nullable(), value_wan: text, operator, target_percent: text })
    .parse(golden.given);
  const judged = judgeGrowth(
    {
      base: given.base_value_wan === null ? null : parseShare(given.base_value_wan),
      value: parseShare(given.value_wan),
      operator: given.operator,
      target: percent(given.target_percent),
    },
    basisOf(golden),
  );
  const { computable, reason, met } = judged;
  return { computable, reason, met, growth_percent: judged.growth && percentText(judged.growth) };
}

function averageGrowth(golden: GoldenCase): Answers {
  const given = z
    .object({
      base_year: z.number(),
      base_value_wan: text,
      end_year: z.number(),
      end_value_wan: text,
      operator,
      target_percent: text,
    })
    .parse(golden.given);
  const judged = judgeAverageGrowth(
    {
      base: parseShare(given.base_value_wan),
      baseYear: given.base_year,
      end: parseShare(given.end_value_wan),
      endYear: given.end_year,
      operator: given.operator,
      target: percent(given.target_percent),
    },
    basisOf(golden),
  );
  expect(judged.ratePercent).toBe('30.00');
  const required = judged.requiredEndValue && shareText(judged.requiredEndValue);
  return { required_end_value_wan: required?.replace(/\/1$/, ''), met: judged.met };
}

function benchmark(golden: GoldenCase): Answers {
  const given = z
    .object({
      growth_percent: text.optional(),
      benchmark_percent: text.optional(),
      town_growth_percent: text.optional(),
      prefecture_growth_percent: text.optional(),
      operator,
      target_points: text.optional(),
    })
    .parse(golden.given);
  const own = given.growth_percent ?? given.town_growth_percent ?? '';
  const other = given.benchmark_percent ?? given.prefecture_growth_percent ?? '';
  const judged = judgeBenchmark(
    {
      own: percent(own),
      benchmark: { series: 'given', period: 'given', source: 'given', value: percent(other) },
      operator: given.operator,
      targetGap: given.target_points === undefined ? null : percent(given.target_points),
    },
    basisOf(golden),
  );
  return { gap_points: judged.gapPoints, met: judged.met };
}

function tenDayPeriods({ given }: GoldenCase): Answers {
  const part = z.enum(['first', 'middle', 'last']);
  const { year, start_month, start_part, end_month, end_part } = z
    .object({ year: z.number(), start_month: z.number(), start_part: part, end_month: z.number(), end_part: part })
    .parse(given);
  const span = (month: number, which: TenDayPart) => tenDays(year, month, which);
  return { start: span(start_month, start_part).start, end: span(end_month, end_part).end };
}

function filings(golden: GoldenCase): Answers {
  const { deadline, received_on } = z.object({ deadline: date, received_on: z.array(date) }).parse(golden.given);
  const verdicts = received_on.map(
    (receivedOn) => judgeFiling({ deadline, receivedOn, asOf: receivedOn }, basisOf(golden)).status,
  );
  return { verdicts };
}

function budget(golden: GoldenCase): Answers {
  const given = z
    .object({
      groups_wan: z.array(z.object({ id: text, subtotal_wan: text, lines_wan: z.array(text) })),
      total_wan: text,
    })
    .parse(golden.given);
  const node = (id: string, amountWan: string, parts: readonly BudgetNode[]): BudgetNode => ({
    id,
    clause: null,
    amountFen: parseWan(amountWan),
    quantity: null,
    unitAmountFen: null,
    parts,
  });
  const groups = given.groups_wan.map(({ id, subtotal_wan, lines_wan }) =>
    node(
      id,
      subtotal_wan,
      lines_wan.map((amount, index) => node(`${id}-${index}`, amount, [])),
    ),
  );
  const check = checkBudget(node('total', given.total_wan, groups), basisOf(golden));
  const mismatch = check.findings.find(({ rule }) => rule === 'programme.budget-parts-differ');
  const wan = (amountFen: bigint) => shareText(parseShare(`${amountFen}/1000000`));
  return {
    verdict: check.verdict,
    sum_wan: check.sumFen === null ? null : wan(check.sumFen).replace(/\/1$/, ''),
    lines_sum_wan: wanOf(mismatch?.inputs.computedFen),
    difference_fen: Number(mismatch?.inputs.differenceFen),
  };
}

function wanOf(amountFen: unknown): string | null {
  return typeof amountFen === 'string' ? percentText(parseShare(`${amountFen}/100000000`)) : null;
}

function ratio(golden: GoldenCase): Answers {
  const given = z
    .object({
      rule: z.enum(['centre_share_max', 'upstream_share_min']).optional(),
      limit_percent: text.optional(),
      strictness: z.enum(['mandatory', 'in_principle']).optional(),
      base_fen: fen.optional(),
      counted_fen: fen.optional(),
      counted_lines_fen: z.record(text, fen).optional(),
      budget_wan: z.record(text, text).optional(),
      total_wan: text.optional(),
    })
    .parse(golden.given);
  const inWan = Object.entries(given.budget_wan ?? {}).map(([line, amount]) => ({ line, amountFen: parseWan(amount) }));
  const inFen = Object.entries(given.counted_lines_fen ?? {}).map(([line, amountFen]) => ({ line, amountFen }));
  const single = given.counted_fen === undefined ? [] : [{ line: 'counted', amountFen: given.counted_fen }];
  const amounts = [...inWan, ...inFen, ...single];
  const rules: RatioRule[] =
    given.rule && given.limit_percent && given.strictness
      ? [
          {
            key: given.rule,
            operator: given.rule === 'centre_share_max' ? '<=' : '>=',
            limit: percent(given.limit_percent),
            strictness: given.strictness,
            countedLines: amounts.map(({ line }) => line),
          },
        ]
      : [];
  const baseFen = given.base_fen ?? parseWan(given.total_wan ?? '');
  // A line that the parameter does not name must not move the share.
  const input = {
    stage: 'budget' as const,
    baseFen,
    amounts: [...amounts, { line: 'not-counted', amountFen: baseFen }],
  };
  const checks = checkRatios(
    rules.map((rule) => ({ rule, basis: basisOf(golden) })),
    input,
  );
  const check = checks[0];
  return {
    ratio_findings: checks.map(({ finding }) => finding),
    verdict: check?.verdict,
    numerator_fen: check?.numeratorFen.toString(),
    limit_fen: check?.limitFen.toString(),
    share_percent: check?.share && percentText(check.share),
    excess_fen: Number(check?.excessFen),
    shortfall_fen: Number(check?.shortfallFen),
    headroom_fen: Number(check?.headroomFen),
  };
}

function noticeDays({ given }: GoldenCase): Answers {
  const unit = z.enum(['working_day', 'calendar_day']);
  const {
    published_on,
    length,
    unit: dayUnit,
  } = z.object({ published_on: date, length: z.number(), unit }).parse(given);
  const run = known(dayRun(calendar, published_on, length, dayUnit satisfies DayUnit));
  return { first_day: run.firstDay, last_day: run.lastDay, next_step_from: run.nextStepFrom };
}

function noticeTakenDown({ given }: GoldenCase): Answers {
  const { published_on, taken_down_end_of, minimum_length } = z
    .object({ published_on: date, taken_down_end_of: date, minimum_length: z.number(), unit: z.literal('working_day') })
    .parse(given);
  const shown = known(countWorkingDays(calendar, published_on, taken_down_end_of));
  return {
    working_days_shown: shown,
    earliest_last_day: known(addWorkingDays(calendar, published_on, minimum_length)),
    verdict: shown >= minimum_length ? 'pass' : 'block',
  };
}

/** The plan in force sets lengths for other notices of its own parts only; none of them is borrowed. */
function lengthNotSet({ given, clause }: GoldenCase): Answers {
  const { kind, published_on } = z.object({ kind: text, published_on: date }).parse(given);
  const others = ['allocation', 'beneficiary'].map((each) => ({
    key: `publicity.${each}`,
    clause,
    part: null,
    days: 10,
  }));
  const version = { version: 1, effectiveOn: '2020-06-11', decision: 'plan', parameters: others };
  const found = lookUpParameter([version], { key: `publicity.${kind}`, on: published_on });
  return { minimum_length: found.state === 'set' ? found.parameter.days : null, length_rule: found.state };
}

function calendarDates({ given }: GoldenCase): Answers {
  const parsed = z
    .object({ from: date.optional(), to: date.optional(), year: z.number().optional(), cadence })
    .parse(given);
  const span: DateSpan = { start: parsed.from ?? `${parsed.year}-01-01`, end: parsed.to ?? `${parsed.year}-12-31` };
  const dueDates = listDueDates(parsed.cadence satisfies Cadence, span);
  return { count: dueDates.length, due_dates: dueDates };
}

function evaluations({ given }: GoldenCase): Answers {
  const parsed = z.object({ accepted_on: date, cadence, count: z.number() }).parse(given);
  return { due_dates: listEvaluationDates(parsed.accepted_on, parsed.cadence, parsed.count) };
}

function conferences({ given }: GoldenCase): Answers {
  const parsed = z
    .object({ half_year: text, top_level_meetings_on: z.array(date), deputy_meetings_on: z.array(date) })
    .parse(given);
  const span = findPeriod(parsed.half_year);
  if (!span) throw new Error(`not a period: ${parsed.half_year}`);
  return {
    top_level_met: isHeldOften(span, parsed.top_level_meetings_on, 1),
    deputy_missing_months: listMissingMonths(span, parsed.deputy_meetings_on),
  };
}

function bulletins({ given }: GoldenCase): Answers {
  const { year } = z.object({ year: z.number(), kinds: z.array(text) }).parse(given);
  const span = { start: `${year}-01-01`, end: `${year}-12-31` };
  return { half_yearly_due: listDueDates('half_yearly', span), monthly_count: listDueDates('monthly', span).length };
}

type Mapping = readonly [isFor: (golden: GoldenCase) => boolean, run: (golden: GoldenCase) => Answers];
const has = (key: string) => (golden: GoldenCase) => key in golden.given;

const mappings: Readonly<Record<string, readonly Mapping[]>> = {
  'PROG-07': [[() => true, judgeProgress]],
  'PROG-08': [
    [has('base_year'), averageGrowth],
    [has('base_value_wan'), growth],
  ],
  'PROG-09': [[() => true, benchmark]],
  'PROG-10': [[() => true, tenDayPeriods]],
  'PROG-13': [[() => true, filings]],
  'TOWN-02': [[() => true, benchmark]],
  'FUND-02': [[() => true, budget]],
  'FUND-03': [[() => true, ratio]],
  'DISC-04': [
    [has('taken_down_end_of'), noticeTakenDown],
    [has('length'), noticeDays],
    [has('kind'), lengthNotSet],
  ],
  'DISC-05': [[() => true, noticeDays]],
  'SUPV-01': [
    [has('kinds'), bulletins],
    [() => true, calendarDates],
  ],
  'SUPV-02': [[() => true, conferences]],
  'ACC-10': [[() => true, evaluations]],
};

const run = ['prog', 'fund', 'disc', 'supv'].flatMap(readCases).filter((golden) => golden.requirement in mappings);

describe('golden cases', () => {
  test('the files are read and every area has its cases', () => {
    const counts = ['PROG', 'FUND', 'DISC', 'SUPV'].map((area) => run.filter(({ id }) => id.includes(area)).length);
    expect(counts).toEqual([16, 11, 9, 5]);
  });

  test.each(run.map((golden) => ({ name: `[${golden.requirement}:${golden.id}] ${golden.title}`, golden })))(
    '$name',
    ({ golden }) => {
      const mapping = mappings[golden.requirement]?.find(([isFor]) => isFor(golden));
      const answers = mapping?.[1](golden) ?? {};
      const asked = Object.fromEntries(Object.keys(golden.expect).map((key) => [key, answers[key]]));
      expect(Object.keys(asked).length).toBeGreaterThan(0);
      expect(asked).toEqual(golden.expect);
    },
  );

  test('one day more or less changes an answer: the calendar is really asked', () => {
    const withoutMakeup: WorkingCalendar = { ...calendar, makeupDays: new Set() };
    const run2018 = known(dayRun(withoutMakeup, '2018-09-25', 10, 'working_day'));
    expect(run2018.lastDay).toBe(addDays('2018-10-12', 4));
  });
});
