import { grants as organisationGrants } from '@qianmo/organisation/policy';
import {
  claimAdministrator,
  heldPosts,
  organisationBounds,
  readPostings,
  readPostingTitles,
} from '@qianmo/organisation/server';
import type { Role } from '@qianmo/platform/contract';
import { grants as platformGrants } from '@qianmo/platform/policy';
import {
  type Bound,
  calendarHandlers,
  clockHandlers,
  createPersonalStore,
  type Grants,
  type HomeTree,
  inboxHandlers,
  indicatorHandlers,
  jobHandlers,
  sessionHandlers,
} from '@qianmo/platform/server';
import type { ServerParts } from './compose.ts';
import { dueDates, indicators } from './registries.ts';

/** Who may do what, from the platform and every module. */
export const policies: readonly Readonly<Record<string, readonly Role[]>>[] = [platformGrants, organisationGrants];

/** Every operation this server can do. */
export function boundsOf(parts: ServerParts, grants: Grants, homes: () => HomeTree): Bound[] {
  return [
    ...sessionHandlers({
      deviceSecret: parts.secrets.device,
      totpKey: parts.secrets.totp,
      issuer: 'Qianmo',
      postings: readPostings,
      postingTitles: readPostingTitles,
      claimAdministrator,
      grants,
      homes,
      installationKind: parts.kind,
    }),
    ...clockHandlers,
    ...calendarHandlers,
    ...jobHandlers,
    ...inboxHandlers({ dueDates, posts: heldPosts }),
    ...indicatorHandlers(indicators),
    ...organisationBounds({ personal: createPersonalStore(parts.secrets.personal), homes, subjects: async () => [] }),
  ];
}
