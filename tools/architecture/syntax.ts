import { parseSync } from 'vite';

/** A node of the ESTree that Vite's own parser (Oxc) gives; fields are read with the guards below. */
export type SyntaxNode = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
};

export type ParsedSource = {
  readonly program: SyntaxNode;
  /** Line (from 1) of an offset. */
  readonly lineAt: (offset: number) => number;
  /** Lines (from 1) that hold anything but blanks and comments. */
  readonly codeLines: ReadonlySet<number>;
};

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

export function nodeIn(node: SyntaxNode, field: string): SyntaxNode | null {
  const value = node[field];
  return isNode(value) ? value : null;
}

export function nodesIn(node: SyntaxNode, field: string): SyntaxNode[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function textIn(node: SyntaxNode | null, field: string): string | null {
  const value = node?.[field];
  return typeof value === 'string' ? value : null;
}

/** The text of a string literal or of a template without expressions, else null. */
export function literalText(node: SyntaxNode | null): string | null {
  if (node === null) return null;
  if (node.type === 'Literal') return textIn(node, 'value');
  if (node.type === 'TSLiteralType') return literalText(nodeIn(node, 'literal'));
  if (node.type !== 'TemplateLiteral' || nodesIn(node, 'expressions').length > 0) return null;
  return templateText(node);
}

/** The fixed parts of a template literal, an ellipsis standing for each expression. */
export function templateText(node: SyntaxNode): string {
  return nodesIn(node, 'quasis')
    .map((part) => cookedText(part))
    .join('…');
}

function cookedText(part: SyntaxNode): string {
  const value = part.value;
  if (typeof value !== 'object' || value === null) return '';
  const { cooked, raw } = value as { cooked?: string | null; raw?: string };
  return cooked ?? raw ?? '';
}

export function identifierName(node: SyntaxNode | null): string | null {
  return node?.type === 'Identifier' ? textIn(node, 'name') : null;
}

/** `object.property` as ['object', 'property'] when both are plain names, else null. */
export function memberNames(node: SyntaxNode | null): readonly [string, string] | null {
  if (node?.type !== 'MemberExpression') return null;
  const object = identifierName(nodeIn(node, 'object'));
  const property = propertyName(node);
  return object === null || property === null ? null : [object, property];
}

export function propertyName(member: SyntaxNode): string | null {
  const property = nodeIn(member, 'property');
  return member.computed === true ? literalText(property) : identifierName(property);
}

/** Visits every node, parents first; `ancestors` runs from the program down to the parent. */
export function walk(
  root: SyntaxNode,
  visit: (node: SyntaxNode, ancestors: readonly SyntaxNode[]) => void,
  ancestors: SyntaxNode[] = [],
): void {
  visit(root, ancestors);
  ancestors.push(root);
  for (const value of Object.values(root)) {
    if (isNode(value)) walk(value, visit, ancestors);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) walk(item, visit, ancestors);
  }
  ancestors.pop();
}

/** Parses TypeScript or JavaScript, with JSX. Throws an Error naming the path where the text is no valid source. */
export function parseSource(path: string, text: string): ParsedSource {
  const result = parseSync(path, text, { sourceType: 'module', lang: languageOf(path) });
  const fault = result.errors[0];
  if (fault !== undefined) throw new Error(`${path}: ${fault.message}`);
  const lineAt = lineFinder(text);
  const program: unknown = result.program;
  if (!isNode(program)) throw new Error(`${path}: the parser gave no program`);
  return { program, lineAt, codeLines: linesOfCode(text, result.comments) };
}

function languageOf(path: string): 'ts' | 'tsx' | 'jsx' {
  if (path.endsWith('.tsx')) return 'tsx';
  return /\.[cm]?ts$/.test(path) ? 'ts' : 'jsx';
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function linesOfCode(text: string, comments: readonly { start: number; end: number }[]): Set<number> {
  let masked = '';
  let from = 0;
  for (const comment of comments) {
    masked += text.slice(from, comment.start) + text.slice(comment.start, comment.end).replaceAll(/[^\n]/g, ' ');
    from = comment.end;
  }
  masked += text.slice(from);
  const lines = masked.split('\n');
  return new Set(lines.flatMap((line, index) => (line.trim() === '' ? [] : [index + 1])));
}
