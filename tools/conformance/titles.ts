import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

export type Level = 'rule' | 'http' | 'browser';
export type Proof = {
  readonly id: string;
  /** The named part that is proved; null for the whole. */
  readonly facet: string | null;
  readonly level: Level;
  readonly file: string;
};

const testWords = new Set(['test', 'it', 'describe']);
const idleWords = new Set(['skip', 'todo']);

export function levelOf(file: string): Level {
  if (file.startsWith('e2e/')) return 'browser';
  return /(?:^|\/)server\/|^(?:database|bench|apps\/cli)\//.test(file) ? 'http' : 'rule';
}

/** The proofs in every test file below `root`, but for this tool's own tests, whose titles are planted. */
export function readProofs(root: string): Proof[] {
  const files = globSync(['**/*.test.{ts,tsx}', 'e2e/**/*.spec.ts'], {
    cwd: root,
    exclude: (path) => /(?:^|[\\/])(?:node_modules|dist|\.[^\\/]+)$/.test(path),
  });
  return files.sort().flatMap((path) => {
    const file = path.replaceAll('\\', '/');
    return file.startsWith('tools/conformance/') ? [] : listProofs(file, readFileSync(join(root, path), 'utf8'));
  });
}

/** Ids in the titles of a test file's `test`, `it` and `describe`; computed, skipped and planned titles prove nothing. */
export function listProofs(file: string, text: string): Proof[] {
  const level = levelOf(file);
  return listTitles(file, text).flatMap((title) =>
    [...title.matchAll(/\[([A-Z]+-\d{2})(?::([\w.-]+))?\]/g)].map(([, id = '', facet]) => ({
      id,
      facet: facet ?? null,
      level,
      file,
    })),
  );
}

function listTitles(file: string, text: string): string[] {
  const { program, errors } = parseSync(file, text, { sourceType: 'module', lang: file.endsWith('x') ? 'tsx' : 'ts' });
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const titles: string[] = [];
  collectTitles(program, titles);
  return titles;
}

function collectTitles(value: unknown, titles: string[]): void {
  if (Array.isArray(value)) for (const item of value) collectTitles(item, titles);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const node = value as Record<string, unknown>;
  if (node.type === 'CallExpression') {
    const words = calleeWords(node.callee);
    if (testWords.has(words[0] ?? '')) {
      if (words.some((word) => idleWords.has(word))) return;
      const title = fixedText(Array.isArray(node.arguments) ? node.arguments[0] : null);
      if (title !== null) titles.push(title);
    }
  }
  for (const field of Object.values(node)) collectTitles(field, titles);
}

/** `test.skip` gives test, skip; `test.each(rows)` gives test, each; other callees give nothing. */
function calleeWords(callee: unknown): string[] {
  if (typeof callee !== 'object' || callee === null) return [];
  const node = callee as Record<string, unknown>;
  if (node.type === 'Identifier') return [String(node.name)];
  if (node.type === 'MemberExpression') return [...calleeWords(node.object), ...calleeWords(node.property)];
  if (node.type === 'CallExpression') return calleeWords(node.callee);
  return node.type === 'TaggedTemplateExpression' ? calleeWords(node.tag) : [];
}

function fixedText(argument: unknown): string | null {
  if (typeof argument !== 'object' || argument === null) return null;
  const node = argument as Record<string, unknown>;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return null;
  const parts = node.quasis as readonly { value?: { cooked?: string | null } }[];
  return parts.map((part) => part.value?.cooked ?? '').join('…');
}
