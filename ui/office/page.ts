import type { ComponentType } from 'react';
import type { Bilingual } from '../i18n/language.ts';
import type { IconName } from '../plain/icon-paths.ts';

/** The nine groups of the rail, in their order, and the pages below the name menu. */
export const pageGroups = [
  'work',
  'programme',
  'organisation',
  'network',
  'funds',
  'support',
  'oversight',
  'industry',
  'statistics',
  'system',
] as const;
export type PageGroup = (typeof pageGroups)[number];

/** A page of a module as plain data; its code is loaded when somebody opens it. */
export type PageEntry = {
  /**
   * Path below `/console/:programme/`, e.g. `programme/target` or `programme/target/$id`. Pages of the group `system`
   * stand below `/console/` instead, e.g. `system/audit`: they belong to no programme.
   */
  readonly path: string;
  readonly permission: string;
  readonly group: PageGroup;
  readonly title: Bilingual;
  readonly icon: IconName;
  /** False for records and decisions, which are reached from their register. */
  readonly inRail?: boolean;
  readonly load: () => Promise<ComponentType>;
};
