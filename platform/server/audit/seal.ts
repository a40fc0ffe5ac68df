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
    let place = await findStart(client, last);
    for (;;) {
      const { rows, reached } = await nextRows(client, place, maxLeaves);
      if (rows.length === 0) return outcome;
      const sealed = sealedBatch(last, rows, options);
      await inTransaction(client, () => store(client, sealed, rows));
      await show(sealed, options);
      last = sealed;
      place = reached;
      outcome.batches += 1;
      outcome.leaves += sealed.count;
      if (sealed.count < maxLeaves) return outcome;
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK_KEY.toString()]);
  }
}

function sealedBatch(last: SealedBatch | undefined, rows: readonly LoggedRow[], options: SealOptions): SealedBatch {
  const content = {
    number: (last?.number ?? 0) + 1,
    ...spanOf(rows.map((row) => row.seq)),
    count: rows.length,
    root: merkleRoot(rows.map((row) => leafNode(row.seq, contentHash(row)))),
  };
  const before: Links = last ?? genesis;
  const unsigned = { ...content, ...linkBatch(before, content), sealedAt: instantText(options.sealedAt) };
  return { ...unsigned, signature: signBatch(unsigned, options.signingKey) };
}

/** A place in the order of sealing. */
type Place = { readonly xid: string; readonly seq: string };

// Order is (transaction, seq), not seq alone: a row of a transaction that ran long shows up below numbers that are
// sealed already. All that is settled (below xmin) is visible to the same snapshot, so what is still unsealed always
// lies after the last leaf in this order, and nothing has to be searched before it. At or above xmax and yet visible:
// written in another cluster, whose dump was restored here, so settled too.
const settledSql = `
  select p.xid::text as xid, p.seq::text as seq from (
    ${['audit.operation', 'audit.change']
      .map(
        (table) => `(select r.xid, r.seq from ${table} r where (r.xid, r.seq) > ($1::xid8, $2::bigint)
          and (r.xid < pg_snapshot_xmin(pg_current_snapshot()) or r.xid >= pg_snapshot_xmax(pg_current_snapshot()))
          order by r.xid, r.seq limit $3)`,
      )
      .join(' union all ')}
  ) p order by p.xid, p.seq limit $3`;

// The transaction that was sealed last, perhaps only in part. Without one, or if it is of another cluster, the whole
// log is searched for rows without a leaf.
const startSql = `
  select case when max(r.xid) < pg_snapshot_xmax(pg_current_snapshot()) then max(r.xid)::text else '0' end as xid
  from audit.leaf l
  join lateral (select o.xid from audit.operation o where o.seq = l.seq
                union all select c.xid from audit.change c where c.seq = l.seq) r on true
  where l.batch = $1`;

async function findStart(client: ClientBase, last: SealedBatch | undefined): Promise<Place> {
  const { rows } = await client.query<{ xid: string }>(startSql, [last?.number ?? 0]);
  return { xid: rows[0]?.xid ?? '0', seq: '-1' };
}

/** The next rows to seal after a place, in order, and the place that was reached. */
async function nextRows(
  client: ClientBase,
  after: Place,
  most: number,
): Promise<{ rows: LoggedRow[]; reached: Place }> {
  const seqs: bigint[] = [];
  let reached = after;
  for (;;) {
    const wanted = most - seqs.length;
    const page = await client.query<Place>(settledSql, [reached.xid, reached.seq, wanted]);
    seqs.push(...(await withoutLeaf(client, page.rows)));
    reached = page.rows.at(-1) ?? reached;
    if (page.rows.length < wanted || seqs.length === most) break;
  }
  const rows = await rowsBySeq(client, seqs);
  return { rows: seqs.map((seq) => onlyRow(seq, rows.get(seq))), reached };
}

async function withoutLeaf(client: ClientBase, places: readonly Place[]): Promise<bigint[]> {
  const { rows } = await client.query<{ seq: string }>(
    'select l.seq::text as seq from audit.leaf l where l.seq = any ($1::bigint[])',
    [places.map((place) => place.seq)],
  );
  const sealed = new Set(rows.map((row) => row.seq));
  return places.filter((place) => !sealed.has(place.seq)).map((place) => BigInt(place.seq));
}

function onlyRow(seq: bigint, [row, other]: readonly LoggedRow[] = []): LoggedRow {
  if (!row || other) throw new Error(`log-damaged: number ${seq} stands in the log ${other ? 'twice' : 'no more'}`);
  return row;
}

async function store(client: ClientBase, batch: SealedBatch, rows: readonly LoggedRow[]): Promise<void> {
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
    [batch.number, rows.map((row) => row.seq.toString()), rows.map(contentHash)],
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
