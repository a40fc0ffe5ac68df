import { plainDate } from '@qianmo/values/wire';
import { z } from 'zod';

// Pieces that several contracts of this module share.

/** What every act answers: the record and the version it has now. */
export const saved = z.strictObject({ id: z.string(), version: z.number().int() });

/** From the first day to the day before `until`; `until` null: still. `from` null: it never came into force. */
export const span = { from: z.string().nullable(), until: z.string().nullable() };

export const day = plainDate.optional();
export const version = z.number().int().positive();
export const page = {
  search: z.string().max(60).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  offset: z.number().int().min(0).max(100_000).default(0),
};

export const unitName = z.strictObject({ id: z.string(), name: z.string() });

/** Who holds a post on the day asked for; null is a vacancy. */
export const holder = z.strictObject({
  person: z.string(),
  name: z.string(),
  posting: z.string(),
  since: z.string(),
});
