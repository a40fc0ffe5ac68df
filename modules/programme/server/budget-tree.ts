import type { Context } from '@qianmo/platform/server';
import { fenText, parseWan, sumFen } from '@qianmo/values/money';
import { parseShare, percentText, shareText } from '@qianmo/values/share';
import type { z } from 'zod';
import type { budgetRow, fundSourceItem } from '../contract/budget.ts';
import type { Pack } from '../pack/index.ts';
import { type BudgetCheck, type BudgetNode, checkBudget, detailSum } from '../rules/budget.ts';
import { checkRatio, type RatioRule } from '../rules/ratio.ts';
import { basisOf, type InForce } from './in-force.ts';
import type { RegisteredSource } from './store/budget.ts';
import type { CountyGroup } from './store/target.ts';

export type BudgetRow = z.output<typeof budgetRow>;
export type FundSourceItem = z.input<typeof fundSourceItem>;

const TOTAL = 'total';

/** The plan's own budget as rows: total, subtotals, details, in the plan's order. */
export function rowsOfPlan(pack: Pack): BudgetRow[] {
  const { budget } = pack;
  if (!budget) return [];
  const plain = { quantity: null, unitAmountFen: null, source: null };
  const root = { id: TOTAL, parent: null, name: pack.title.zh, amountFen: fen(budget.totalWan), clause: budget.clause };
  const groups = budget.groups.flatMap((group): BudgetRow[] => [
    {
      ...plain,
      id: group.id,
      parent: TOTAL,
      name: group.name,
      amountFen: fen(group.subtotalWan),
      clause: group.clause,
    },
    ...group.lines.map((line) => ({
      id: line.id,
      parent: group.id,
      name: line.name,
      amountFen: fen(line.amountWan),
      quantity: line.quantity === undefined ? null : String(line.quantity),
      unitAmountFen: line.unitAmountWan === undefined ? null : fen(line.unitAmountWan),
      source: line.source,
      clause: line.clause,
    })),
  ]);
  return [{ ...plain, ...root }, ...groups];
}

const fen = (wan: string): string => fenText(parseWan(wan));

/** Rows as a tree. Rejects where they do not form one: not exactly one root that comes first, or a part before its parent. */
export function treeOf(ctx: Context, rows: readonly BudgetRow[], sources: readonly string[]): BudgetNode {
  const [root, ...rest] = rows;
  if (!root || root.parent !== null || rest.some((row) => row.parent === null)) return ctx.reject('budget-root');
  const seen = new Set([root.id]);
  for (const row of rest) {
    if (row.parent === null || !seen.has(row.parent)) ctx.reject('parent-unknown', { params: { row: row.id } });
    if (row.source !== null && !sources.includes(row.source)) {
      ctx.reject('source-unknown', { params: { row: row.id, source: row.source } });
    }
    seen.add(row.id);
  }
  return nodeOf(root, rows);
}

/** Parts of the first row of an id only: a second row of the same id is a duplicate, and said to be one. */
function nodeOf(row: BudgetRow, rows: readonly BudgetRow[]): BudgetNode {
  const isFirst = rows.find((other) => other.id === row.id) === row;
  return {
    id: row.id,
    clause: row.clause,
    amountFen: row.amountFen === null ? null : BigInt(row.amountFen),
    quantity: row.quantity === null ? null : parseShare(row.quantity),
    unitAmountFen: row.unitAmountFen === null ? null : BigInt(row.unitAmountFen),
    parts: isFirst
      ? rows.filter((other) => other.parent === row.id && other !== row).map((part) => nodeOf(part, rows))
      : [],
  };
}

export function checkRows(
  ctx: Context,
  rules: InForce,
  rows: readonly BudgetRow[],
  sources: readonly string[],
): BudgetCheck {
  return checkBudget(treeOf(ctx, rows, sources), basisOf(rules, rules.pack.budget?.clause ?? rules.pack.clause, null));
}

/** The ratio rules of the plan against the lines that the plan says count; the base is the whole source, never the sum of lines. */
export function ratioShapes(rules: InForce, rows: readonly BudgetRow[], sources: readonly FundSourceItem[]) {
  return rules.pack.ratioRules.map((rule) => {
    const base = sources.find((source) => source.id === rule.of)?.totalFen ?? '0';
    const check = checkRatio(
      {
        key: rule.key,
        operator: rule.operator as RatioRule['operator'],
        limit: parseShare(`${rule.percent}%`),
        strictness: rule.strictness,
        countedLines: rule.counted,
      },
      {
        stage: 'budget',
        baseFen: rule.counted.length === 0 ? 0n : BigInt(base),
        amounts: rows.map((row) => ({ line: row.id, amountFen: BigInt(row.amountFen ?? '0') })),
      },
      basisOf(rules, rule.clause, rule.key),
    );
    const { id, key, operator, percent, of, strictness, counted, clause, quote } = rule;
    return {
      ...{ id, key, operator, percent, of, strictness, counted, clause, quote },
      name: { zh: rule.name.zh, en: rule.name.en ?? null },
      numeratorFen: fenText(check.numeratorFen),
      baseFen: base,
      sharePercent: check.share && percentText(check.share),
      limitFen: fenText(check.limitFen),
      excessFen: fenText(check.excessFen),
      shortfallFen: fenText(check.shortfallFen),
      headroomFen: fenText(check.headroomFen),
      finding: check.finding,
    };
  });
}

/** Rows with the exact sum of what stands below each. */
export function rowShapes(ctx: Context, rows: readonly BudgetRow[], sources: readonly string[]) {
  if (rows.length === 0) return [];
  const nodes = new Map<string, { node: BudgetNode; depth: number }>();
  const note = (node: BudgetNode, depth: number): void => {
    if (!nodes.has(node.id)) nodes.set(node.id, { node, depth });
    for (const part of node.parts) note(part, depth + 1);
  };
  note(treeOf(ctx, rows, sources), 0);
  return rows.map((row) => {
    const at = nodes.get(row.id);
    const sum = at ? detailSum(at.node) : null;
    const kind: 'total' | 'subtotal' | 'detail' =
      row.parent === null ? 'total' : (at?.node.parts.length ?? 0) > 0 ? 'subtotal' : 'detail';
    const quantity = row.quantity === null ? null : shareText(parseShare(row.quantity)).replace(/\/1$/, '');
    return { ...row, quantity, kind, depth: at?.depth ?? 0, sumFen: sum === null ? null : fenText(sum) };
  });
}

/** Sources of the plan, with an amount registered since where the plan left it open, and those registered beside it. */
export function sourcesOf(
  rules: Pick<InForce, 'pack' | 'day'>,
  registered: readonly RegisteredSource[],
  group: CountyGroup | undefined,
): FundSourceItem[] {
  const known = registered.filter((source) => source.receivedOn <= rules.day);
  const planned = rules.pack.sources.map((source) =>
    planSource(
      source,
      known.find((each) => each.id === source.id),
    ),
  );
  const ids = new Set(planned.map((source) => source.id));
  const all = [...planned, ...known.filter((source) => !ids.has(source.id)).map(ownSource)];
  return group === undefined ? all : all.filter((source) => isOfGroup(rules, source.counties, group));
}

/** A source belongs to a group when all of its counties do: money is never divided by guess (PROG-05). */
function isOfGroup(rules: Pick<InForce, 'pack'>, counties: readonly string[], group: CountyGroup): boolean {
  const groups = counties.map((place) => rules.pack.members.find((member) => member.place === place)?.group);
  return groups.length > 0 && groups.every((each) => each === group);
}

function planSource(source: Pack['sources'][number], found: RegisteredSource | undefined): FundSourceItem {
  const amount = source.amountWan === null ? null : fen(source.amountWan);
  const total = source.totalWan === null ? null : fen(source.totalWan);
  const open = amount === null ? found : undefined;
  return {
    id: source.id,
    name: { zh: source.name.zh, en: source.name.en ?? null },
    level: source.level,
    amountFen: open ? fenText(open.amountFen) : amount,
    per: open?.per ?? source.per,
    totalFen: open?.per === 'programme' ? fenText(open.amountFen) : total,
    counties: source.counties,
    owner: source.owner,
    inKind: source.inKind ?? false,
    derived: source.derived ?? false,
    restriction: source.restriction,
    uses: source.uses ?? [],
    note: source.note ?? null,
    questions: source.questions ?? [],
    clause: source.clause,
    origin: open ? 'registered' : 'plan',
    document: open?.document ?? null,
    version: open?.version ?? null,
  };
}

function ownSource(source: RegisteredSource): FundSourceItem {
  return {
    id: source.id,
    name: { zh: source.name, en: null },
    level: source.level,
    amountFen: fenText(source.amountFen),
    per: source.per,
    totalFen: source.per === 'programme' ? fenText(source.amountFen) : null,
    counties: [...source.counties],
    owner: null,
    inKind: source.inKind,
    derived: false,
    restriction: source.restriction,
    uses: [],
    note: null,
    questions: [],
    clause: null,
    origin: 'registered',
    document: source.document,
    version: source.version,
  };
}

export const totalOf = (sources: readonly FundSourceItem[]): bigint =>
  sumFen(sources.map((source) => BigInt(source.totalFen ?? '0')));
