/** Operations of the organisation module (GOV): units, posts, users, groups, matrix, integrity. */
import { associationOperations } from './contract/association.ts';
import { dutyOperations } from './contract/duty.ts';
import { groupOperations } from './contract/group.ts';
import { integrityOperations } from './contract/integrity.ts';
import { matrixOperations } from './contract/matrix.ts';
import { postOperations } from './contract/post.ts';
import { unitOperations } from './contract/unit.ts';
import { userOperations } from './contract/user.ts';

export * from './contract/association.ts';
export * from './contract/duty.ts';
export * from './contract/group.ts';
export * from './contract/integrity.ts';
export * from './contract/matrix.ts';
export * from './contract/post.ts';
export * from './contract/unit.ts';
export * from './contract/user.ts';

export const operations = [
  ...unitOperations,
  ...postOperations,
  ...userOperations,
  ...groupOperations,
  ...associationOperations,
  ...matrixOperations,
  ...integrityOperations,
  ...dutyOperations,
] as const;
