import { hash } from 'node:crypto';

export type LogTable = 'audit.operation' | 'audit.change';

// The text form of every column but seq (the Merkle leaf binds that). Each expression reads the same whatever the
// session's time zone or output settings are. Appending a column to the log means a new list beside these.
const operationColumns = [
  'r.home',
  'r.id::text',
  'r.xid::text',
  'r.actor',
  'r.posting',
  'r.operation',
  'r.version::text',
  `encode(r.input_hash, 'hex')`,
  'r.outcome',
  'r.result::text',
  utcText('r.happened_at'),
  utcText('r.arrived_at'),
  utcText('r.machine_at'),
  'r.device',
] as const;

const changeColumns = [
  'r.home',
  'r.operation::text',
  'r.xid::text',
  'r.table_name',
  'r.key::text',
  'r.kind',
  'r.old_row::text',
  'r.new_row::text',
  `encode(r.row_hash, 'hex')`,
] as const;

const columnsOf: Record<LogTable, readonly string[]> = {
  'audit.operation': operationColumns,
  'audit.change': changeColumns,
};

/** A row of the log as the seal sees it: `fields` holds every column but seq, as text. */
export type LoggedRow = { readonly table: LogTable; readonly seq: bigint; readonly fields: readonly (string | null)[] };

/** What a reader needs to find the row again; `subject` says what it was about. */
export type RowName = {
  readonly home: string | null;
  readonly operation: string | null;
  key: string | null;
  subject: string;
};

/** SQL text form of an instant in UTC with microseconds, independent of session settings. */
export function utcText(expression: string): string {
  return `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** Select list of a log table under the alias `r`: seq first, then the columns the seal covers. */
export function selectList(table: LogTable): string {
  return ['r.seq::text', ...columnsOf[table]].join(', ');
}

/**
 * Bytes of a row that no other row shares: each field carries its presence and length, so that no value can pass
 * for a separator. Layout: field count, then the table's name and the fields, each as (1, length, UTF-8) or (0).
 */
export function canonicalBytes(table: LogTable, fields: readonly (string | null)[]): Buffer {
  const parts = [table, ...fields];
  let size = 4;
  for (const part of parts) size += part === null ? 1 : 5 + Buffer.byteLength(part);
  const bytes = Buffer.allocUnsafe(size);
  let at = bytes.writeUInt32BE(parts.length, 0);
  for (const part of parts) {
    at = bytes.writeUInt8(part === null ? 0 : 1, at);
    if (part === null) continue;
    const length = bytes.write(part, at + 4);
    at = bytes.writeUInt32BE(length, at) + length;
  }
  return bytes;
}

/** SHA-256 of a row's content without its seq: a row that was only moved keeps it. */
export function contentHash(row: Pick<LoggedRow, 'table' | 'fields'>): Buffer {
  return hash('sha256', canonicalBytes(row.table, row.fields), 'buffer');
}

export function transactionOf(row: LoggedRow): bigint {
  return BigInt(row.fields[2] ?? '0');
}

export function nameOf(row: LoggedRow): RowName {
  const [home = null, id = null] = row.fields;
  if (row.table === 'audit.operation') return { home, operation: id, key: null, subject: row.fields[5] ?? '' };
  return { home, operation: id, key: row.fields[4] ?? null, subject: `${row.fields[5]} ${row.fields[3]}` };
}
