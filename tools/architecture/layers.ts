import { findWorkspace, type Workspace } from './workspaces.ts';

/** values ← pure ← server; values, pure ← page; tools and tests stand outside. */
export type Layer = 'values' | 'pure' | 'server' | 'page' | 'tool' | 'root';

export const mayImport: Readonly<Record<Layer, ReadonlySet<Layer>>> = {
  values: new Set<Layer>(['values']),
  pure: new Set<Layer>(['values', 'pure']),
  server: new Set<Layer>(['values', 'pure', 'server']),
  page: new Set<Layer>(['values', 'pure', 'page']),
  tool: new Set<Layer>(['values', 'pure', 'server', 'page', 'tool', 'root']),
  root: new Set<Layer>(['values', 'pure', 'server', 'page', 'tool', 'root']),
};

/** Modules from the ground up (ARCHITECTURE.md): each may use those before it. */
const ladder = [
  'programme organisation disclosure dossiers enterprises households network supervision contracts funds assets',
  'acceptance schemes products trace logistics market training statistics etown',
]
  .join(' ')
  .split(' ');

const platformMayUse: Readonly<Record<string, readonly string[]>> = {
  values: [],
  database: ['values'],
  platform: ['values', 'database'],
  client: ['values', 'platform'],
  ui: ['values', 'platform', 'client'],
};
const groundFloor = Object.keys(platformMayUse);
const appsThatUseApps: Readonly<Record<string, readonly string[]>> = { 'apps/cli': ['apps/server'] };
const toolFolders = new Set(['tools', 'bench', 'e2e']);
const pureParts = /^(?:(?:contract|rules|policy|pack)(?:\.ts|\/)|(?:.*\/)?(?:contract|rules|policy|shapes)\.ts$)/;
const pageParts = /^(?:console|field|portal)\//;

export function layerOf(workspaces: readonly Workspace[], path: string): Layer {
  const folder = findWorkspace(workspaces, path)?.folder;
  if (folder === undefined) return 'root';
  if (folder === 'values') return 'values';
  if (toolFolders.has(folder) || isTestingDoor(folder, path)) return 'tool';
  if (folder === 'client' || folder === 'ui' || /^apps\/(?:console|field|portal)$/.test(folder)) return 'page';
  if (folder === 'platform' || folder.startsWith('modules/')) return partOf(path.slice(folder.length + 1));
  return 'server';
}

/** `testing/` of a workspace: what starts a real server or database for tests, and nothing else may use. */
function isTestingDoor(folder: string, path: string): boolean {
  return path.startsWith(`${folder}/testing/`);
}

function partOf(inner: string): Layer {
  if (/^(?:.*\/)?server\//.test(inner)) return 'server';
  if (pureParts.test(inner)) return 'pure';
  return pageParts.test(inner) ? 'page' : 'server';
}

/** Whether the workspace in folder `from` may know the one in folder `to` at all. */
export function mayKnow(from: string, to: string): boolean {
  if (from === to || toolFolders.has(from)) return true;
  if (toolFolders.has(to)) return false;
  const known = platformMayUse[from];
  if (known !== undefined) return known.includes(to);
  if (to.startsWith('apps/')) return appsThatUseApps[from]?.includes(to) ?? false;
  if (from.startsWith('apps/') || groundFloor.includes(to)) return true;
  return rungOf(to) >= 0 && rungOf(to) < rungOf(from);
}

/** The place of a module on the ladder; -1 for one that has none. */
export function rungOf(folder: string): number {
  return folder.startsWith('modules/') ? ladder.indexOf(folder.slice('modules/'.length)) : -1;
}
