import { checkColours } from './colour-rules.ts';
import { checkHabits } from './habit-rules.ts';
import { checkCircles, checkImports } from './import-rules.ts';
import { checkPackages } from './package-rules.ts';
import { checkNames, checkShapes } from './shape-rules.ts';
import { checkMigrations } from './sql-rules.ts';
import type { Tree, Violation } from './tree.ts';

const rules: readonly ((tree: Tree) => Violation[])[] = [
  checkImports,
  checkCircles,
  checkPackages,
  checkHabits,
  checkShapes,
  checkNames,
  checkColours,
  checkMigrations,
];

/** Every law of the house that can be read from its text, broken or not. */
export function checkTree(tree: Tree): Violation[] {
  return rules.flatMap((rule) => rule(tree));
}

export function violationLine({ file, line, rule, message }: Violation): string {
  return `${file}:${line} [${rule}] ${message}`;
}
