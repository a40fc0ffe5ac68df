import type { Database } from '../database/pool.ts';
import type { PostingSource } from '../serve/sessions.ts';

/** What sign-in needs from outside: secrets of the installation and the organisation's postings. */
export type AuthParts = {
  readonly deviceSecret: Buffer;
  readonly totpKey: Buffer;
  readonly issuer: string;
  readonly postings: PostingSource;
  /** Gives the first administrator's account its name and login; owned by the organisation module. */
  readonly claimAdministrator: (db: Database, claim: { account: string; name: string; login: string }) => Promise<void>;
};
