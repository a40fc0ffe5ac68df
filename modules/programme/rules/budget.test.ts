import { parseWan } from '@qianmo/values/money';
import { parseShare, share } from '@qianmo/values/share';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Basis } from './basis.ts';
import { type BudgetNode, checkBudget, detailSum, listNodes } from './budget.ts';
import { checkRatio, checkRatios, type RatioRule } from './ratio.ts';

const basis: Basis = { clause: '002 附件1', parameter: 'fund.ratio.centre', version: 1 };
const line = (id: string, amountFen: bigint | null, more: Partial<BudgetNode> = {}): BudgetNode => ({
  id,
  clause: null,
  amountFen,
  quantity: null,
  unitAmountFen: null,
  parts: [],
  ...more,
});

describe('budget trees', () => {
  test('quantity times unit amount is checked to the fen, with the line and both amounts', () => {
    const centres = line('SG-B12', parseWan('375'), {
      quantity: share(3),
      unitAmountFen: parseWan('125'),
      clause: '002 附件1',
    });
    expect(checkBudget(centres, basis).verdict).toBe('pass');
    const wrong = { ...centres, amountFen: parseWan('375') + 1n };
    expect(checkBudget(wrong, basis).findings).toEqual([
      {
        rule: 'programme.budget-quantity-times-unit-differs',
        verdict: 'block',
        clause: '002 附件1',
        parameter: 'fund.ratio.centre',
        inputs: {
          line: 'SG-B12',
          statedFen: '375000001',
          computedFen: '375000000',
          differenceFen: '-1',
          quantity: '3/1',
          unitAmountFen: '125000000',
          rulesVersion: 1,
        },
      },
    ]);
  });

  test('a product that is no whole fen can match no amount', () => {
    const thirds = line('a', 100n, { quantity: parseShare('1/3'), unitAmountFen: 100n });
    expect(checkBudget(thirds, basis).findings[0]?.inputs).toMatchObject({ computedFen: '100/3', differenceFen: null });
  });

  test('each level is checked for itself: two errors that cancel out are both found', () => {
    const tree = line('total', 300n, {
      parts: [line('a', 101n, { parts: [line('a1', 100n)] }), line('b', 199n, { parts: [line('b1', 200n)] })],
    });
    const check = checkBudget(tree, basis);
    expect(check.sumFen).toBe(300n);
    expect(check.findings.map(({ inputs }) => [inputs.line, inputs.differenceFen])).toEqual([
      ['a', '-1'],
      ['b', '1'],
    ]);
  });

  test('a missing amount is pending, a negative or repeated line blocks', () => {
    const open = line('total', 100n, { parts: [line('a', 60n), line('b', null)] });
    expect(checkBudget(open, basis)).toMatchObject({ verdict: 'pending', sumFen: null });
    const negative = line('total', 0n, { parts: [line('a', 60n), line('b', -60n)] });
    expect(checkBudget(negative, basis).findings.map(({ rule }) => rule)).toEqual(['programme.budget-negative-amount']);
    const twice = line('total', 20n, { parts: [line('a', 10n), line('a', 10n)] });
    expect(checkBudget(twice, basis)).toMatchObject({ verdict: 'block', findings: [{ inputs: { line: 'a' } }] });
  });

  test('a tree built from its details passes, and one fen anywhere is found at its line', () => {
    const amounts = fc.array(fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(amounts, fc.nat(), (groups, pick) => {
        const parts = groups.map((details, index) => {
          const lines = details.map((amountFen, at) => line(`${index}-${at}`, amountFen));
          return line(
            `g${index}`,
            details.reduce((sum, each) => sum + each, 0n),
            { parts: lines },
          );
        });
        const tree = line(
          'total',
          parts.reduce((sum, each) => sum + (each.amountFen ?? 0n), 0n),
          { parts },
        );
        expect(checkBudget(tree, basis)).toMatchObject({ verdict: 'pass', sumFen: detailSum(tree) });
        const nodes = listNodes(tree);
        const chosen = nodes[pick % nodes.length]?.id;
        const bump = (node: BudgetNode): BudgetNode => ({
          ...node,
          amountFen: (node.amountFen ?? 0n) + (node.id === chosen ? 1n : 0n),
          parts: node.parts.map(bump),
        });
        const broken = checkBudget(bump(tree), basis);
        expect(broken.verdict).toBe('block');
        const parent = nodes.find(({ parts: below }) => below.some(({ id }) => id === chosen))?.id;
        for (const { inputs } of broken.findings) expect([chosen, parent]).toContain(inputs.line);
      }),
    );
  });
});

describe('ratio rules', () => {
  const rule: RatioRule = {
    key: 'centre',
    operator: '<=',
    limit: parseShare('15%'),
    strictness: 'mandatory',
    countedLines: ['c'],
  };
  const check = (amountFen: bigint, baseFen: bigint, more: Partial<RatioRule> = {}) =>
    checkRatio({ ...rule, ...more }, { stage: 'payment', baseFen, amounts: [{ line: 'c', amountFen }] }, basis);

  test('equality passes and one fen decides, for any base', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 13n }), (baseFen) => {
        const { limitFen } = check(0n, baseFen);
        expect([check(limitFen, baseFen).verdict, check(limitFen + 1n, baseFen).verdict]).toEqual(['pass', 'block']);
        expect(check(limitFen + 1n, baseFen)).toMatchObject({ excessFen: 1n, headroomFen: 0n });
        const floor = { operator: '>=', strictness: 'in_principle' } as const;
        const least = check(0n, baseFen, floor).limitFen;
        expect([check(least, baseFen, floor).verdict, check(least - 1n, baseFen, floor).verdict]).toEqual([
          'pass',
          'warn',
        ]);
        expect(check(least - 1n, baseFen, floor).shortfallFen).toBe(1n);
      }),
    );
  });

  test('several amounts on one line add up, lines the parameter does not name do not count', () => {
    const amounts = [
      { line: 'c', amountFen: 10n },
      { line: 'stations', amountFen: 90n },
      { line: 'c', amountFen: 5n },
    ];
    const found = checkRatio(rule, { stage: 'commitment', baseFen: 100n, amounts }, basis);
    expect(found).toMatchObject({ numeratorFen: 15n, verdict: 'pass', headroomFen: 0n });
    expect(found.finding).toMatchObject({
      rule: 'programme.ratio.centre',
      inputs: { stage: 'commitment', sharePercent: '15.00', countedLines: 'c', numeratorFen: '15', rulesVersion: 1 },
    });
  });

  test('a plan without ratios has no findings; without a fund nothing can be computed', () => {
    expect(checkRatios([], { stage: 'budget', baseFen: 100n, amounts: [] })).toEqual([]);
    expect(check(0n, 0n)).toMatchObject({ verdict: 'pending', share: null });
  });
});
