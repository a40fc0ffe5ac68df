import type { HomeTree, PersonalStore } from '@qianmo/platform/server';

/** What the module needs from outside: keys of personal data and the tree of homes. */
export type OrganisationParts = {
  readonly personal: PersonalStore;
  readonly homes: () => HomeTree;
};
