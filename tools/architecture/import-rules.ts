import { posix } from 'node:path';
import type { ImportEdge } from './imports.ts';
import { layerOf, mayImport, mayKnow } from './layers.ts';
import { isConfig, isTest, type SourceFile, type Tree, type Violation } from './tree.ts';
import { findExport, findWorkspace } from './workspaces.ts';

/** Imports inside the house: own workspace by relative path, others through their exports, downwards only. */
export function checkImports(tree: Tree): Violation[] {
  return tree.sources.flatMap((source) =>
    source.imports.flatMap((edge) => {
      const report = (rule: string, message: string): Violation[] => [
        { rule, file: source.path, line: edge.line, message },
      ];
      if (edge.specifier === null) return report('computed-import', 'the name of an import must be a plain string');
      if (/^(?:\.|\/|file:)/.test(edge.specifier))
        return isToolPath(tree, source, edge) ? [] : checkRelative(tree, source, edge.specifier, report);
      return checkOther(tree, source, { ...edge, specifier: edge.specifier }, report);
    }),
  );
}

/** Tools and tests write and read files anywhere; only elsewhere does a URL of a source file load it. */
function isToolPath(tree: Tree, source: SourceFile, edge: ImportEdge): boolean {
  return edge.kind === 'url' && (isTest(source.path) || layerOf(tree.workspaces, source.path) === 'tool');
}

type Report = (rule: string, message: string) => Violation[];

function checkRelative(tree: Tree, source: SourceFile, specifier: string, report: Report): Violation[] {
  const target = posix.normalize(posix.join(posix.dirname(source.path), specifier.replace(/[?#].*$/, '')));
  const from = findWorkspace(tree.workspaces, source.path);
  if (from === undefined) return [];
  if (!specifier.startsWith('.') || !target.startsWith(`${from.folder}/`)) {
    return report('relative-escape', `${specifier} leaves the workspace ${from.folder}`);
  }
  return checkLayer(tree, source, target, report);
}

function checkOther(
  tree: Tree,
  source: SourceFile,
  edge: ImportEdge & { specifier: string },
  report: Report,
): Violation[] {
  const found = findExport(tree.workspaces, edge.specifier);
  const from = findWorkspace(tree.workspaces, source.path);
  if (found === undefined || from === undefined) return [];
  const { workspace, path } = found;
  if (workspace === from && isTest(source.path)) return [];
  if (workspace === from) return report('own-name', `${edge.specifier} is the workspace itself: use a relative path`);
  if (path === null) return report('not-exported', `${workspace.name} does not export ${edge.specifier}`);
  if (opensTestingDoor(tree, source, path)) return [];
  const unlisted = !from.dependencies.has(workspace.name);
  return [
    ...(mayKnow(from.folder, workspace.folder)
      ? []
      : report('workspace-order', `${from.folder} must not know ${workspace.folder}`)),
    ...(unlisted ? report('unlisted-dependency', `${from.name} does not list ${workspace.name}`) : []),
    ...checkLayer(tree, source, path, report),
  ];
}

/** A test may start the composed server from below: the testing door lies outside the order of workspaces. */
function opensTestingDoor(tree: Tree, source: SourceFile, target: string): boolean {
  return isTest(source.path) && layerOf(tree.workspaces, target) === 'tool';
}

function checkLayer(tree: Tree, source: SourceFile, target: string, report: Report): Violation[] {
  if (isConfig(source.path)) return [];
  const from = layerOf(tree.workspaces, source.path);
  const to = layerOf(tree.workspaces, target);
  if (mayImport[from].has(to) || (isTest(source.path) && to === 'tool')) return [];
  return report('layer', `${from} must not import ${to} (${target})`);
}

/** Who leads to whom between workspaces, by package lists and by what the sources really import. */
export function listEdges(tree: Tree): ReadonlyMap<string, ReadonlySet<string>> {
  const edges = new Map(tree.workspaces.map((workspace) => [workspace.folder, new Set<string>()]));
  for (const workspace of tree.workspaces) {
    const names = new Set([...workspace.dependencies, ...workspace.devDependencies]);
    for (const other of tree.workspaces) if (names.has(other.name)) edges.get(workspace.folder)?.add(other.folder);
  }
  for (const source of tree.sources) {
    const from = findWorkspace(tree.workspaces, source.path);
    for (const { specifier } of source.imports) {
      const found = specifier === null ? undefined : findExport(tree.workspaces, specifier);
      if (from === undefined || found === undefined || found.workspace === from) continue;
      if (found.path !== null && opensTestingDoor(tree, source, found.path)) continue;
      edges.get(from.folder)?.add(found.workspace.folder);
    }
  }
  return edges;
}

export function checkCircles(tree: Tree): Violation[] {
  const edges = listEdges(tree);
  const done = new Set<string>();
  const violations: Violation[] = [];
  const visit = (folder: string, path: readonly string[]): void => {
    const seen = path.indexOf(folder);
    if (seen !== -1) {
      const message = [...path.slice(seen), folder].join(' → ');
      violations.push({ rule: 'circle', file: `${folder}/package.json`, line: 1, message });
    }
    if (seen !== -1 || done.has(folder)) return;
    for (const next of edges.get(folder) ?? []) visit(next, [...path, folder]);
    done.add(folder);
  };
  for (const folder of edges.keys()) visit(folder, []);
  return violations;
}
