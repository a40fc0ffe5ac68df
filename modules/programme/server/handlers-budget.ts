import type { ParsedInputOf } from '@qianmo/platform/contract';
import { type Bound, type Context, on } from '@qianmo/platform/server';
import { fenText } from '@qianmo/values/money';
import { approveBudget, checkBudget, getBudget, listFundSources, registerFundSource, saveBudget } from '../contract.ts';
import { gravestVerdict } from '../rules/basis.ts';
import { type BudgetRow, checkRows, ratioShapes, rowShapes, rowsOfPlan, sourcesOf, totalOf } from './budget-tree.ts';
import { type InForce, loadInForce, requireItsHome } from './in-force.ts';
import {
  type BudgetVersionRow,
  insertApproval,
  insertBudgetVersion,
  listBudgetVersions,
  listRegisteredSources,
  saveRegisteredSource,
} from './store/budget.ts';
import { listActorNames, lockProgramme } from './store/programme.ts';
import type { CountyGroup } from './store/target.ts';

export function budgetHandlers(): Bound[] {
  return [
    on(getBudget, (ctx, input) => getOne(ctx, input)),
    on(checkBudget, async (ctx, input) => {
      const rules = await loadInForce(ctx, input);
      const sources = sourcesOf(rules, await listRegisteredSources(ctx.db, rules.key), undefined);
      const check = checkRows(ctx, rules, input.rows, idsOf(sources));
      const ratios = ratioShapes(rules, input.rows, sources);
      return {
        version: rules.version.number,
        verdict: gravestVerdict([...check.findings, ...ratios.map((ratio) => ratio.finding)]),
        sumFen: check.sumFen === null ? null : fenText(check.sumFen),
        findings: [...check.findings],
        ratios,
      };
    }),
    on(saveBudget, (ctx, input) => saveOne(ctx, input)),
    on(approveBudget, (ctx, input) => approveOne(ctx, input)),
    on(listFundSources, async (ctx, input) => {
      const rules = await loadInForce(ctx, input);
      const items = sourcesOf(rules, await listRegisteredSources(ctx.db, rules.key), input.group);
      return {
        asOf: rules.day,
        version: rules.version.number,
        totalFen: fenText(totalOf(items)),
        withoutAmount: items.filter((source) => source.amountFen === null).map((source) => source.id),
        items,
      };
    }),
    on(registerFundSource, (ctx, input) => registerOne(ctx, input)),
  ];
}

const idsOf = (sources: readonly { id: string }[]) => sources.map((source) => source.id);

/** The latest approved version up to the day; without one, the plan's own budget stands. */
function inForceOf(versions: readonly BudgetVersionRow[], day: string): BudgetVersionRow | undefined {
  return versions.findLast((row) => row.approvedOn !== null && row.approvedOn <= day);
}

/** The budget in force on a day, checked; `null` where neither the plan nor an office gives one. */
export async function budgetInForce(ctx: Context, rules: InForce) {
  const entered = inForceOf(await listBudgetVersions(ctx.db, rules.key), rules.day);
  const rows = entered ? (entered.lines as BudgetRow[]) : rowsOfPlan(rules.pack);
  if (rows.length === 0) return null;
  const sources = sourcesOf(rules, await listRegisteredSources(ctx.db, rules.key), undefined);
  const check = checkRows(ctx, rules, rows, idsOf(sources));
  const findings = [...check.findings, ...ratioShapes(rules, rows, sources).map((ratio) => ratio.finding)];
  return { origin: entered ? ('approved' as const) : ('plan' as const), sumFen: check.sumFen, findings, rows, sources };
}

type GetInput = {
  programme: string;
  asOf?: string | undefined;
  group?: CountyGroup | undefined;
  number?: number | undefined;
};

async function getOne(ctx: Context, input: GetInput) {
  const rules = await loadInForce(ctx, input);
  const versions = await listBudgetVersions(ctx.db, rules.key);
  const asked =
    input.number === undefined ? inForceOf(versions, rules.day) : versions.find((row) => row.number === input.number);
  if (input.number !== undefined && !asked)
    ctx.reject('budget-unknown', { status: 404, params: { number: input.number } });
  const all = sourcesOf(rules, await listRegisteredSources(ctx.db, rules.key), undefined);
  const sources =
    input.group === undefined ? all : sourcesOf(rules, await listRegisteredSources(ctx.db, rules.key), input.group);
  const whole = asked ? (asked.lines as BudgetRow[]) : rowsOfPlan(rules.pack);
  const rows = input.group === undefined ? whole : rowsPaidBy(whole, idsOf(sources));
  const check = rows.length === 0 ? null : checkRows(ctx, rules, rows, idsOf(all));
  const names = await listActorNames(
    ctx.db,
    versions.map((row) => row.savedBy),
  );
  return {
    asOf: rules.day,
    version: rules.version.number,
    group: input.group ?? null,
    origin: asked ? ('entered' as const) : rows.length > 0 ? ('plan' as const) : ('none' as const),
    number: asked?.number ?? null,
    approved: asked ? asked.approvedOn !== null : rows.length > 0,
    verdict: check?.verdict ?? 'off',
    sumFen: check?.sumFen === undefined || check.sumFen === null ? null : fenText(check.sumFen),
    rows: rowShapes(ctx, rows, idsOf(all)),
    findings: [...(check?.findings ?? [])],
    ratios:
      rows.length === 0 || input.group !== undefined ? ratioShapes(rules, [], all) : ratioShapes(rules, rows, all),
    sources,
    versions: versions.map((row) => versionShape(row, names.get(row.savedBy) ?? row.savedBy)),
  };
}

function versionShape(row: BudgetVersionRow, savedBy: string) {
  const { number, savedAt, note, approvedOn, document } = row;
  return { number, savedBy, savedAt, note, verdict: row.verdict as 'pass', approvedOn, document };
}

/** Details that these sources pay, with the rows above them; their written sums give way to what is left below them. */
function rowsPaidBy(rows: readonly BudgetRow[], sources: readonly string[]): BudgetRow[] {
  const parents = new Map(rows.map((row) => [row.id, row.parent]));
  const kept = new Set<string>();
  for (const row of rows) {
    if (row.source === null || !sources.includes(row.source)) continue;
    for (let at: string | null | undefined = row.id; at; at = parents.get(at)) kept.add(at);
  }
  const isParent = new Set(rows.map((row) => row.parent));
  return rows
    .filter((row) => kept.has(row.id))
    .map((row) => (isParent.has(row.id) ? { ...row, amountFen: null } : row));
}

type SaveInput = { programme: string; rows: BudgetRow[]; note?: string | undefined; after: number };

async function saveOne(ctx: Context, input: SaveInput) {
  const rules = await loadInForce(ctx, input);
  requireItsHome(ctx, rules);
  const sources = sourcesOf(rules, await listRegisteredSources(ctx.db, rules.key), undefined);
  const check = checkRows(ctx, rules, input.rows, idsOf(sources));
  const ratios = ratioShapes(rules, input.rows, sources).map((ratio) => ratio.finding);
  const findings = [...check.findings, ...ratios];
  await lockProgramme(ctx.db, rules.key);
  const latest = (await listBudgetVersions(ctx.db, rules.key)).at(-1)?.number ?? 0;
  if (latest !== input.after) ctx.stale({ number: latest });
  const verdict = gravestVerdict(findings);
  await insertBudgetVersion(ctx.db, rules.key, {
    number: latest + 1,
    lines: input.rows,
    verdict,
    note: input.note ?? null,
    by: ctx.actor.user,
    at: ctx.now,
    rulesVersion: rules.version.number,
  });
  const open = findings.filter((finding) => finding.verdict !== 'pass' && finding.verdict !== 'off');
  return { number: latest + 1, verdict, findingCount: open.length };
}

type ApproveInput = {
  programme: string;
  number: number;
  approvedOn: string;
  document: { no: string | null; title: string };
};

/** FUND-02: any mismatch blocks approval, judged again with the rules in force on the day of approval. */
async function approveOne(ctx: Context, input: ApproveInput) {
  const rules = await loadInForce(ctx, { programme: input.programme });
  requireItsHome(ctx, rules);
  if (input.approvedOn > ctx.today) ctx.reject('approved-in-future', { params: { day: input.approvedOn } });
  await lockProgramme(ctx.db, rules.key);
  const versions = await listBudgetVersions(ctx.db, rules.key);
  const row = versions.find((each) => each.number === input.number);
  if (!row) return ctx.reject('budget-unknown', { status: 404, params: { number: input.number } });
  if (row.approvedOn !== null) ctx.reject('budget-approved', { params: { day: row.approvedOn } });
  if (versions.at(-1) !== row) ctx.reject('budget-superseded', { params: { number: versions.at(-1)?.number ?? 0 } });
  if (row.savedBy === ctx.actor.user) ctx.reject('approver-entered-it');
  const rows = row.lines as BudgetRow[];
  const sources = sourcesOf(rules, await listRegisteredSources(ctx.db, rules.key), undefined);
  const check = checkRows(ctx, rules, rows, idsOf(sources));
  const ratios = ratioShapes(rules, rows, sources).map((ratio) => ratio.finding);
  const against = [
    ...check.findings.filter((finding) => finding.verdict === 'block' || finding.verdict === 'pending'),
    ...ratios.filter((finding) => finding.verdict === 'block'),
  ];
  if (against.length > 0)
    ctx.reject('budget-mismatch', { findings: against.slice(0, 10), params: { findings: against.length } });
  const { approvedOn, document } = input;
  await insertApproval(ctx.db, rules.key, {
    number: row.number,
    approvedOn,
    document,
    by: ctx.actor.user,
    at: ctx.now,
  });
  return { number: row.number };
}

async function registerOne(ctx: Context, input: ParsedInputOf<typeof registerFundSource>) {
  const rules = await loadInForce(ctx, input);
  requireItsHome(ctx, rules);
  const planned = rules.pack.sources.find((source) => source.id === input.id);
  if (planned && planned.amountWan !== null) ctx.reject('source-of-plan', { params: { source: input.id } });
  const stranger = input.counties.find((place) => !rules.members.some((member) => member.place === place));
  if (stranger !== undefined) ctx.reject('county-not-member', { params: { county: stranger } });
  const { programme: _programme, version, amountFen, restriction, ...facts } = input;
  const made = { ...facts, amountFen: BigInt(amountFen), restriction: restriction ?? null, by: ctx.actor.user };
  const saved = await saveRegisteredSource(ctx.db, rules.key, made, version);
  return saved === undefined ? ctx.stale({ source: input.id }) : { id: input.id, version: saved };
}
