import { authorityRoles, officeRoles, overseerRoles, type Role, townshipRoles } from '@qianmo/platform/contract';

/** Offices and townships that act; overseers look on (GOV-06). */
const acting = ['administrator', ...authorityRoles, ...townshipRoles] as const;
const operators = [
  'centre-operator',
  'station-operator',
  'contractor',
  'logistics-operator',
  'enterprise',
  'training-provider',
  'expert',
] as const;

/** Who may do what with the organisation. The administrator acts also in the homes below the own one. */
export const grants = {
  'organisation.read': officeRoles,
  'organisation.unit.edit': ['administrator', 'commerce'],
  'organisation.post.edit': ['administrator'],
  'organisation.posting.assign': ['administrator'],
  'organisation.user.read': ['administrator', 'commerce', ...overseerRoles],
  'organisation.user.manage': ['administrator'],
  'organisation.person.reveal': ['administrator', 'commerce'],
  'organisation.person.erase': ['administrator'],
  'organisation.group.edit': ['administrator', 'commerce'],
  'organisation.group.sub': [...acting],
  'organisation.association.edit': ['administrator', 'commerce'],
  'organisation.matrix.edit': ['leader', 'commerce'],
  'organisation.duty.edit': ['leader', 'commerce'],
  'organisation.integrity.read': ['administrator', 'leader', 'commerce', ...overseerRoles],
  'organisation.integrity.record': ['leader', 'commerce'],
  'organisation.integrity.declare': [...acting, ...operators],
  'organisation.separation.check': [...officeRoles, 'expert'],
} satisfies Record<string, readonly Role[]>;
