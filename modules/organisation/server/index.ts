/** Front door of the organisation module on the server. */
import { type Bound, rejectOnConstraint } from '@qianmo/platform/server';
import { accessHandlers } from './handlers/access.ts';
import { adHocHandlers } from './handlers/ad-hoc.ts';
import { associationHandlers } from './handlers/associations.ts';
import { dutyHandlers } from './handlers/duties.ts';
import { groupHandlers } from './handlers/groups.ts';
import { integrityHandlers } from './handlers/integrity.ts';
import { integrityViewHandlers } from './handlers/integrity-view.ts';
import { matrixHandlers } from './handlers/matrix.ts';
import type { OrganisationParts } from './handlers/parts.ts';
import { personalHandlers } from './handlers/personal.ts';
import { postHandlers } from './handlers/posts.ts';
import { unitHandlers } from './handlers/units.ts';
import { userHandlers } from './handlers/users.ts';

export { organisationConsumers } from './consumers.ts';
export { holdersOf, phoneSource } from './front.ts';
export type { OrganisationParts } from './handlers/parts.ts';
export { type Seeded, type Seeding, seedFromPack } from './seed/seed.ts';
export { separationFindings } from './separation.ts';
export {
  disableLogin,
  enableLogin,
  foundSteward,
  inviteLogin,
  listAccounts,
  resetLoginSecondFactor,
  stewardBounds,
  stewardGrants,
} from './steward.ts';
export { claimAdministrator, foundAdministrator, foundHolder, type NewHolder } from './store/founding.ts';
export { readPostings, readPostingTitles } from './store/postings.ts';
export { postsWithRole } from './store/posts.ts';
export { heldPosts, listActiveHomes } from './store-held-posts.ts';

/** What the database itself refuses, as the answer of the act that met it. */
const refusals = {
  unit_name: 'unit-name-taken',
  posting_one_holder: 'post-occupied',
  leading_group_name: 'group-name-taken',
  group_seat_once: 'seat-taken',
  account_login_unique: 'login-taken',
  person_id_number_unique: 'person-known',
  association_member_once: 'member-known',
  dual_office_once: 'dual-office-declared',
  association_activity_corrected_once: 'record-corrected',
  undertaking_corrected_once: 'record-corrected',
  accountability_decision_corrected_once: 'record-corrected',
};
for (const [constraint, code] of Object.entries(refusals)) rejectOnConstraint(constraint, code);

/** Every operation of the module, bound to its handler. */
export function organisationBounds(parts: OrganisationParts): Bound[] {
  return [
    ...unitHandlers,
    ...postHandlers,
    ...userHandlers(parts),
    ...accessHandlers(parts),
    ...personalHandlers(parts),
    ...groupHandlers,
    ...adHocHandlers,
    ...associationHandlers,
    ...matrixHandlers,
    ...dutyHandlers,
    ...integrityHandlers,
    ...integrityViewHandlers,
  ];
}
