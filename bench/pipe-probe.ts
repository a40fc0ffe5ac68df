import { read, write } from '@qianmo/platform/contract';
import { on } from '@qianmo/platform/server';
import { z } from 'zod';

/** One write and one read of the plainest kind, so that what is measured is the pipe. */
const place = write({
  name: 'probe.place',
  home: 'path',
  permission: 'probe.act',
  summary: 'Places a hold',
  input: z.strictObject({ subject: z.string().max(40) }),
  result: z.strictObject({ id: z.string() }),
});
const find = read({
  name: 'probe.find',
  home: 'path',
  permission: 'probe.act',
  summary: 'Finds a hold by its id',
  input: z.strictObject({ id: z.uuid() }),
  result: z.strictObject({ subject: z.string().nullable() }),
});

export const probe = {
  grants: { 'probe.act': ['commerce'] as const },
  bounds: [
    on(place, async (context, input) => {
      await context.db
        .insertInto('platform.hold')
        .values({
          home: context.home,
          id: context.operation,
          subject_kind: 'probe',
          subject: input.subject,
          reason: 'probe',
          placed_by: context.actor.user,
          placed_at: context.now,
        })
        .execute();
      return { id: context.operation };
    }),
    on(find, async (context, input) => {
      const row = await context.db
        .selectFrom('platform.hold')
        .select('subject')
        .where('home', '=', context.home)
        .where('id', '=', input.id)
        .executeTakeFirst();
      return { subject: row?.subject ?? null };
    }),
  ],
};
