import { hash } from 'node:crypto';

// The tree of RFC 6962: leaves and inner nodes are told apart by a first byte, an odd node is not doubled.
const LEAF = 0;
const INNER = 1;

export type ProofStep = { readonly side: 'left' | 'right'; readonly hash: Buffer };

/** The node of one leaf: binds the content to its number in the log. */
export function leafNode(seq: bigint, contentHash: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(9 + contentHash.length);
  bytes.writeUInt8(LEAF, 0);
  bytes.writeBigInt64BE(seq, 1);
  contentHash.copy(bytes, 9);
  return hash('sha256', bytes, 'buffer');
}

function innerNode(left: Buffer, right: Buffer): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(INNER), left, right]), 'buffer');
}

/** Root over leaf nodes in their order; of no leaves it is the hash of nothing. */
export function merkleRoot(nodes: readonly Buffer[]): Buffer {
  if (nodes.length === 0) return hash('sha256', Buffer.alloc(0), 'buffer');
  return rootOf(nodes, 0, nodes.length);
}

function rootOf(nodes: readonly Buffer[], from: number, to: number): Buffer {
  if (to - from === 1) return nodeAt(nodes, from);
  const middle = from + splitOf(to - from);
  return innerNode(rootOf(nodes, from, middle), rootOf(nodes, middle, to));
}

/** The hashes with which anyone holding one leaf and the published root can check that the leaf is in it. */
export function inclusionProof(nodes: readonly Buffer[], position: number): ProofStep[] {
  nodeAt(nodes, position);
  const steps: ProofStep[] = [];
  let from = 0;
  let to = nodes.length;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (position < middle) {
      steps.unshift({ side: 'right', hash: rootOf(nodes, middle, to) });
      to = middle;
    } else {
      steps.unshift({ side: 'left', hash: rootOf(nodes, from, middle) });
      from = middle;
    }
  }
  return steps;
}

export function provesInclusion(node: Buffer, proof: readonly ProofStep[], root: Buffer): boolean {
  let current = node;
  for (const step of proof) {
    current = step.side === 'left' ? innerNode(step.hash, current) : innerNode(current, step.hash);
  }
  return current.equals(root);
}

/** Largest power of two below `count`. */
function splitOf(count: number): number {
  return 2 ** (31 - Math.clz32(count - 1));
}

function nodeAt(nodes: readonly Buffer[], position: number): Buffer {
  const node = nodes[position];
  if (!node) throw new RangeError(`no leaf at position ${position}`);
  return node;
}
