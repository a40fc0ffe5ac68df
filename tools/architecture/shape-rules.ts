import { posix } from 'node:path';
import { isConfig, isGenerated, isTest, type SourceFile, type Tree, type Violation } from './tree.ts';
import { isFrontDoor } from './workspaces.ts';

const fileCap = 400;
const testFileCap = 600;
const functionCap = 40;
const componentCap = 80;
const testFunctionCap = 80;

/** Sizes and forms: caps, barrels, default exports. */
export function checkShapes(tree: Tree): Violation[] {
  return [
    ...[...tree.files].flatMap(([path, text]) => checkFileSize(path, text)),
    ...tree.sources.flatMap((source) =>
      isGenerated(source.path)
        ? []
        : [...checkFunctions(source), ...checkBarrel(tree, source), ...checkDefault(source)],
    ),
  ];
}

function checkFileSize(path: string, text: string): Violation[] {
  if (!/\.(?:[cm]?[jt]sx?|css)$/.test(path) || isGenerated(path)) return [];
  const lines = text.replace(/\n$/, '').split('\n').length;
  const cap = isTest(path) ? testFileCap : fileCap;
  if (lines <= cap) return [];
  return [{ rule: 'file-size', file: path, line: cap + 1, message: `${lines} lines, at most ${cap}` }];
}

function checkFunctions(source: SourceFile): Violation[] {
  return source.functions.flatMap(({ name, line, codeLines, drawsJsx, groupsTests }) => {
    const cap = functionCapOf(source.path, drawsJsx);
    if (codeLines <= cap || groupsTests) return [];
    return [{ rule: 'function-size', file: source.path, line, message: `${name}: ${codeLines} lines, at most ${cap}` }];
  });
}

function functionCapOf(path: string, drawsJsx: boolean): number {
  if (isTest(path)) return testFunctionCap;
  return drawsJsx && path.endsWith('x') ? componentCap : functionCap;
}

function checkBarrel(tree: Tree, source: SourceFile): Violation[] {
  if (!source.isBarrel || isFrontDoor(tree.workspaces, source.path)) return [];
  const message = 'a file that only passes on exports must be a front door named in its package';
  return [{ rule: 'barrel', file: source.path, line: 1, message }];
}

function checkDefault(source: SourceFile): Violation[] {
  const found = source.exports.find(({ name }) => name === 'default');
  if (found === undefined || isConfig(source.path)) return [];
  return [{ rule: 'default-export', file: source.path, line: found.line, message: 'exports have names' }];
}

const bannedFolders = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc']);
const bannedWords = new Set(['Manager', 'Helper', 'Impl', 'Data', 'Info']);

/** Names of folders, files and exports. */
export function checkNames(tree: Tree): Violation[] {
  return tree.sources.flatMap((source) => {
    const report = (rule: string, line: number, message: string) => ({ rule, file: source.path, line, message });
    const folders = posix.dirname(source.path).split('/');
    const file = posix.basename(source.path);
    const badFolder = folders.find((folder) => bannedFolders.has(folder));
    return [
      ...(badFolder === undefined ? [] : [report('folder-name', 1, `a folder named ${badFolder} says nothing`)]),
      ...(isWellNamedFile(file) ? [] : [report('file-name', 1, `${file}: kebab-case.ts, PascalCase.tsx`)]),
      ...source.exports.flatMap(({ name, line }) =>
        isBannedName(name) ? [report('export-name', line, `${name} says nothing of what it is`)] : [],
      ),
    ];
  });
}

function isWellNamedFile(file: string): boolean {
  const stem = file.replace(/\.(?:[cm]?[jt]sx?)$/, '');
  const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*$/.test(stem);
  const component = file.endsWith('.tsx') && /^[A-Z][A-Za-z0-9]*(?:\.test)?$/.test(stem);
  return (kebab && !stem.split(/[-.]/).some((word) => bannedWords.has(capital(word)))) || component;
}

/** 'Service' is banned as the last word only: service centres and service acts are things of the domain. */
function isBannedName(name: string): boolean {
  if (name === 'process' || /^handle\d+$/.test(name)) return true;
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? [];
  return words.some((word) => bannedWords.has(capital(word))) || capital(words.at(-1) ?? '') === 'Service';
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();
}
