import type { KeyObject } from 'node:crypto';
import type { ClientBase } from 'pg';
import { genesis, instantText, type Links, linkBatch, type SealedBatch, signBatch, spanOf } from './chain.ts';
import { contentHash, type LoggedRow } from './leaf.ts';
import { findLastBatch, listBatches, rowsBySeq } from './log.ts';
import { leafNode, merkleRoot } from './merkle.ts';
import { type Witness, witnessLine } from './witness.ts';

export type SealOptions = {
  /** Ed25519 private key; it lives outside the database. */
  readonly signingKey: KeyObject;
  /** Id of this installation, written on each witness line. */
  readonly installation: string;
  /** ISO instant from the clock. */
  readonly sealedAt: string;
  readonly maxLeaves?: number;
  readonly witness: Witness;
};

/** `busy` when another sealer was at work; `rewitnessed` counts lines lost in a crash and written again. */
export type SealOutcome = { busy: boolean; batches: number; leaves: number; rewitnessed: number };

const LOCK_KEY = 727_421_002n; // any constant: one sealer at a time on one database
const PAGE = 200;

/**
 * Seals every log row whose transaction is finished and which is not sealed yet, in batches, and shows each batch
 * to the witness. The client signs in as qianmo_seal and stands in no transaction.
 * Throws `witness-ahead` when the witness has seen batches that the database no longer has, and `witness-differs`
 * when it has seen another one under the last number: then nothing is sealed on top, and `audit verify` tells more.
 */
export async function seal(client: ClientBase, options: SealOptions): Promise<SealOutcome> {
  const outcome: SealOutcome = { busy: false, batches: 0, leaves: 0, rewitnessed: 0 };
  const lock = await client.query('select pg_try_advisory_lock($1) as taken', [LOCK_KEY.toString()]);
  if (lock.rows[0]?.taken !== true) return { ...outcome, busy: true };
  try {
    let last = await findLastBatch(client);
    outcome.rewitnessed = await catchUp(client, last, options);
    const maxLeaves = options.maxLeaves ?? 5_000;
    for (;;) {
      const sealed = await inTransaction(client, () => sealOne(client, last, maxLeaves, options));
      if (!sealed) return outcome;
      await show(sealed, options);
      last = sealed;
      outcome.batches += 1;
      outcome.leaves += sealed.count;
      if (sealed.count < maxLeaves) return outcome;
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK_KEY.toString()]);
  }
}

async function sealOne(
  client: ClientBase,
  last: SealedBatch | undefined,
  maxLeaves: number,
  options: SealOptions,
): Promise<SealedBatch | undefined> {
  const rows = await unsealedRows(client, last?.number ?? 0, maxLeaves);
  if (rows.length === 0) return undefined;
  const hashes = rows.map(contentHash);
  const seqs = rows.map((row) => row.seq);
  const content = {
    number: (last?.number ?? 0) + 1,
    ...spanOf(seqs),
    count: rows.length,
    root: merkleRoot(hashes.map((hash, position) => leafNode(seqs[position] ?? 0n, hash))),
  };
  const before: Links = last ?? genesis;
  const unsigned = { ...content, ...linkBatch(before, content), sealedAt: instantText(options.sealedAt) };
  const batch: SealedBatch = { ...unsigned, signature: signBatch(unsigned, options.signingKey) };
  await store(client, batch, seqs, hashes);
  return batch;
}

// Order is (transaction, seq), not seq alone: a row of a transaction that ran long shows up below numbers that are
// sealed already. All that is settled (below xmin) is visible to the same snapshot, so what is still unsealed always
// lies after the last leaf in this order, and nothing has to be searched before it. Without a last leaf to start from,
// or when it is from another cluster (a dump was restored), the whole log is searched for rows without a leaf.
const unsealedSql = `
  with edge as materialized (
    select max(r.xid) as xid from (
      select o.xid from audit.leaf l join audit.operation o on o.seq = l.seq where l.batch = $1
      union all select c.xid from audit.leaf l join audit.change c on c.seq = l.seq where l.batch = $1) r
  ), start as materialized (
    select case when xid < pg_snapshot_xmax(pg_current_snapshot()) then xid else '0'::xid8 end as xid from edge
  )
  select r.seq::text as seq from (
    (select o.xid, o.seq from audit.operation o
      where o.xid >= (select coalesce(xid, '0'::xid8) from start) and SETTLED
        and not exists (select from audit.leaf l where l.seq = o.seq) order by o.xid, o.seq limit $2)
    union all
    (select o.xid, o.seq from audit.change o
      where o.xid >= (select coalesce(xid, '0'::xid8) from start) and SETTLED
        and not exists (select from audit.leaf l where l.seq = o.seq) order by o.xid, o.seq limit $2)
  ) r order by r.xid, r.seq limit $2`.replaceAll(
  'SETTLED',
  // At or above xmax, yet visible: written in another cluster, so finished.
  '(o.xid < pg_snapshot_xmin(pg_current_snapshot()) or o.xid >= pg_snapshot_xmax(pg_current_snapshot()))',
);

async function unsealedRows(client: ClientBase, lastNumber: number, limit: number): Promise<LoggedRow[]> {
  const listed = await client.query<{ seq: string }>(unsealedSql, [lastNumber, limit]);
  const seqs = listed.rows.map((row) => BigInt(row.seq));
  const rows = await rowsBySeq(client, seqs);
  return seqs.map((seq) => {
    const [row, other] = rows.get(seq) ?? [];
    if (!row || other) throw new Error(`log-damaged: number ${seq} stands in the log ${other ? 'twice' : 'no more'}`);
    return row;
  });
}

async function store(client: ClientBase, batch: SealedBatch, seqs: bigint[], hashes: Buffer[]): Promise<void> {
  await client.query(
    `insert into audit.batch (number, first_seq, last_seq, leaf_count, root, chain, chain_sm3, sealed_at, signature)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      batch.number,
      batch.firstSeq.toString(),
      batch.lastSeq.toString(),
      batch.count,
      batch.root,
      batch.chain,
      batch.sm3,
      batch.sealedAt,
      batch.signature,
    ],
  );
  await client.query(
    `insert into audit.leaf (batch, position, seq, hash)
     select $1, ordinality - 1, seq, hash from unnest($2::bigint[], $3::bytea[]) with ordinality as t (seq, hash)`,
    [batch.number, seqs.map(String), hashes],
  );
}

/** Shows the witness the batches it missed: a crash between commit and line, or a new witness file. */
async function catchUp(client: ClientBase, last: SealedBatch | undefined, options: SealOptions): Promise<number> {
  const seen = await options.witness.findLast();
  const lastNumber = last?.number ?? 0;
  if (seen && seen.number > lastNumber) {
    throw new Error(`witness-ahead: the witness has seen batch ${seen.number}, the database ends at ${lastNumber}`);
  }
  if (seen && last && seen.number === lastNumber && seen.chain !== last.chain.toString('hex')) {
    throw new Error(`witness-differs: batch ${lastNumber} is not the one the witness has seen`);
  }
  let shown = seen?.number ?? 0;
  let count = 0;
  while (shown < lastNumber) {
    const page = await listBatches(client, shown, PAGE);
    if (page.length === 0) break;
    for (const batch of page) await show(batch, options);
    count += page.length;
    shown = page.at(-1)?.number ?? lastNumber;
  }
  return count;
}

async function show(batch: SealedBatch, options: SealOptions): Promise<void> {
  await options.witness.append(JSON.stringify(witnessLine(batch, options.installation)));
}

async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
