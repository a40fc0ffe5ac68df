import { safeParagraphs, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { read, write } from './operation.ts';

/** To whom work is addressed: as they hold the role, post or unit on the day somebody looks. */
export const address = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('role'),
    role: z.string(),
    unit: z.string().optional(),
    /** Township, village, node, entity, contract or case to which the posting is narrowed. */
    narrow: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('unit'), unit: z.string() }),
  z.strictObject({ kind: z.literal('post'), post: z.string() }),
  z.strictObject({ kind: z.literal('user'), user: z.string() }),
]);
export type Address = z.infer<typeof address>;

/** Words live in the surfaces' dictionaries; `params` never carries personal data. */
export const title = z.strictObject({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Title = z.infer<typeof title>;

const subject = z.strictObject({ kind: z.string(), id: z.string() });

/** `soon`: due within three working days. `none`: has no due date. */
export const inboxBand = z.enum(['overdue', 'soon', 'later', 'none']);
export type InboxBand = z.infer<typeof inboxBand>;

export const inboxItem = z.strictObject({
  id: z.string(),
  source: z.string(),
  kind: z.enum(['due', 'returned', 'mention', 'task', 'finished']),
  subject,
  title,
  dueOn: z.string().nullable(),
  /** Working days left, negative when overdue; null without a due date or where a year's calendar is not loaded. */
  dueInWorkingDays: z.number().int().nullable(),
  band: inboxBand,
  to: address,
  raisedAt: z.string(),
  remindedOn: z.string().nullable(),
  watching: z.boolean(),
  closed: z.strictObject({ at: z.string(), by: z.string(), how: z.string(), reason: z.string().nullable() }).nullable(),
  version: z.number().int(),
});
export type InboxItem = z.infer<typeof inboxItem>;

export const listInbox = read({
  name: 'inbox.list',
  home: 'path',
  permission: 'inbox.read',
  summary: 'Work of the actor at this home: to do, raised by them, watched, done; overdue first',
  input: z.strictObject({
    tab: z.enum(['todo', 'mine', 'watching', 'done']).default('todo'),
    limit: z.number().int().min(1).max(100).default(50),
    offset: z.number().int().min(0).max(10_000).default(0),
  }),
  result: z.strictObject({ items: z.array(inboxItem), total: z.number().int() }),
});

export const countInbox = read({
  name: 'inbox.count',
  home: 'path',
  permission: 'inbox.read',
  summary: 'How much is to do, overdue, and due within three working days',
  input: z.strictObject({}),
  result: z.strictObject({ todo: z.number().int(), overdue: z.number().int(), soon: z.number().int() }),
});

export const listUpcoming = read({
  name: 'inbox.upcoming',
  home: 'path',
  permission: 'inbox.read',
  summary: 'What falls due for the actor in the next days, reminded or not',
  input: z.strictObject({ days: z.number().int().min(1).max(92).default(31) }),
  result: z.strictObject({
    items: z.array(
      z.strictObject({
        key: z.string(),
        subject,
        title,
        dueOn: z.string(),
        dueInWorkingDays: z.number().int().nullable(),
      }),
    ),
  }),
});

export const closeInboxItem = write({
  name: 'inbox.close',
  home: 'path',
  permission: 'inbox.act',
  summary: 'Closes an item by hand, with the reason',
  input: z.strictObject({ id: uuid, reason: safeParagraphs(500), version: z.number().int().positive() }),
  result: z.strictObject({ id: z.string(), version: z.number().int() }),
  rejections: ['item-unknown', 'item-closed', 'item-of-another'],
});

export const watchInboxItem = write({
  name: 'inbox.watch',
  home: 'path',
  permission: 'inbox.act',
  summary: 'Puts an item on the own watch list, or takes it off',
  input: z.strictObject({ id: uuid, on: z.boolean() }),
  result: z.strictObject({ id: z.string() }),
  rejections: ['item-unknown', 'item-of-another'],
});

export const inboxOperations = [listInbox, countInbox, listUpcoming, closeInboxItem, watchInboxItem];
