import type { ClientBase } from 'pg';
import { type LoggedRow, nameOf } from './leaf.ts';
import type { Recorder } from './report.ts';

type ExpectedLeaf = { seq: bigint; batch: number; position: number; hash: string };
type StrayRow = { row: Pick<LoggedRow, 'table' | 'seq'> & { name: ReturnType<typeof nameOf> }; inserted: boolean };

/** Leaves whose row is gone or different, and rows that no leaf expects where they stand. */
export type Misplaced = {
  /** `found`: the row that stands under the leaf's number, if any. */
  expect(leaf: ExpectedLeaf, found: { row: LoggedRow; hash: string } | undefined): void;
  /** A row without a leaf, or a second one under a leaf's number. */
  stray(row: LoggedRow, hash: string, inserted: boolean): void;
  /** True while a stray row could still be one that a leaf misses. */
  isSearching(): boolean;
  report(client: ClientBase, to: Recorder): Promise<void>;
};

const MOST_KEPT = 100_000; // bounds memory when everything is wrong; past it a move reads as a change or removal

/** Pairs what is missing with what is stray by content hash, so that a row that was moved is told from a changed one. */
export function misplaced(): Misplaced {
  const expected: (ExpectedLeaf & { row: StrayRow['row'] | undefined })[] = [];
  const strays = new Map<string, StrayRow>();
  let dropped = 0;
  const keep = (row: LoggedRow, hash: string, inserted: boolean) => {
    if (strays.size < MOST_KEPT)
      strays.set(hash, { row: { table: row.table, seq: row.seq, name: nameOf(row) }, inserted });
    else dropped += 1;
  };
  return {
    expect(leaf, found) {
      if (expected.length >= MOST_KEPT) {
        dropped += 1;
        return;
      }
      const row = found && { table: found.row.table, seq: found.row.seq, name: nameOf(found.row) };
      expected.push({ ...leaf, row });
      if (found) keep(found.row, found.hash, false);
    },
    stray: keep,
    isSearching: () => expected.length > 0,
    async report(client, to) {
      const explained = new Set<StrayRow>();
      for (const leaf of expected) {
        const elsewhere = strays.get(leaf.hash);
        if (elsewhere) explained.add(elsewhere);
        if (elsewhere) reportMoved(to, leaf, elsewhere.row);
        else if (leaf.row) reportChanged(to, leaf, leaf.row);
        else await reportRemoved(client, to, leaf);
      }
      for (const stray of strays.values()) {
        if (stray.inserted && !explained.has(stray)) reportInserted(to, stray.row);
      }
      if (dropped > 0) to.add('changed', { detail: `${dropped} more leaves or rows do not match; too many to name` });
    },
  };
}

function facts(row: StrayRow['row']) {
  return { seq: row.seq, table: row.table, key: row.name.key, home: row.name.home, operation: row.name.operation };
}

function reportMoved(to: Recorder, leaf: ExpectedLeaf, row: StrayRow['row']): void {
  to.add('moved', {
    ...facts(row),
    batch: leaf.batch,
    seq: leaf.seq,
    detail: `${row.name.subject}: sealed as no. ${leaf.seq} (position ${leaf.position}), stands now as no. ${row.seq}`,
  });
}

function reportChanged(to: Recorder, leaf: ExpectedLeaf, row: StrayRow['row']): void {
  to.add('changed', {
    ...facts(row),
    batch: leaf.batch,
    detail: `${row.name.subject}: the row is not the one that was sealed at position ${leaf.position}`,
  });
}

function reportInserted(to: Recorder, row: StrayRow['row']): void {
  to.add('inserted', {
    ...facts(row),
    detail: `${row.name.subject}: of a transaction sealed long ago, yet no seal covers it`,
  });
}

const NEAR = 10_000; // how far before its act's row a change is looked for

/** The row is gone, so its name is taken from what refers to it: an act from its changes, a change from its act. */
async function reportRemoved(client: ClientBase, to: Recorder, leaf: ExpectedLeaf): Promise<void> {
  const { rows } = await client.query<{ home: string; operation: string; subject: string; key: string }>(
    `select c.home, c.operation::text as operation, c.kind || ' ' || c.table_name as subject, c.key::text as key
     from audit.change c
     where c.seq < $1::bigint and c.seq > $1::bigint - $2::bigint and c.operation is not null
       and not exists (select from audit.operation o where o.home = c.home and o.id = c.operation)
     order by c.seq desc limit 1`,
    [leaf.seq.toString(), NEAR],
  );
  const [change] = rows;
  const where = `sealed at position ${leaf.position}`;
  if (!change) {
    to.add('removed', { batch: leaf.batch, seq: leaf.seq, detail: `the row ${where} is gone` });
    return;
  }
  to.add('removed', {
    batch: leaf.batch,
    seq: leaf.seq,
    table: 'audit.operation',
    home: change.home,
    operation: change.operation,
    detail: `the row ${where} is gone; change “${change.subject}” ${change.key} names an act that is not in the log`,
  });
}
