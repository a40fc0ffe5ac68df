import {
  authorityRoles,
  officeRoles,
  operatorRoles,
  overseerRoles,
  type Role,
  townshipRoles,
} from '@qianmo/platform/contract';

/** Departments that keep figures of a programme; the leader decides, and enters none. */
const departments = authorityRoles.filter((role) => role !== 'leader');

/** Who may do what with a programme. Overseers and upper tiers read; the lead department keeps it. */
export const grants = {
  'programme.read': [...officeRoles, ...operatorRoles],
  'programme.pack.check': ['commerce', 'administrator', ...overseerRoles],
  'programme.pack.import': ['commerce', 'administrator'],
  'programme.target.record': [...departments],
  'programme.benchmark.record': ['commerce'],
  'programme.budget.check': ['commerce', 'finance', 'leader', ...overseerRoles],
  'programme.budget.save': ['commerce', 'finance'],
  'programme.budget.approve': ['finance', 'leader'],
  'programme.phase.complete': ['commerce'],
  'programme.question.decide': ['commerce', 'leader'],
  'programme.task.save': ['commerce', 'leader'],
  'programme.task.complete': [...authorityRoles, ...townshipRoles],
  'programme.statement.issue': ['commerce', 'leader'],
  'programme.statement.sign': [...authorityRoles, ...townshipRoles],
  'programme.filing.record': ['commerce', 'finance', 'poverty'],
  'programme.selection.read': [...officeRoles, 'expert'],
  'programme.selection.run': ['commerce'],
  'programme.selection.apply': ['commerce'],
  'programme.selection.review': ['expert'],
  'programme.profile.record': [...departments],
} satisfies Record<string, readonly Role[]>;
