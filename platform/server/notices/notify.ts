import { uuidV7 } from '@qianmo/values/id';
import type { Database } from '../database/pool.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { insertItem, type NewItem } from './items.ts';

export const SEND_SMS = 'notice.send-sms';

/**
 * Tells somebody of an act: a returned case, a mention, a task. In the act's own transaction. Told twice under one key
 * it stands once. Answers the row's id, undefined where it stood already.
 */
export async function notify(db: Database, notice: Omit<NewItem, 'id'>): Promise<string | undefined> {
  const id = await insertItem(db, { ...notice, id: uuidV7(Date.parse(notice.now)) });
  if (id && notice.sms)
    await queueSms(db, { home: notice.home, item: id, occasion: 'notice', askedBy: notice.raisedBy, now: notice.now });
  return id;
}

/** Asks for the text message of one item and occasion; where messages are switched off the job does nothing. */
export async function queueSms(
  db: Database,
  order: { home: string; item: string; occasion: string; askedBy: string; now: string },
): Promise<void> {
  const { home, item, occasion, askedBy, now } = order;
  await enqueue(db, { home, job: SEND_SMS, key: `${item}:${occasion}`, payload: { item, occasion }, askedBy, now });
}
