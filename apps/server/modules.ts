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
  auditHandlers,
  type Bound,
  calendarHandlers,
  clockHandlers,
  createPersonalStore,
  type FileBytes,
  fileHandlers,
  type Grants,
  type HomeTree,
  inboxHandlers,
  indicatorHandlers,
  jobHandlers,
  linkEvidence,
  personalHandlers,
  placeHandlers,
  sessionHandlers,
  sheetHandlers,
} from '@qianmo/platform/server';
import { grants as programmeGrants } from '@qianmo/programme/policy';
import { programmeHandlers } from '@qianmo/programme/server';
import type { ServerParts } from './compose.ts';
import { dueDates, indicators, sheets } from './registries.ts';

/** Who may do what, from the platform and every module. */
export const policies: readonly Readonly<Record<string, readonly Role[]>>[] = [
  platformGrants,
  programmeGrants,
  organisationGrants,
];

/** Every operation this server can do. */
export function boundsOf(parts: ServerParts, grants: Grants, homes: () => HomeTree, files: FileBytes): Bound[] {
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
    ...placeHandlers,
    ...auditHandlers,
    ...personalHandlers,
    ...inboxHandlers({ dueDates, posts: heldPosts }),
    ...indicatorHandlers(indicators),
    ...fileHandlers(files),
    ...sheetHandlers({ bytes: files, registers: sheets, homes, grants }),
    ...programmeHandlers({ indicators, linkEvidence }),
    ...organisationBounds({ personal: createPersonalStore(parts.secrets.personal), homes }),
  ];
}
