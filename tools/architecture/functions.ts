import { identifierName, nodeIn, nodesIn, type ParsedSource, type SyntaxNode, textIn, walk } from './syntax.ts';

/** `codeLines` counts neither blank lines nor comments. */
export type FunctionSize = {
  readonly name: string;
  readonly line: number;
  readonly codeLines: number;
  readonly drawsJsx: boolean;
  /** A callback of `describe`, which only groups tests. */
  readonly groupsTests: boolean;
};

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

export function listFunctions(source: ParsedSource): FunctionSize[] {
  const functions: FunctionSize[] = [];
  walk(source.program, (node, ancestors) => {
    if (!functionTypes.has(node.type)) return;
    const parent = ancestors.at(-1) ?? null;
    functions.push({
      name: functionName(node, parent),
      line: source.lineAt(node.start),
      codeLines: countCodeLines(source, node),
      drawsJsx: hasJsx(node),
      groupsTests: parent?.type === 'CallExpression' && rootName(nodeIn(parent, 'callee')) === 'describe',
    });
  });
  return functions;
}

function countCodeLines(source: ParsedSource, node: SyntaxNode): number {
  const last = source.lineAt(node.end);
  let count = 0;
  for (let line = source.lineAt(node.start); line <= last; line++) if (source.codeLines.has(line)) count++;
  return count;
}

function functionName(node: SyntaxNode, parent: SyntaxNode | null): string {
  const own = identifierName(nodeIn(node, 'id'));
  if (own !== null) return own;
  const holder = parent === null ? null : (nodeIn(parent, 'id') ?? nodeIn(parent, 'key') ?? nodeIn(parent, 'left'));
  return identifierName(holder) ?? '(anonymous)';
}

function hasJsx(node: SyntaxNode): boolean {
  let found = false;
  walk(node, (inner) => {
    if (inner.type === 'JSXElement' || inner.type === 'JSXFragment') found = true;
  });
  return found;
}

/** The first name of a callee: `describe` of `describe.each(rows)`. */
export function rootName(callee: SyntaxNode | null): string | null {
  let node = callee;
  while (node !== null && node.type !== 'Identifier') {
    node = nodeIn(node, 'object') ?? nodeIn(node, 'callee') ?? nodeIn(node, 'tag');
  }
  return identifierName(node);
}

export type ExportedName = { readonly name: string; readonly line: number };

/** Names a file exports, `default` among them; `export *` gives none. */
export function listExports(source: ParsedSource): ExportedName[] {
  const exports: ExportedName[] = [];
  for (const node of nodesIn(source.program, 'body')) {
    const line = source.lineAt(node.start);
    if (node.type === 'ExportDefaultDeclaration' || node.type === 'TSExportAssignment') {
      exports.push({ name: 'default', line });
    }
    if (node.type !== 'ExportNamedDeclaration') continue;
    for (const name of declaredNames(nodeIn(node, 'declaration'))) exports.push({ name, line });
    for (const specifier of nodesIn(node, 'specifiers')) {
      const exported = nodeIn(specifier, 'exported');
      const name = identifierName(exported) ?? textIn(exported, 'value');
      if (name !== null) exports.push({ name, line });
    }
  }
  return exports;
}

function declaredNames(declaration: SyntaxNode | null): string[] {
  if (declaration === null) return [];
  if (declaration.type !== 'VariableDeclaration') {
    const name = identifierName(nodeIn(declaration, 'id'));
    return name === null ? [] : [name];
  }
  return nodesIn(declaration, 'declarations').flatMap((item) => boundNames(nodeIn(item, 'id')));
}

function boundNames(pattern: SyntaxNode | null): string[] {
  const name = identifierName(pattern);
  if (pattern === null || name !== null) return name === null ? [] : [name];
  return [...nodesIn(pattern, 'properties'), ...nodesIn(pattern, 'elements')].flatMap((part) =>
    boundNames(nodeIn(part, 'value') ?? nodeIn(part, 'argument') ?? nodeIn(part, 'left') ?? part),
  );
}

const forwarding = new Set(['ImportDeclaration', 'ExportAllDeclaration', 'ExportNamedDeclaration']);

/** True when a file does nothing but pass on what others export. */
export function isBarrel(source: ParsedSource): boolean {
  const body = nodesIn(source.program, 'body');
  const passesOn = body.some((node) => node.type.startsWith('Export'));
  return passesOn && body.every((node) => forwarding.has(node.type) && nodeIn(node, 'declaration') === null);
}
