import { z } from 'zod';
import { finding } from './finding.ts';

/** The one error shape (RFC 9457). Words for `code` live in the surfaces' dictionaries. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  fields: z
    .array(z.strictObject({ path: z.string(), code: z.string(), params: z.record(z.string(), z.string()).optional() }))
    .optional(),
  findings: z.array(finding).optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  reference: z.string().optional(),
  retryAfterSeconds: z.number().int().optional(),
});
export type Problem = z.infer<typeof problem>;
export type ProblemField = NonNullable<Problem['fields']>[number];

/** Codes that the pipe itself may answer with; every operation can meet them. */
export const pipeCodes = [
  'invalid-input',
  'not-signed-in',
  'second-factor-needed',
  'not-permitted',
  'not-found',
  'stale',
  'operation-id-missing',
  'operation-id-reused',
  'busy',
  'too-many-requests',
  'origin-refused',
  'body-too-large',
  'database-away',
  'storage-full',
  'fault',
] as const;
export type PipeCode = (typeof pipeCodes)[number];
