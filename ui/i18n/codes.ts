import { type Bilingual, type Language, language, pick } from './language.ts';
import { fill, type Params } from './words.ts';

/** What a stable code names. The server sends codes only; their words stand with the surfaces. */
export type CodeKind = 'problem' | 'rule' | 'field' | 'operation' | 'role' | 'unit' | 'state' | 'parameter' | 'notice';

export type CodeTable = Readonly<Record<string, Bilingual>>;

const tables = new Map<CodeKind, Map<string, Bilingual>>();

/** Adds a module's words for its codes. A page's dictionary calls this once, when it is loaded. */
export function registerCodes(kind: CodeKind, table: CodeTable): void {
  const known = tables.get(kind) ?? new Map<string, Bilingual>();
  for (const [code, words] of Object.entries(table)) known.set(code, words);
  tables.set(kind, known);
}

/** Words for a code; the code itself where nobody has given it words, so that it is at least quotable. */
export function codeWords(kind: CodeKind, code: string, params?: Params, shown: Language = language.get()): string {
  const found = findCodeWords(kind, code);
  return found ? fill(pick(found, shown), params) : code;
}

export function findCodeWords(kind: CodeKind, code: string): Bilingual | undefined {
  return tables.get(kind)?.get(code);
}
