import type { ClientBase } from 'pg';
import type { SealedBatch } from './chain.ts';
import { type LoggedRow, type LogTable, selectList, utcText } from './leaf.ts';

/** The only SQL that reads the log and its seals. Everything comes as text, whatever the client's type parsers are. */

export const logTables: readonly LogTable[] = ['audit.operation', 'audit.change'];

export type StoredLeaf = { readonly position: number; readonly seq: bigint; readonly hash: Buffer };

type TextRow = (string | null)[];

async function textRows(client: ClientBase, text: string, values: unknown[] = []): Promise<TextRow[]> {
  const result = await client.query<TextRow>({ text, values, rowMode: 'array' });
  return result.rows;
}

/** Rows of one log table by their sequence numbers; absent ones are left out. */
export async function listRows(client: ClientBase, table: LogTable, seqs: readonly bigint[]): Promise<LoggedRow[]> {
  if (seqs.length === 0) return [];
  const rows = await textRows(client, `select ${selectList(table)} from ${table} r where r.seq = any ($1::bigint[])`, [
    seqs.map(String),
  ]);
  return rows.map(([seq, ...fields]) => ({ table, seq: BigInt(seq ?? 0), fields }));
}

/** All log rows under the given numbers. One number may stand in both tables when someone put a row in. */
export async function rowsBySeq(client: ClientBase, seqs: readonly bigint[]): Promise<Map<bigint, LoggedRow[]>> {
  const found = new Map<bigint, LoggedRow[]>();
  for (const table of logTables) {
    for (const row of await listRows(client, table, seqs)) {
      const others = found.get(row.seq);
      if (others) others.push(row);
      else found.set(row.seq, [row]);
    }
  }
  return found;
}

// Ordered through the alias: a bare name would mean the text of the select list, where 10 comes before 2.
const batchSelect = `select number::text, first_seq::text, last_seq::text, leaf_count::text, encode(root, 'hex'),
  encode(chain, 'hex'), encode(chain_sm3, 'hex'), ${utcText('sealed_at')}, encode(signature, 'hex') from audit.batch b`;

/** Batches after `number`, in order. */
export async function listBatches(client: ClientBase, after: number, limit: number): Promise<SealedBatch[]> {
  const rows = await textRows(client, `${batchSelect} where b.number > $1 order by b.number limit $2`, [after, limit]);
  return rows.map(batchOf);
}

export async function findLastBatch(client: ClientBase): Promise<SealedBatch | undefined> {
  const rows = await textRows(client, `${batchSelect} order by b.number desc limit 1`);
  return rows[0] && batchOf(rows[0]);
}

/** Whether anything but acts of this operation stands above a number of the log. */
export async function hasForeignTail(client: ClientBase, above: bigint, operation: string): Promise<boolean> {
  const rows = await textRows(
    client,
    `select 'yes' where exists (select from audit.change c where c.seq > $1::bigint)
       or exists (select from audit.operation o where o.seq > $1::bigint and o.operation <> $2)`,
    [above.toString(), operation],
  );
  return rows.length > 0;
}

export async function listLeaves(
  client: ClientBase,
  batch: number,
  fromPosition: number,
  limit: number,
): Promise<StoredLeaf[]> {
  const rows = await textRows(
    client,
    `select position::text, seq::text, encode(hash, 'hex') from audit.leaf l
     where l.batch = $1 and l.position >= $2 order by l.position limit $3`,
    [batch, fromPosition, limit],
  );
  return rows.map(([position, seq, hash]) => ({
    position: Number(position),
    seq: BigInt(seq ?? 0),
    hash: Buffer.from(hash ?? '', 'hex'),
  }));
}

function batchOf(row: TextRow): SealedBatch {
  const [number, firstSeq, lastSeq, count, root, chain, sm3, sealedAt, signature] = row;
  return {
    number: Number(number),
    firstSeq: BigInt(firstSeq ?? 0),
    lastSeq: BigInt(lastSeq ?? 0),
    count: Number(count),
    root: Buffer.from(root ?? '', 'hex'),
    chain: Buffer.from(chain ?? '', 'hex'),
    sm3: Buffer.from(sm3 ?? '', 'hex'),
    sealedAt: sealedAt ?? '',
    signature: Buffer.from(signature ?? '', 'hex'),
  };
}
