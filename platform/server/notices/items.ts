import { sql } from 'kysely';
import type { Address, InboxItem, Title } from '../../contract/inbox.ts';
import type { Database } from '../database/pool.ts';

export type NewItem = {
  readonly home: string;
  /** UUIDv7. */
  readonly id: string;
  /** One row per key and home; left out, the id. */
  readonly key?: string;
  readonly source: string;
  readonly kind: InboxItem['kind'];
  readonly subject: { readonly kind: string; readonly id: string };
  readonly title: Title;
  readonly to: Address;
  readonly dueOn?: string | null;
  readonly raisedBy: string;
  readonly now: string;
  readonly sms?: boolean;
};

export function toColumns(to: Address) {
  switch (to.kind) {
    case 'role':
      return { to_kind: to.kind, to_id: to.role, to_unit: to.unit ?? null, to_narrow: to.narrow ?? null };
    case 'unit':
      return { to_kind: to.kind, to_id: to.unit, to_unit: null, to_narrow: null };
    case 'post':
      return { to_kind: to.kind, to_id: to.post, to_unit: null, to_narrow: null };
    case 'user':
      return { to_kind: to.kind, to_id: to.user, to_unit: null, to_narrow: null };
  }
}

export function addressOf(row: {
  to_kind: string;
  to_id: string;
  to_unit: string | null;
  to_narrow: string | null;
}): Address {
  if (row.to_kind === 'unit') return { kind: 'unit', unit: row.to_id };
  if (row.to_kind === 'post') return { kind: 'post', post: row.to_id };
  if (row.to_kind === 'user') return { kind: 'user', user: row.to_id };
  return {
    kind: 'role',
    role: row.to_id,
    ...(row.to_unit === null ? {} : { unit: row.to_unit }),
    ...(row.to_narrow === null ? {} : { narrow: row.to_narrow }),
  };
}

/** Puts a row into the inbox of whoever holds the address. Answers its id, or undefined where the key stands already. */
export async function insertItem(db: Database, item: NewItem): Promise<string | undefined> {
  const row = await db
    .insertInto('platform.inbox_item')
    .values({
      home: item.home,
      id: item.id,
      key: item.key ?? item.id,
      source: item.source,
      kind: item.kind,
      subject_kind: item.subject.kind,
      subject: item.subject.id,
      title_code: item.title.code,
      title_params: JSON.stringify(item.title.params),
      due_on: item.dueOn ?? null,
      ...toColumns(item.to),
      raised_by: item.raisedBy,
      raised_at: item.now,
      sms: item.sms ?? false,
    })
    .onConflict((conflict) => conflict.columns(['home', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export type Closing = { readonly at: string; readonly by: string; readonly how: 'done' | 'withdrawn' };

/** Closes what is open on a subject, because it has been dealt with. Answers how many rows. */
export async function closeItemsOn(
  db: Database,
  home: string,
  subject: { kind: string; id: string },
  closing: Closing,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('platform.inbox_item')
    .set(closingColumns(closing))
    .where('home', '=', home)
    .where('subject_kind', '=', subject.kind)
    .where('subject', '=', subject.id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export function closingColumns(closing: { at: string; by: string; how: string; reason?: string }) {
  return {
    closed_at: closing.at,
    closed_by: closing.by,
    closed_how: closing.how,
    closed_reason: closing.reason ?? null,
    version: sql<number>`version + 1`,
  };
}
