import {
  identifierName,
  literalText,
  memberNames,
  nodeIn,
  nodesIn,
  type ParsedSource,
  propertyName,
  type SyntaxNode,
  textIn,
  walk,
} from './syntax.ts';

export type ImportKind =
  | 'value'
  | 'type'
  | 'side-effect'
  | 're-export'
  | 'dynamic'
  | 'require'
  | 'resolve'
  | 'url'
  | 'import-type';

/** One place where a file names another; `specifier` is null where the name is computed and cannot be judged. */
export type ImportEdge = { readonly specifier: string | null; readonly kind: ImportKind; readonly line: number };

/** Every import of a file: static, type, side-effect, re-export, dynamic, require, import.meta.resolve, worker URL. */
export function listImports(source: ParsedSource): ImportEdge[] {
  const edges: ImportEdge[] = [];
  walk(source.program, (node) => {
    const found = readEdge(node);
    if (found !== null) edges.push({ ...found, line: source.lineAt(node.start) });
  });
  return edges;
}

function readEdge(node: SyntaxNode): Omit<ImportEdge, 'line'> | null {
  const from = literalText(nodeIn(node, 'source'));
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier: from, kind: importKind(node) };
    case 'ExportAllDeclaration':
      return { specifier: from, kind: 're-export' };
    case 'ExportNamedDeclaration':
      return nodeIn(node, 'source') === null ? null : { specifier: from, kind: 're-export' };
    case 'ImportExpression':
      return { specifier: from, kind: 'dynamic' };
    case 'TSImportType':
      return { specifier: from, kind: 'import-type' };
    case 'TSExternalModuleReference':
      return { specifier: literalText(nodeIn(node, 'expression')), kind: 'require' };
    case 'CallExpression':
      return readCall(node);
    case 'NewExpression':
      return readUrl(node);
    default:
      return null;
  }
}

function importKind(node: SyntaxNode): ImportKind {
  const names = nodesIn(node, 'specifiers');
  if (textIn(node, 'importKind') === 'type') return 'type';
  if (names.length === 0) return 'side-effect';
  return names.every((name) => textIn(name, 'importKind') === 'type') ? 'type' : 'value';
}

function readCall(node: SyntaxNode): Omit<ImportEdge, 'line'> | null {
  const callee = nodeIn(node, 'callee');
  const specifier = literalText(nodesIn(node, 'arguments')[0] ?? null);
  if (identifierName(callee) === 'require') return { specifier, kind: 'require' };
  const names = memberNames(callee);
  if (names?.[0] === 'require' && names[1] === 'resolve') return { specifier, kind: 'require' };
  if (callee?.type === 'MemberExpression' && nodeIn(callee, 'object')?.type === 'MetaProperty') {
    return propertyName(callee) === 'resolve' ? { specifier, kind: 'resolve' } : null;
  }
  return null;
}

/** `new URL('./worker.ts', import.meta.url)` names a source file too; other URLs are data and not our business. */
function readUrl(node: SyntaxNode): Omit<ImportEdge, 'line'> | null {
  if (identifierName(nodeIn(node, 'callee')) !== 'URL') return null;
  const [first, second] = nodesIn(node, 'arguments');
  const base = second?.type === 'MemberExpression' ? nodeIn(second, 'object') : null;
  const specifier = literalText(first ?? null);
  if (base?.type !== 'MetaProperty' || specifier === null || !/\.[cm]?[jt]sx?$/.test(specifier)) return null;
  return { specifier, kind: 'url' };
}
