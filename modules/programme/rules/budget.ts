import type { Finding, Verdict } from '@qianmo/platform/finding';
import { type Fen, sumFen } from '@qianmo/values/money';
import { multiplyShares, type Share, share, shareText } from '@qianmo/values/share';
import { type Basis, findingOn, gravestVerdict } from './basis.ts';

/** A node of a budget: total, subtotal or detail (总计, 小计, 明细), by whether it stands above others. */
export type BudgetNode = {
  readonly id: string;
  readonly clause: string | null;
  /** The amount that the plan writes; null where it writes none. */
  readonly amountFen: Fen | null;
  readonly quantity: Share | null;
  readonly unitAmountFen: Fen | null;
  readonly parts: readonly BudgetNode[];
};

export type BudgetCheck = {
  readonly verdict: Verdict;
  /** Sum of all details; null while one of them has no amount. */
  readonly sumFen: Fen | null;
  readonly findings: readonly Finding[];
};

type Mismatch =
  | 'parts-differ'
  | 'quantity-times-unit-differs'
  | 'negative-amount'
  | 'duplicate-line'
  | 'amount-missing';

/**
 * Checks a budget tree to the fen: parts against their sum on every level, quantity × unit amount against the amount.
 * Every mismatch is its own finding with the line and both amounts, and blocks (FUND-02); a missing amount is pending.
 */
export function checkBudget(root: BudgetNode, basis: Basis): BudgetCheck {
  const nodes = listNodes(root);
  const findings = [...findDuplicates(nodes, basis), ...nodes.flatMap((node) => checkNode(node, basis))];
  const sum = detailSum(root);
  if (findings.length > 0) return { verdict: gravestVerdict(findings), sumFen: sum, findings };
  const pass = findingOn(basis, 'programme.budget-sum', 'pass', {
    line: root.id,
    statedFen: root.amountFen,
    computedFen: sum,
  });
  return { verdict: 'pass', sumFen: sum, findings: [pass] };
}

/** Sum of the details below a node, or null when one has no amount. */
export function detailSum(node: BudgetNode): Fen | null {
  if (node.parts.length === 0) return node.amountFen;
  return sumOrNull(node.parts.map(detailSum));
}

/** The node itself and all below it, top down. */
export function listNodes(node: BudgetNode): BudgetNode[] {
  return [node, ...node.parts.flatMap(listNodes)];
}

function checkNode(node: BudgetNode, basis: Basis): Finding[] {
  const findings: Finding[] = [];
  const report = (mismatch: Mismatch, verdict: Verdict, computed: Share | null) =>
    findings.push(mismatchFinding(node, { mismatch, verdict, computed }, basis));
  if (node.amountFen === null && node.parts.length === 0) report('amount-missing', 'pending', null);
  if (node.amountFen !== null && node.amountFen < 0n) report('negative-amount', 'block', null);
  const partsSum = node.parts.length > 0 ? sumOrNull(node.parts.map(amountOrSum)) : null;
  if (partsSum !== null && node.amountFen !== null && partsSum !== node.amountFen) {
    report('parts-differ', 'block', share(partsSum));
  }
  if (node.quantity && node.unitAmountFen !== null) {
    const product = multiplyShares(node.quantity, share(node.unitAmountFen));
    if (product.denominator !== 1n || product.numerator !== node.amountFen) {
      report('quantity-times-unit-differs', node.amountFen === null ? 'pending' : 'block', product);
    }
  }
  return findings;
}

/** What a part counts for one level up: what is written on it, else what stands below it. */
function amountOrSum(node: BudgetNode): Fen | null {
  return node.amountFen ?? detailSum(node);
}

function mismatchFinding(
  node: BudgetNode,
  found: { mismatch: Mismatch; verdict: Verdict; computed: Share | null },
  basis: Basis,
): Finding {
  const { computed } = found;
  const isWholeFen = computed !== null && computed.denominator === 1n;
  return findingOn(
    { ...basis, clause: node.clause ?? basis.clause },
    `programme.budget-${found.mismatch}`,
    found.verdict,
    {
      line: node.id,
      statedFen: node.amountFen,
      computedFen: computed && (isWholeFen ? computed.numerator : shareText(computed)),
      differenceFen: isWholeFen && node.amountFen !== null ? computed.numerator - node.amountFen : null,
      quantity: node.quantity && shareText(node.quantity),
      unitAmountFen: node.unitAmountFen,
    },
  );
}

function findDuplicates(nodes: readonly BudgetNode[], basis: Basis): Finding[] {
  const seen = new Set<string>();
  const duplicates = new Map<string, BudgetNode>();
  for (const node of nodes) {
    if (seen.has(node.id)) duplicates.set(node.id, node);
    seen.add(node.id);
  }
  return [...duplicates.values()].map((node) =>
    mismatchFinding(node, { mismatch: 'duplicate-line', verdict: 'block', computed: null }, basis),
  );
}

function sumOrNull(amounts: readonly (Fen | null)[]): Fen | null {
  const present = amounts.filter((amount) => amount !== null);
  return present.length === amounts.length ? sumFen(present) : null;
}
