import { read, roles, write } from '@qianmo/platform/contract';
import { plainDate, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { day, holder, page, saved, span, unitName, version } from './part.ts';

export const postDuties = ['leader-in-charge', 'specialist'] as const;
export const narrowKinds = ['township', 'village', 'node', 'entity', 'contract', 'case'] as const;
const narrow = z.strictObject({ kind: z.enum(narrowKinds), id: safeText(60) });

export const postView = z.strictObject({
  home: z.string(),
  id: z.string(),
  unit: unitName,
  title: z.string(),
  role: z.string(),
  narrow: z.strictObject({ kind: z.string(), id: z.string() }).nullable(),
  duty: z.enum(postDuties).nullable(),
  holder: holder.nullable(),
  version: z.number().int(),
  ...span,
});

export const listPosts = read({
  name: 'organisation.listPosts',
  home: 'path',
  permission: 'organisation.read',
  summary: 'Posts with their holders on the day, and the vacant ones',
  input: z.strictObject({
    ...page,
    unit: uuid.optional(),
    role: z.enum(roles).optional(),
    vacant: z.boolean().optional(),
    below: z.boolean().optional(),
    closed: z.boolean().optional(),
    day,
  }),
  result: z.strictObject({ items: z.array(postView), total: z.number().int(), day: z.string() }),
});

export const savePost = write({
  name: 'organisation.savePost',
  home: 'path',
  permission: 'organisation.post.edit',
  secondFactor: true,
  summary: 'Registers a post with its role and scope, or changes one where id and version are given',
  input: z.strictObject({
    id: uuid.optional(),
    version: version.optional(),
    unit: uuid,
    title: safeText(80),
    role: z.enum(roles),
    /** To what the role is limited below the home; demanded of every role below the county. */
    narrow: narrow.nullable().optional(),
    duty: z.enum(postDuties).nullable().optional(),
    from: plainDate.optional(),
  }),
  result: saved,
  rejections: [
    'post-unknown',
    'post-closed',
    'post-before-unit',
    'post-was-held',
    'unit-unknown',
    'unit-closed',
    'unit-collective',
    'narrow-missing',
    'narrow-not-allowed',
    'place-unknown',
  ],
});

export const closePost = write({
  name: 'organisation.closePost',
  home: 'path',
  permission: 'organisation.post.edit',
  secondFactor: true,
  summary: 'Ends a post that nobody holds and that sits in no group any more',
  input: z.strictObject({ id: uuid, version, until: plainDate }),
  result: saved,
  rejections: ['post-unknown', 'post-closed', 'post-held', 'post-seated', 'until-before-from'],
});

export const assignPosting = write({
  name: 'organisation.assignPosting',
  home: 'path',
  permission: 'organisation.posting.assign',
  secondFactor: true,
  summary: 'Gives a post to a person; the person takes over its seats, tasks and inbox at once (GOV-02)',
  input: z.strictObject({
    post: uuid,
    person: uuid,
    from: plainDate.optional(),
    until: plainDate.nullable().optional(),
    /** Ends the posting of whoever holds it on the first day, in the same act. */
    relieve: z.boolean().default(false),
  }),
  result: z.strictObject({ id: z.string(), version: z.number().int(), successions: z.array(z.string()) }),
  rejections: [
    'post-unknown',
    'post-closed',
    'post-occupied',
    'person-unknown',
    'person-erased',
    'own-posting',
    'until-before-from',
    'unit-collective',
  ],
});

export const endPosting = write({
  name: 'organisation.endPosting',
  home: 'path',
  permission: 'organisation.posting.assign',
  secondFactor: true,
  summary: 'Ends a posting; `until` is the first day on which it is no longer held',
  input: z.strictObject({ id: uuid, version, until: plainDate, reason: safeText(200) }),
  result: z.strictObject({ id: z.string(), version: z.number().int(), successions: z.array(z.string()) }),
  rejections: ['posting-unknown', 'posting-ended', 'own-posting', 'until-before-from'],
});

export const postingView = z.strictObject({
  id: z.string(),
  home: z.string(),
  post: z.string(),
  title: z.string(),
  unit: unitName,
  role: z.string(),
  person: z.strictObject({ id: z.string(), name: z.string() }),
  endedReason: z.string().nullable(),
  version: z.number().int(),
  ...span,
});

export const listPostings = read({
  name: 'organisation.listPostings',
  home: 'path',
  permission: 'organisation.read',
  summary: 'Everybody who held a post, newest first',
  input: z.strictObject({ post: uuid }),
  result: z.strictObject({ items: z.array(postingView) }),
});

export const postOperations = [listPosts, savePost, closePost, assignPosting, endPosting, listPostings];
