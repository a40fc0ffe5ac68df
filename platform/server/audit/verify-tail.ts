import type { ClientBase } from 'pg';
import { contentHash, type LoggedRow, transactionOf } from './leaf.ts';
import { listRows, logTables } from './log.ts';
import type { Misplaced } from './misplaced.ts';
import type { Recorder } from './report.ts';
import type { Edge } from './verify-batches.ts';

const PAGE = 1_000;

/**
 * Looks at every log row without a leaf. Behind the edge of the seals it was put in afterwards, or moved there;
 * before it, it is the tail that the next seal takes.
 */
export async function verifyTail(
  client: ClientBase,
  task: { found: Recorder; edge: Edge | undefined; wrong: Misplaced },
): Promise<void> {
  const { found, edge, wrong } = task;
  for (const table of logTables) {
    await client.query(`declare tail no scroll cursor for select r.seq::text as seq from ${table} r
      where not exists (select from audit.leaf l where l.seq = r.seq)`);
    for (;;) {
      const { rows } = await client.query<{ seq: string }>(`fetch ${PAGE} from tail`);
      const tail = await listRows(
        client,
        table,
        rows.map((row) => BigInt(row.seq)),
      );
      for (const row of tail) {
        const inserted = edge !== undefined && isBehind(row, edge);
        if (!inserted) found.report.unsealedTail += 1;
        if (inserted || wrong.isSearching()) wrong.stray(row, contentHash(row).toString('hex'), inserted);
      }
      if (rows.length < PAGE) break;
    }
    await client.query('close tail');
  }
}

// Sealing goes by (transaction, seq). The number is looked at too because a restored dump starts transactions anew.
function isBehind(row: LoggedRow, edge: Edge): boolean {
  const xid = transactionOf(row);
  return row.seq < edge.highestSeq && (xid < edge.xid || (xid === edge.xid && row.seq < edge.seq));
}
