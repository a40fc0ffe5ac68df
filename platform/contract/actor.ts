import { z } from 'zod';

/** One dated posting of a person: a role at a home, narrowed to a unit below it where `narrow` is set. */
export const postingScope = z.strictObject({
  posting: z.string(),
  home: z.string(),
  role: z.string(),
  unit: z.string().nullable(),
  narrow: z
    .strictObject({
      kind: z.enum(['township', 'village', 'node', 'entity', 'contract', 'case']),
      id: z.string(),
    })
    .nullable(),
});
export type PostingScope = z.infer<typeof postingScope>;

/** Who acts. `read`, `write` and `above` are homes; they become the transaction's scope. */
export type Actor = {
  readonly user: string;
  readonly person: string;
  readonly name: string;
  readonly postings: readonly PostingScope[];
  /** Set for API tokens, which may do less than their owner. */
  readonly tokenPermissions: ReadonlySet<string> | null;
  /** SHA-256 of the session token, hex; empty for system actors. */
  readonly session: string | null;
  readonly secondFactorAt: string | null;
};
