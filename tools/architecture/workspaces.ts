import { matchesGlob, posix } from 'node:path';
import type { Files } from './tree.ts';

export type WorkspacePackage = {
  readonly name: string;
  readonly workspaces: readonly string[];
  /** Export key ('.', './x', './x/*') to file below the workspace. */
  readonly exports: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
};

export type Workspace = WorkspacePackage & { readonly folder: string };

/** Throws where the file is missing or is no JSON object. */
export function readPackage(files: Files, path: string): WorkspacePackage {
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path} is missing`);
  const json: unknown = JSON.parse(text);
  const names = (field: string) => Object.keys(recordIn(json, field));
  const workspaces = isRecord(json) && Array.isArray(json.workspaces) ? json.workspaces.map(String) : [];
  const development = [...names('devDependencies'), ...names('peerDependencies'), ...names('optionalDependencies')];
  return {
    name: isRecord(json) ? String(json.name ?? '') : '',
    workspaces,
    exports: readExports(recordIn(json, 'exports')),
    dependencies: new Set(names('dependencies')),
    devDependencies: new Set(development),
  };
}

function readExports(exports: Record<string, unknown>): Map<string, string> {
  const entries = Object.entries(exports).flatMap(([key, value]) => {
    const target = typeof value === 'string' ? value : Object.values(isRecord(value) ? value : {})[0];
    return typeof target === 'string' ? [[key, posix.normalize(target)] as const] : [];
  });
  return new Map(entries);
}

export function listWorkspaces(files: Files, root: WorkspacePackage): Workspace[] {
  const folders = [...files.keys()].flatMap((path) => (path.endsWith('/package.json') ? [posix.dirname(path)] : []));
  const own = folders.filter((folder) => root.workspaces.some((pattern) => matchesGlob(folder, pattern)));
  return own.map((folder) => ({ folder, ...readPackage(files, `${folder}/package.json`) }));
}

export function findWorkspace(workspaces: readonly Workspace[], path: string): Workspace | undefined {
  return workspaces.find((workspace) => path.startsWith(`${workspace.folder}/`));
}

export type ResolvedExport = { readonly workspace: Workspace; readonly path: string | null };

/** The workspace a bare specifier names and the file its exports give; `path` is null where they show none. */
export function findExport(workspaces: readonly Workspace[], specifier: string): ResolvedExport | undefined {
  const workspace = workspaces.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  if (workspace === undefined) return undefined;
  const key = `.${specifier.slice(workspace.name.length)}`;
  const exact = workspace.exports.get(key);
  const target = exact ?? findByPattern(workspace, key);
  return { workspace, path: target === undefined ? null : posix.join(workspace.folder, target) };
}

function findByPattern(workspace: Workspace, key: string): string | undefined {
  for (const [pattern, target] of workspace.exports) {
    const [before, after] = pattern.split('*');
    if (before === undefined || after === undefined) continue;
    if (!key.startsWith(before) || !key.endsWith(after) || key.length <= before.length + after.length) continue;
    return target.replace('*', key.slice(before.length, key.length - after.length));
  }
  return undefined;
}

/** True for a file that its workspace's exports name outright. */
export function isFrontDoor(workspaces: readonly Workspace[], path: string): boolean {
  const workspace = findWorkspace(workspaces, path);
  if (workspace === undefined) return false;
  return [...workspace.exports.values()].some((target) => posix.join(workspace.folder, target) === path);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordIn(json: unknown, field: string): Record<string, unknown> {
  const value = isRecord(json) ? json[field] : undefined;
  return isRecord(value) ? value : {};
}
