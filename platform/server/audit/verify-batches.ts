import type { KeyObject } from 'node:crypto';
import type { ClientBase } from 'pg';
import { type BatchContent, genesis, isSignedBy, type Links, linkBatch, type SealedBatch, spanOf } from './chain.ts';
import { contentHash, transactionOf } from './leaf.ts';
import { findLastBatch, listBatches, listLeaves, rowsBySeq, type StoredLeaf } from './log.ts';
import { leafNode, merkleRoot } from './merkle.ts';
import type { Misplaced } from './misplaced.ts';
import type { Recorder } from './report.ts';
import { parseWitnessLine, type WitnessReading, witnessDifferences } from './witness.ts';

/** Where the seals end: the last leaf whose row is intact. What lies before it in this order must be sealed. */
export type Edge = { readonly xid: bigint; readonly seq: bigint; readonly highestSeq: bigint };

type Task = { found: Recorder; witness: WitnessReading; publicKey: KeyObject; wrong: Misplaced };

const BATCH_PAGE = 200;
const LEAF_PAGE = 1_000;

/** Walks all batches in order: leaves against rows, root against leaves, chain, signature, witness. */
export async function verifyBatches(client: ClientBase, task: Task): Promise<Edge | undefined> {
  const { found, witness } = task;
  let before: Links = genesis;
  let expected = 1;
  let edge: Edge | undefined;
  for (let page = await listBatches(client, 0, BATCH_PAGE); page.length > 0; ) {
    for (const batch of page) {
      noteGap(found, witness, expected, batch.number);
      edge = await verifyBatch(client, task, batch, before, edge);
      before = batch;
      expected = batch.number + 1;
    }
    page = await listBatches(client, expected - 1, BATCH_PAGE);
  }
  const last = await findLastBatch(client);
  found.report.lastBatch = last
    ? { number: last.number, sealedAt: last.sealedAt, chain: last.chain.toString('hex'), sm3: last.sm3.toString('hex') }
    : null;
  noteTruncation(found, witness, expected - 1);
  return edge;
}

function noteGap(found: Recorder, witness: WitnessReading, expected: number, number: number): void {
  for (let missing = expected; missing < number && missing < expected + 1_000; missing += 1) {
    const seen = witness.lines.has(missing) ? ', though the witness has seen it' : '';
    found.add('chain-broken', { batch: missing, detail: `the batch is missing from the chain${seen}` });
  }
}

function noteTruncation(found: Recorder, witness: WitnessReading, lastNumber: number): void {
  for (const [number, raw] of witness.lines) {
    const seen = number > lastNumber ? parseWitnessLine(raw) : undefined;
    if (!seen) continue;
    found.add('truncated', {
      batch: number,
      seq: BigInt(seen.firstSeq),
      detail: `the log ends at batch ${lastNumber}; the witness has seen this one with ${seen.count} rows, no. ${seen.firstSeq} to ${seen.lastSeq}, sealed ${seen.sealedAt}`,
    });
  }
}

async function verifyBatch(client: ClientBase, task: Task, batch: SealedBatch, before: Links, edge: Edge | undefined) {
  const { found, witness } = task;
  const leaves = await verifyLeaves(client, task, batch, edge);
  found.report.batches += 1;
  found.report.leaves += leaves.content.count;
  for (const detail of contentDifferences(batch, leaves.content)) {
    found.add('chain-broken', { batch: batch.number, detail });
  }
  const links = linkBatch(before, batch);
  if (!links.chain.equals(batch.chain))
    found.add('chain-broken', { batch: batch.number, detail: 'SHA-256 chain value' });
  if (!links.sm3.equals(batch.sm3)) found.add('chain-broken', { batch: batch.number, detail: 'SM3 chain value' });
  const signed = isSignedBy(batch, task.publicKey);
  if (!signed)
    found.add('signature-wrong', { batch: batch.number, detail: 'not signed with the key of this installation' });
  verifyAgainstWitness(found, witness, batch);
  return leaves.edge;
}

function contentDifferences(batch: SealedBatch, leaves: BatchContent): string[] {
  const differences: string[] = [];
  if (batch.count !== leaves.count) differences.push(`${leaves.count} leaves instead of ${batch.count}`);
  if (!batch.root.equals(leaves.root)) differences.push('Merkle root is not that of its leaves');
  if (batch.firstSeq !== leaves.firstSeq || batch.lastSeq !== leaves.lastSeq) {
    differences.push(
      `leaves span no. ${leaves.firstSeq} to ${leaves.lastSeq}, not ${batch.firstSeq} to ${batch.lastSeq}`,
    );
  }
  return differences;
}

function verifyAgainstWitness(found: Recorder, witness: WitnessReading, batch: SealedBatch): void {
  const raw = witness.lines.get(batch.number);
  const seen = raw === undefined ? undefined : parseWitnessLine(raw);
  if (!seen) {
    if (witness.last && batch.number < witness.last.number) {
      found.add('witness-differs', { batch: batch.number, detail: 'the witness has no line for this batch' });
    }
    return;
  }
  const differences = witnessDifferences(seen, batch);
  if (seen.installation !== witness.last?.installation) differences.push('installation');
  if (differences.length > 0) found.add('witness-differs', { batch: batch.number, detail: differences.join(', ') });
}

type LeafState = { nodes: Buffer[]; seqs: bigint[]; edge: Edge | undefined };

async function verifyLeaves(client: ClientBase, task: Task, batch: SealedBatch, edge: Edge | undefined) {
  const state: LeafState = { nodes: [], seqs: [], edge };
  let position = 0;
  for (;;) {
    const leaves = await listLeaves(client, batch.number, position, LEAF_PAGE);
    await verifyPage(client, task, batch.number, leaves, state);
    position = (leaves.at(-1)?.position ?? 0) + 1;
    if (leaves.length < LEAF_PAGE) break;
  }
  const { nodes, seqs } = state;
  const content: BatchContent = { number: batch.number, ...spanOf(seqs), count: nodes.length, root: merkleRoot(nodes) };
  return { content, edge: state.edge };
}

async function verifyPage(client: ClientBase, task: Task, batch: number, leaves: StoredLeaf[], state: LeafState) {
  const rows = await rowsBySeq(
    client,
    leaves.map((leaf) => leaf.seq),
  );
  for (const leaf of leaves) {
    const hash = leaf.hash.toString('hex');
    const candidates = (rows.get(leaf.seq) ?? []).map((row) => ({ row, hash: contentHash(row).toString('hex') }));
    const right = candidates.find((candidate) => candidate.hash === hash);
    const others = candidates.filter((candidate) => candidate !== right);
    if (!right) {
      const { seq, position } = leaf;
      task.wrong.expect({ seq, batch, position, hash }, others.shift());
    } else {
      const { lastSeq } = spanOf([leaf.seq, state.edge?.highestSeq ?? leaf.seq]);
      state.edge = { xid: transactionOf(right.row), seq: leaf.seq, highestSeq: lastSeq };
    }
    for (const other of others) task.wrong.stray(other.row, other.hash, true);
    state.seqs.push(leaf.seq);
    state.nodes.push(leafNode(leaf.seq, leaf.hash));
  }
}
