import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { uuidV7 } from '@qianmo/values/id';
import { uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import type { Address, Title } from '../../contract/inbox.ts';
import { title } from '../../contract/inbox.ts';
import type { Database } from '../database/pool.ts';
import { defineJob, type Job, type JobContext } from '../jobs/job.ts';
import { addressOf } from './items.ts';
import { SEND_SMS } from './notify.ts';
import { smsText } from './sms-text.ts';

/** A gateway. `key` is the same for every try of one message. Throws only when the message has certainly not left. */
export type SmsAdapter = { send(message: { key: string; phone: string; text: string }): Promise<void> };

/** Who is to get a message for an address on a day, with their number; the organisation module knows. */
export type PhoneSource = (
  db: Database,
  to: { home: string; address: Address; day: string },
) => Promise<readonly { recipient: string; phone: string }[]>;

export type SmsParts = {
  readonly adapter: SmsAdapter;
  readonly phones: PhoneSource;
  /** Chinese words for the titles of modules; see `smsText`. */
  readonly words: Readonly<Record<string, (params: Title['params']) => string>>;
};

/** For development: one JSON line per message in `<folder>/messages.jsonl`, nothing leaves the machine. */
export function fileSmsAdapter(folder: string): SmsAdapter {
  return {
    send: async (message) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await appendFile(path.join(folder, 'messages.jsonl'), `${JSON.stringify(message)}\n`, { mode: 0o600 });
    },
  };
}

const orderShape = z.object({ item: uuid, occasion: z.string() });

/** Sends the message of one item and occasion. Off (`null`) unless the installation names a gateway. */
export function smsJob(parts: SmsParts | null): Job {
  return defineJob({
    name: SEND_SMS,
    attempts: 6,
    run: async (context) => {
      if (parts) await sendAll(context, parts, orderShape.parse(context.payload));
    },
  });
}

type Order = z.infer<typeof orderShape>;

async function sendAll(context: JobContext, parts: SmsParts, order: Order): Promise<void> {
  const { db, home, today } = context;
  const item = await db
    .selectFrom('platform.inbox_item')
    .selectAll()
    .where('home', '=', home)
    .where('id', '=', order.item)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  if (!item) return; // done in the meantime
  const text = smsText(
    parts.words,
    { code: item.title_code, params: title.shape.params.parse(item.title_params) },
    item.due_on,
  );
  const people = await parts.phones(db, { home, address: addressOf(item), day: today });
  let failed = 0;
  for (const { recipient, phone } of people) {
    const id = await claim(context, order, recipient);
    if (id && !(await sendOne(context, parts.adapter, { key: id, phone, text }))) failed += 1;
  }
  // The queue tries again; who has been reached is not reached again.
  if (failed > 0) throw new Error(`${failed} of ${people.length} messages were not accepted by the gateway`);
}

/**
 * Takes the message for this try, committed before it leaves; undefined where it has left, may have left, or is given up.
 * One still marked `sending` belongs to a try that died: nobody knows, so it becomes `unclear`.
 */
function claim(context: JobContext, order: Order, recipient: string): Promise<string | undefined> {
  const { home, now } = context;
  return context.separately(async (db) => {
    const row = await db
      .insertInto('platform.sms_message')
      .values({
        home,
        id: uuidV7(context.clock.milliseconds()),
        item: order.item,
        occasion: order.occasion,
        recipient,
        state: 'queued',
        queued_at: now,
      })
      .onConflict((conflict) =>
        // Writing the key onto itself locks and returns the row that stands.
        conflict.columns(['home', 'item', 'occasion', 'recipient']).doUpdateSet({ recipient }),
      )
      .returning(['id', 'state', 'attempts'])
      .executeTakeFirstOrThrow();
    if (row.state === 'sending') await setState(db, home, row.id, { state: 'unclear' });
    if (row.state !== 'queued') return undefined;
    await setState(db, home, row.id, { state: 'sending', attempts: row.attempts + 1 });
    return row.id;
  });
}

const MOST_TRIES = 5;

async function sendOne(
  context: JobContext,
  adapter: SmsAdapter,
  message: { key: string; phone: string; text: string },
): Promise<boolean> {
  const { home, now } = context;
  const refused = await adapter.send(message).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (refused === null) {
    await context.separately((db) => setState(db, home, message.key, { state: 'sent', sent_at: now, error: null }));
    return true;
  }
  return context.separately(async (db) => {
    const { attempts } = await db
      .selectFrom('platform.sms_message')
      .select('attempts')
      .where('home', '=', home)
      .where('id', '=', message.key)
      .executeTakeFirstOrThrow();
    const over = attempts >= MOST_TRIES;
    await setState(db, home, message.key, { state: over ? 'failed' : 'queued', error: withoutDigits(refused) });
    return over;
  });
}

/** A gateway's words may repeat the number. */
const withoutDigits = (text: string) => text.replace(/\d{5,}/g, '…').slice(0, 300);

async function setState(
  db: Database,
  home: string,
  id: string,
  values: { state: string; attempts?: number; sent_at?: string; error?: string | null },
): Promise<void> {
  await db.updateTable('platform.sms_message').set(values).where('home', '=', home).where('id', '=', id).execute();
}
