import { officeRoles, operatorRoles, type Role } from './roles.ts';

/** Who may use the platform's own operations. */
export const grants = {
  'session.token': ['administrator'],
  'place.search': [...officeRoles, ...operatorRoles],
} satisfies Record<string, readonly Role[]>;
