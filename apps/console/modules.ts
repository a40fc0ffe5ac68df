import { pages as organisationPages } from '@qianmo/organisation/console';
import { pages as programmePages } from '@qianmo/programme/console';
import type { PageEntry } from '@qianmo/ui/office';
import { platformPages } from './pages/index.ts';

/** Every page of the console, in the order of the rail. Modules bring theirs as data. */
export const pages: readonly PageEntry[] = [...platformPages, ...programmePages, ...organisationPages];
