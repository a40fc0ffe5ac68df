import { parseWan, wanFigure } from '@qianmo/values/money';
import { addShares, compareShares, decimalText, parseShare, type Share, share, zeroShare } from '@qianmo/values/share';
import type { Report } from './check.ts';
import type { Budget } from './shape-fund.ts';

const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, wan) => total + parseWan(wan), 0n);
const differs = (stated: string, summed: bigint) => ({
  stated: wanFigure(parseWan(stated)),
  summed: wanFigure(summed),
});

/** An amount for each county must be the total when multiplied by the counties (PROG-01, FUND-01). */
export function checkSources({ pack, at }: Report): void {
  for (const [i, source] of pack.sources.entries()) {
    if (source.amountWan === null || source.totalWan === null) continue;
    const times = source.per === 'each_county' ? BigInt(source.counties.length) : 1n;
    const total = parseWan(source.amountWan) * times;
    if (total !== parseWan(source.totalWan))
      at(['sources', i, 'totalWan'], 'source-total', { source: source.id, ...differs(source.totalWan, total) });
  }
}

/** Lines add up to their subtotal, subtotals to the total, quantity × unit to the line; to the fen (FUND-02). */
export function checkBudget({ pack, at }: Report): void {
  const { budget } = pack;
  if (!budget) return;
  for (const [g, group] of budget.groups.entries()) {
    for (const [l, line] of group.lines.entries()) {
      const path = ['budget', 'groups', g, 'lines', l];
      if ((line.quantity === undefined) !== (line.unitAmountWan === undefined))
        at(path, 'quantity-without-unit', { line: line.id });
      if (line.quantity === undefined || line.unitAmountWan === undefined) continue;
      const product = parseWan(line.unitAmountWan) * BigInt(line.quantity);
      if (product !== parseWan(line.amountWan))
        at([...path, 'amountWan'], 'line-product', { line: line.id, ...differs(line.amountWan, product) });
    }
    const lines = sum(group.lines.map((line) => line.amountWan));
    if (lines !== parseWan(group.subtotalWan))
      at(['budget', 'groups', g, 'subtotalWan'], 'subtotal-sum', {
        group: group.id,
        ...differs(group.subtotalWan, lines),
      });
  }
  const groups = sum(budget.groups.map((group) => group.subtotalWan));
  if (groups !== parseWan(budget.totalWan)) at(['budget', 'totalWan'], 'total-sum', differs(budget.totalWan, groups));
  checkCover({ pack, at }, budget);
}

/** What the lines take from a source must be what the source gives. */
function checkCover({ pack, at }: Report, budget: Budget): void {
  for (const [i, source] of pack.sources.entries()) {
    if (source.totalWan === null) continue;
    const used = sum(
      budget.groups.flatMap((group) =>
        group.lines.filter((line) => line.source === source.id).map((line) => line.amountWan),
      ),
    );
    if (used !== parseWan(source.totalWan))
      at(['sources', i, 'totalWan'], 'source-budget', { source: source.id, ...differs(source.totalWan, used) });
  }
}

/** The ratio of the counted lines, as the plan's own budget has it (FUND-03). Null where the pack has no budget. */
export function ratioOfBudget(
  budget: Budget | null,
  totalWan: string | null,
  counted: readonly string[],
): Share | null {
  if (!budget || totalWan === null || counted.length === 0) return null;
  const lines = budget.groups.flatMap((group) => group.lines);
  return share(
    sum(lines.filter((line) => counted.includes(line.id)).map((line) => line.amountWan)),
    parseWan(totalWan),
  );
}

export function checkRatioRules({ pack, at }: Report): void {
  const lines = new Set(pack.budget?.groups.flatMap((group) => group.lines.map((line) => line.id)));
  for (const [i, rule] of pack.ratioRules.entries()) {
    const path = ['ratioRules', i];
    for (const [c, id] of rule.counted.entries())
      if (!lines.has(id)) at([...path, 'counted', c], 'line-unknown', { line: id });
    if (pack.budget && rule.counted.length === 0) at([...path, 'counted'], 'ratio-counts-nothing', { rule: rule.id });
    const source = pack.sources.find((s) => s.id === rule.of);
    if (!source) at([...path, 'of'], 'source-unknown', { source: rule.of });
    const parameter = pack.parameters.find((p) => p.key === rule.key);
    if (!parameter) at([...path, 'key'], 'parameter-missing', { parameter: rule.key });
    else if (
      parameter.value !== rule.percent ||
      parameter.operator !== rule.operator ||
      parameter.strictness !== rule.strictness
    ) {
      at(path, 'ratio-parameter-differs', { rule: rule.id, parameter: rule.key });
    }
    const actual = source ? ratioOfBudget(pack.budget, source.totalWan, rule.counted) : null;
    if (actual && rule.strictness === 'mandatory' && !holds(actual, rule.operator, rule.percent))
      at([...path, 'percent'], 'ratio-broken', { rule: rule.id, limit: rule.percent });
  }
}

function holds(actual: Share, operator: string, percent: string): boolean {
  const order = compareShares(actual, parseShare(`${percent}%`));
  return operator === '>='
    ? order >= 0
    : operator === '<='
      ? order <= 0
      : operator === '>'
        ? order > 0
        : operator === '<'
          ? order < 0
          : order === 0;
}

/** Tranches with exact shares fill the whole; a remainder comes last (FUND-06). */
export function checkTranches({ pack, at }: Report): void {
  const groups = new Set(pack.budget?.groups.map((group) => group.id));
  for (const [i, rule] of pack.trancheRules.entries()) {
    if (rule.appliesTo !== 'all' && !groups.has(rule.appliesTo))
      at(['trancheRules', i, 'appliesTo'], 'group-unknown', { group: rule.appliesTo });
    const total = rule.tranches.reduce((t, tranche) => addShares(t, parseShare(tranche.percent)), zeroShare);
    const order = compareShares(total, share(100n));
    const exact =
      rule.tranches.every((tranche) => tranche.operator !== '>=') ||
      rule.tranches.some((tranche) => tranche.operator === 'remainder');
    if (exact ? order !== 0 : order > 0)
      at(['trancheRules', i, 'tranches'], 'tranche-sum', { rule: rule.id, sum: decimalText(total, 2) });
    if (rule.window && rule.window.end < rule.window.start)
      at(['trancheRules', i, 'window', 'end'], 'date-order', { start: rule.window.start, end: rule.window.end });
  }
}

/** The table of stores against the plan's own totals: rows, townships, money, and the two budget lines (SUBS-10). */
export function checkStores(report: Report): void {
  const { pack, at } = report;
  const plan = pack.storeAllocation;
  if (!plan) return;
  const rate = { poor: parseWan(plan.rates.poorWan), non_poor: parseWan(plan.rates.nonPoorWan) };
  const seen = new Set<string>();
  for (const [i, row] of pack.stores.entries()) {
    const key = `${row.township} ${row.village}`;
    if (seen.has(key))
      at(['storeAllocation', 'file'], 'store-repeated', { row: i + 2, township: row.township, village: row.village });
    seen.add(key);
    if (BigInt(row.amountFen) !== rate[row.class])
      at(['storeAllocation', 'file'], 'store-amount', {
        row: i + 2,
        amountFen: row.amountFen,
        expectedFen: String(rate[row.class]),
      });
  }
  checkTownships(report, plan);
  const poor = pack.stores.filter((row) => row.class === 'poor').length;
  const amount = pack.stores.reduce((total, row) => total + BigInt(row.amountFen), 0n);
  const figures = [
    ['poor', plan.totals.poor, poor],
    ['nonPoor', plan.totals.nonPoor, pack.stores.length - poor],
    ['count', plan.totals.count, pack.stores.length],
    ['townships', plan.totals.townships, new Set(pack.stores.map((row) => row.township)).size],
  ] as const;
  for (const [name, stated, counted] of figures)
    if (stated !== counted) at(['storeAllocation', 'totals', name], 'store-total', { stated, counted });
  if (amount !== parseWan(plan.totals.amountWan))
    at(['storeAllocation', 'totals', 'amountWan'], 'store-sum', differs(plan.totals.amountWan, amount));
}

function checkTownships({ pack, at }: Report, plan: NonNullable<Report['pack']['storeAllocation']>): void {
  for (const [i, township] of plan.townships.entries()) {
    const rows = pack.stores.filter((row) => row.township === township.name);
    const poor = rows.filter((row) => row.class === 'poor').length;
    const amount = rows.reduce((total, row) => total + BigInt(row.amountFen), 0n);
    if (poor !== township.poor || rows.length - poor !== township.nonPoor || amount !== parseWan(township.amountWan)) {
      at(['storeAllocation', 'townships', i], 'township-sum', {
        township: township.name,
        poor,
        nonPoor: rows.length - poor,
        ...differs(township.amountWan, amount),
      });
    }
  }
  for (const name of new Set(pack.stores.map((row) => row.township))) {
    if (!plan.townships.some((township) => township.name === name))
      at(['storeAllocation', 'townships'], 'township-not-listed', { township: name });
  }
  const lines = pack.budget?.groups.flatMap((group) => group.lines) ?? [];
  for (const [key, id, cls] of [
    ['poor', plan.line.poor, 'poor'],
    ['nonPoor', plan.line.nonPoor, 'non_poor'],
  ] as const) {
    const line = lines.find((l) => l.id === id);
    const amount = pack.stores
      .filter((row) => row.class === cls)
      .reduce((total, row) => total + BigInt(row.amountFen), 0n);
    if (!line) at(['storeAllocation', 'line', key], 'line-unknown', { line: id });
    else if (parseWan(line.amountWan) !== amount)
      at(['storeAllocation', 'line', key], 'store-line', { line: id, ...differs(line.amountWan, amount) });
  }
}
