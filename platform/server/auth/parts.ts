import type { Database } from '../database/pool.ts';
import type { PostingSource } from '../serve/sessions.ts';

/** What sign-in needs from outside: secrets of the installation and the organisation's postings. */
export type AuthParts = {
  readonly deviceSecret: Buffer;
  readonly totpKey: Buffer;
  readonly issuer: string;
  readonly postings: PostingSource;
  /** Makes the person, account and posting of the first administrator; owned by the organisation module. */
  readonly foundAdministrator: (
    db: Database,
    made: { name: string; login: string; passwordHash: string; now: string; today: string },
  ) => Promise<void>;
};
