import { isBuiltin } from 'node:module';
import { layerOf, mayKnow, rungOf } from './layers.ts';
import { isConfig, isTest, type SourceFile, type Tree, type Violation } from './tree.ts';
import { findExport, type Workspace } from './workspaces.ts';

/** What runs on phones and in pure rules: a package enters these lists by decision, not by import. */
const purePackages = ['zod', 'yaml', '@marcbachmann/cel-js'];
const pagePackages = [
  ...purePackages,
  'react',
  'react-dom',
  'antd',
  '@ant-design/icons',
  '@tanstack/react-query',
  '@tanstack/react-router',
  'dayjs',
  'echarts',
  'pinyin-pro',
  'uqr',
  'vite/client',
];
const heavyPackages = ['antd', '@ant-design/icons', '@qianmo/ui/office'];
const plainSurfaces = /^(?:apps\/(?:field|portal)|modules\/[^/]+\/(?:field|portal)|ui\/plain)\//;

export function checkPackages(tree: Tree): Violation[] {
  return [
    ...tree.workspaces.flatMap((workspace) => checkWorkspacePackage(tree, workspace)),
    ...tree.sources.flatMap((source) => checkForeignImports(tree, source)),
  ];
}

function checkWorkspacePackage(tree: Tree, workspace: Workspace): Violation[] {
  const file = `${workspace.folder}/package.json`;
  const violations: Violation[] = [];
  const report = (rule: string, message: string) => violations.push({ rule, file, line: 1, message });
  for (const name of [...workspace.dependencies, ...workspace.devDependencies]) {
    const other = tree.workspaces.find((candidate) => candidate.name === name);
    if (other === undefined) report('foreign-in-workspace', `${name}: third-party versions stand in the root only`);
    else if (!mayKnow(workspace.folder, other.folder)) {
      report('workspace-order', `${workspace.folder} must not know ${other.folder}`);
    }
  }
  if (workspace.folder.startsWith('modules/') && rungOf(workspace.folder) === -1) {
    report('unknown-module', `${workspace.folder} has no place on the ladder of modules`);
  }
  return violations;
}

function checkForeignImports(tree: Tree, source: SourceFile): Violation[] {
  return source.imports.flatMap(({ specifier, line }) => {
    if (specifier === null || /^(?:\.|\/|file:)/.test(specifier)) return [];
    const report = (rule: string, message: string): Violation[] => [{ rule, file: source.path, line, message }];
    const own = findExport(tree.workspaces, specifier) !== undefined;
    return [
      ...(own || isBuiltin(specifier) ? [] : checkListed(tree, source, specifier, report)),
      ...(own ? [] : checkBrowserSafe(tree, source, specifier, report)),
      ...(plainSurfaces.test(source.path) && isAmong(specifier, heavyPackages)
        ? report('heavy-in-plain', `${specifier} must not reach phones: field and portal use ui/plain`)
        : []),
    ];
  });
}

type Report = (rule: string, message: string) => Violation[];

function checkListed(tree: Tree, source: SourceFile, specifier: string, report: Report): Violation[] {
  const name = packageName(specifier);
  if (tree.root.dependencies.has(name)) return [];
  if (!tree.root.devDependencies.has(name)) return report('unlisted-package', `${name} is not in the root package`);
  const built = isTest(source.path) || isConfig(source.path);
  const layer = layerOf(tree.workspaces, source.path);
  if (built || layer === 'tool' || layer === 'root') return [];
  return report('development-package', `${name} is a development dependency, ${source.path} runs in production`);
}

function checkBrowserSafe(tree: Tree, source: SourceFile, specifier: string, report: Report): Violation[] {
  const layer = layerOf(tree.workspaces, source.path);
  if (isTest(source.path) || isConfig(source.path)) return [];
  if (layer === 'page' && (isBuiltin(specifier) || !isAmong(specifier, pagePackages))) {
    return report('not-browser-safe', `${specifier} is not for browsers`);
  }
  if ((layer === 'pure' || layer === 'values') && (isBuiltin(specifier) || !isAmong(specifier, purePackages))) {
    return report('not-pure', `${specifier} has no place in ${layer} code`);
  }
  return [];
}

function isAmong(specifier: string, names: readonly string[]): boolean {
  return names.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
