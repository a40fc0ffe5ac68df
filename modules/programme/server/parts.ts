import type { Database, Indicators } from '@qianmo/platform/server';

/** What the module needs of the house around it; filled where the server is composed. */
export type ProgrammeParts = {
  readonly indicators: Indicators;
  /** Puts a stored file to a record, in the act's own transaction. Throws a `Rejection` where it is not there. */
  linkEvidence(
    db: Database,
    evidence: { home: string; id: string; subjectKind: string; subject: string; by: string; at: string },
  ): Promise<void>;
};
