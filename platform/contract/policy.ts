import { authorityRoles, officeRoles, operatorRoles, overseerRoles, type Role, roles, townshipRoles } from './roles.ts';

/** Everybody but those who only look on (GOV-06). */
const actingRoles = ['administrator', ...authorityRoles, ...townshipRoles, ...operatorRoles, 'expert'] as const;

/** Who may use the platform's own operations. */
export const grants = {
  'session.token': ['administrator'],
  'place.search': [...officeRoles, ...operatorRoles],
  'calendar.read': roles,
  'calendar.day.set': ['administrator', 'leader'],
  'calendar.year.set': ['administrator'],
  'clock.move': ['administrator'],
  'inbox.read': roles,
  'inbox.act': [...actingRoles],
  'indicator.read': [...officeRoles, ...operatorRoles],
  'job.read': roles,
  'job.read.all': ['administrator', ...overseerRoles],
  'job.cancel': [...actingRoles],
  'job.retry': ['administrator'],
} satisfies Record<string, readonly Role[]>;
