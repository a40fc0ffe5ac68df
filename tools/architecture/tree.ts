import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExportedName, type FunctionSize, isBarrel, listExports, listFunctions } from './functions.ts';
import { type FixedText, type Habit, listFixedTexts, listHabits } from './habits.ts';
import { type ImportEdge, listImports } from './imports.ts';
import { parseSource } from './syntax.ts';
import { listWorkspaces, readPackage, type Workspace, type WorkspacePackage } from './workspaces.ts';

/** Text by path from the root of the repository, with forward slashes. */
export type Files = ReadonlyMap<string, string>;

export type SourceFile = {
  readonly path: string;
  readonly imports: readonly ImportEdge[];
  readonly functions: readonly FunctionSize[];
  readonly exports: readonly ExportedName[];
  readonly habits: readonly Habit[];
  readonly texts: readonly FixedText[];
  readonly isBarrel: boolean;
};

export type Tree = {
  readonly files: Files;
  readonly sources: readonly SourceFile[];
  readonly root: WorkspacePackage;
  readonly workspaces: readonly Workspace[];
};

export type Violation = {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
};

const sourceNames = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/;

/** Reads the sources, packages, styles and migrations below `root`; never what is installed or built. */
export function readFiles(root: string): Files {
  const paths = globSync('**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,css,sql,json}', {
    cwd: root,
    exclude: (path) => /(?:^|\/)(?:node_modules|dist|\.[^/]+)$/.test(path.replaceAll('\\', '/')),
  });
  const relevant = paths.map((path) => path.replaceAll('\\', '/')).filter((path) => isRelevant(path));
  return new Map(relevant.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

function isRelevant(path: string): boolean {
  if (path.endsWith('.json')) return path === 'package.json' || path.endsWith('/package.json');
  return true;
}

/** Parses every source once. Throws where a source does not parse or the root package is missing. */
export function readTree(files: Files): Tree {
  const root = readPackage(files, 'package.json');
  const sources = [...files].flatMap(([path, text]) => (sourceNames.test(path) ? [readSource(path, text)] : []));
  return { files, sources, root, workspaces: listWorkspaces(files, root) };
}

function readSource(path: string, text: string): SourceFile {
  const source = parseSource(path, text);
  return {
    path,
    imports: listImports(source),
    functions: listFunctions(source),
    exports: listExports(source),
    habits: listHabits(source),
    texts: listFixedTexts(source),
    isBarrel: isBarrel(source),
  };
}

export function isTest(path: string): boolean {
  return /\.(?:test|spec)\.[cm]?tsx?$/.test(path);
}

export function isGenerated(path: string): boolean {
  return /\.gen\.[cm]?tsx?$/.test(path);
}

/** Files whose shape another program dictates. */
export function isConfig(path: string): boolean {
  return /\.config\.[cm]?ts$/.test(path);
}
