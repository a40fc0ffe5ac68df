import { z } from 'zod';

/**
 * What a rule found. `clause` is the plan's paragraph, `parameter` the key of the locality's parameter that decided,
 * `inputs` the figures that were compared. `off` means the plan sets no value; `pending` means data are still missing.
 */
export const verdict = z.enum(['pass', 'warn', 'block', 'pending', 'off']);
export type Verdict = z.infer<typeof verdict>;

export const finding = z.strictObject({
  rule: z.string().max(120),
  verdict,
  clause: z.string().max(200).nullable(),
  parameter: z.string().max(120).nullable(),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type Finding = z.infer<typeof finding>;
