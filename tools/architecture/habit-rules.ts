import { layerOf } from './layers.ts';
import { isConfig, isTest, type SourceFile, type Tree, type Violation } from './tree.ts';

const storeParts = /^modules\/[^/]+\/server\/store(?:\.ts|\/|-)/;
const pureKinds = new Set(['clock', 'chance', 'process', 'io', 'sql']);

/** Pure code reads nothing of the world; modules take the clock as an argument and keep their SQL in the store. */
export function checkHabits(tree: Tree): Violation[] {
  return tree.sources.flatMap((source) => {
    if (isTest(source.path) || isConfig(source.path)) return [];
    const layer = layerOf(tree.workspaces, source.path);
    if (layer === 'pure' || layer === 'values') return checkPure(source);
    return source.path.startsWith('modules/') ? checkModule(source) : [];
  });
}

function checkPure(source: SourceFile): Violation[] {
  return source.habits.flatMap(({ kind, what, line }) =>
    pureKinds.has(kind)
      ? [{ rule: `impure-${kind}`, file: source.path, line, message: `${what} in code that must be pure` }]
      : [],
  );
}

function checkModule(source: SourceFile): Violation[] {
  const sqlAllowed = storeParts.test(source.path);
  return source.habits.flatMap(({ kind, what, line }) => {
    if (kind === 'clock' && what !== 'performance.now') {
      return [{ rule: 'machine-clock', file: source.path, line, message: `${what}: time comes from the clock given` }];
    }
    if (kind === 'sql' && !sqlAllowed) {
      return [{ rule: 'sql-outside-store', file: source.path, line, message: `${what}: only server/store speaks SQL` }];
    }
    return [];
  });
}
