import { plainDate, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { read } from './operation.ts';

/** Every look at unmasked personal data, and what for: whose data they were stands as an id. */
export const listPersonalViews = read({
  name: 'personal.listViews',
  home: 'path',
  permission: 'personal.views.read',
  via: 'body',
  summary: 'Who looked at whose personal data unmasked, at this home and below it, newest first',
  input: z.strictObject({
    viewer: z.string().max(80).optional(),
    person: uuid.optional(),
    /** Days, both included. */
    from: plainDate.optional(),
    to: plainDate.optional(),
    limit: z.number().int().min(1).max(200).default(50),
    offset: z.number().int().min(0).max(100_000).default(0),
  }),
  result: z.strictObject({
    items: z.array(
      z.strictObject({
        home: z.string(),
        id: z.string(),
        viewer: z.string(),
        person: z.string(),
        fields: z.array(z.string()),
        purpose: z.string(),
        at: z.string(),
      }),
    ),
    total: z.number().int(),
  }),
});

export const personalOperations = [listPersonalViews];
