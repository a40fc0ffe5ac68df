import { authorityRoles, officeRoles, operatorRoles, overseerRoles, type Role, roles, townshipRoles } from './roles.ts';

/** Everybody but those who only look on (GOV-06). */
const actingRoles = ['administrator', ...authorityRoles, ...townshipRoles, ...operatorRoles, 'expert'] as const;

/** Who may use the platform's own operations. */
export const grants = {
  'session.token': ['administrator'],
  'place.search': [...officeRoles, ...operatorRoles],
  'place.edit': ['administrator', 'commerce', 'poverty'],
  'audit.read': ['administrator', ...overseerRoles],
  // The one act of those who only look on: it writes nothing but its own report.
  'audit.check': ['administrator', ...overseerRoles],
  'personal.views.read': ['administrator', ...overseerRoles],
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
  'file.add': [...actingRoles],
  'file.read': roles,
  /** Others see the files they brought themselves. */
  'file.read.all': ['administrator', ...authorityRoles, ...overseerRoles],
  'sheet.read': roles,
  /** Each sheet asks for a permission of its own besides. */
  'sheet.import': [...actingRoles],
} satisfies Record<string, readonly Role[]>;
