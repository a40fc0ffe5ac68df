/**
 * The roles a posting can carry (GOV-05). The level of an authority (region, prefecture, county) is that of the
 * posting's home, so one word serves all tiers.
 */
export const roles = [
  'administrator',
  'leader',
  'commerce',
  'finance',
  'poverty',
  'agriculture',
  'human-resources',
  'market-regulation',
  'transport',
  'post',
  /** Any other office that sits in a leading group: culture, women's federation, telecoms … */
  'department',
  'audit',
  'discipline',
  'township-leader',
  'township-specialist',
  'village-committee',
  'centre-operator',
  'station-operator',
  'contractor',
  'logistics-operator',
  'enterprise',
  'training-provider',
  'expert',
] as const;
export type Role = (typeof roles)[number];

/** Government offices above the township. */
export const authorityRoles = [
  'leader',
  'commerce',
  'finance',
  'poverty',
  'agriculture',
  'human-resources',
  'market-regulation',
  'transport',
  'post',
  'department',
] as const satisfies readonly Role[];

/** They read everything of their jurisdiction and change nothing (GOV-06). */
export const overseerRoles = ['audit', 'discipline'] as const satisfies readonly Role[];

export const townshipRoles = [
  'township-leader',
  'township-specialist',
  'village-committee',
] as const satisfies readonly Role[];

export const operatorRoles = [
  'centre-operator',
  'station-operator',
  'contractor',
  'logistics-operator',
  'enterprise',
  'training-provider',
] as const satisfies readonly Role[];

/** Everybody who sits in an office of the programme: offices, overseers, townships. */
export const officeRoles = [
  'administrator',
  ...authorityRoles,
  ...overseerRoles,
  ...townshipRoles,
] as const satisfies readonly Role[];

/** Posts that decide on money or access: a second factor is mandatory for them. */
export const secondFactorRoles: ReadonlySet<Role> = new Set<Role>(['administrator', 'finance', 'leader']);

/** Only the administrator acts below the own home; every other post reads there. */
export function reachesDown(role: Role): boolean {
  return role === 'administrator';
}
