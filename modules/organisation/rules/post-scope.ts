import type { Role } from '@qianmo/platform/contract';

export type NarrowKind = 'township' | 'village' | 'node' | 'entity' | 'contract' | 'case';

/**
 * To what a role below the county must be limited (GOV-06): without it a station keeper would see the whole county.
 * Roles that are not named here are those of a whole home.
 */
const limits: Readonly<Partial<Record<Role, readonly NarrowKind[]>>> = {
  'township-leader': ['township'],
  'township-specialist': ['township'],
  'village-committee': ['village'],
  'station-operator': ['node'],
  'centre-operator': ['node', 'contract', 'entity'],
  contractor: ['contract', 'entity'],
  'logistics-operator': ['entity', 'contract'],
  enterprise: ['entity'],
  'training-provider': ['entity', 'contract'],
  expert: ['case', 'contract'],
};

export type ScopeFault = 'narrow-missing' | 'narrow-not-allowed';

/** An expert may be registered before there is a case; everybody else below the county is bound from the start. */
export function findScopeFault(role: Role, narrow: { kind: NarrowKind } | null): ScopeFault | null {
  const allowed = limits[role];
  if (narrow === null) return allowed && role !== 'expert' ? 'narrow-missing' : null;
  return allowed?.includes(narrow.kind) ? null : 'narrow-not-allowed';
}
