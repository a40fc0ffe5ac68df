import type { EventConsumer } from '@qianmo/platform/server';
import { findImportedPack, PACK_IMPORTED } from '@qianmo/programme/server';
import { uuidV7 } from '@qianmo/values/id';
import { z } from 'zod';
import { seedFromPack } from './seed/seed.ts';

const imported = z.object({ version: z.number().int() });

/** A new version of a plan brings its units, groups, duties and responsibilities along. */
export const organisationConsumers: readonly EventConsumer[] = [
  {
    name: 'organisation.seed',
    kinds: [PACK_IMPORTED],
    receive: async (context, event) => {
      const { version } = imported.parse(event.payload);
      const pack = await findImportedPack(context.db, { home: event.home, id: event.subject }, version);
      if (!pack) throw new Error(`no version ${version} of ${event.subject} at ${event.home}`);
      const seeded = await seedFromPack(context.db, pack, {
        home: event.home,
        programme: event.subject,
        today: context.today,
        newId: () => uuidV7(context.clock.milliseconds()),
      });
      context.log(`${event.subject}: ${seeded.units} units, ${seeded.seats} seats, ${seeded.groups} groups`);
    },
  },
];
