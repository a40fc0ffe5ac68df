import type { Database, HomeTree, PersonalStore } from '@qianmo/platform/server';

export type MatrixSubject = {
  readonly kind: 'target' | 'task' | 'budget-line';
  readonly id: string;
  readonly name: string;
};

/** What the module needs from outside: keys of personal data, the tree of homes, and what a programme wants done. */
export type OrganisationParts = {
  readonly personal: PersonalStore;
  readonly homes: () => HomeTree;
  /** Targets, tasks and budget lines of a programme on a day, so that the matrix can show what nobody answers for. */
  readonly subjects: (
    db: Database,
    query: { home: string; programme: string; day: string },
  ) => Promise<readonly MatrixSubject[]>;
};
