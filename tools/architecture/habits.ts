import {
  identifierName,
  literalText,
  memberNames,
  nodeIn,
  nodesIn,
  type ParsedSource,
  propertyName,
  type SyntaxNode,
  templateText,
  textIn,
  walk,
} from './syntax.ts';

/** What a file reads of the world around it: the clock, chance, the process, the network, the store. */
export type Habit = {
  readonly kind: 'clock' | 'chance' | 'process' | 'io' | 'sql';
  readonly what: string;
  readonly line: number;
};

/** A fixed text of a file with the property or attribute that holds it, if any. */
export type FixedText = { readonly text: string; readonly property: string | null; readonly line: number };

const members: Readonly<Record<string, Habit['kind']>> = {
  'Date.now': 'clock',
  'performance.now': 'clock',
  'Temporal.Now': 'clock',
  'Math.random': 'chance',
  'globalThis.process': 'process',
  'globalThis.fetch': 'io',
};
const objects: Readonly<Record<string, Habit['kind']>> = {
  process: 'process',
  localStorage: 'io',
  sessionStorage: 'io',
  indexedDB: 'io',
  console: 'io',
};
const calls: Readonly<Record<string, Habit['kind']>> = {
  fetch: 'io',
  setTimeout: 'io',
  setInterval: 'io',
  Date: 'clock',
};
const queryVerbs = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto']);

export function listHabits(source: ParsedSource): Habit[] {
  const habits: Habit[] = [];
  walk(source.program, (node) => {
    const found = readHabit(node);
    if (found !== null) habits.push({ ...found, line: source.lineAt(node.start) });
  });
  return habits;
}

function readHabit(node: SyntaxNode): Omit<Habit, 'line'> | null {
  if (node.type === 'MemberExpression') return readMember(node);
  if (node.type === 'CallExpression') return readPlainCall(node);
  if (node.type === 'TaggedTemplateExpression') {
    return identifierName(nodeIn(node, 'tag')) === 'sql' ? { kind: 'sql', what: 'sql`…`' } : null;
  }
  if (node.type !== 'NewExpression' || identifierName(nodeIn(node, 'callee')) !== 'Date') return null;
  return nodesIn(node, 'arguments').length === 0 ? { kind: 'clock', what: 'new Date()' } : null;
}

function readMember(node: SyntaxNode): Omit<Habit, 'line'> | null {
  const verb = propertyName(node);
  if (verb !== null && queryVerbs.has(verb)) return { kind: 'sql', what: `.${verb}()` };
  const names = memberNames(node);
  if (names === null) return readObject(identifierName(nodeIn(node, 'object')));
  const what = names.join('.');
  const kind = members[what];
  return kind === undefined ? readObject(names[0]) : { kind, what };
}

function readObject(name: string | null): Omit<Habit, 'line'> | null {
  const kind = name !== null && Object.hasOwn(objects, name) ? objects[name] : undefined;
  return kind === undefined || name === null ? null : { kind, what: name };
}

function readPlainCall(node: SyntaxNode): Omit<Habit, 'line'> | null {
  const name = identifierName(nodeIn(node, 'callee'));
  const kind = name !== null && Object.hasOwn(calls, name) ? calls[name] : undefined;
  return kind === undefined || name === null ? null : { kind, what: `${name}()` };
}

export function listFixedTexts(source: ParsedSource): FixedText[] {
  const texts: FixedText[] = [];
  walk(source.program, (node, ancestors) => {
    const text = node.type === 'TemplateLiteral' ? templateText(node) : literalText(node);
    if (text === null || text === '' || node.type === 'TSLiteralType') return;
    texts.push({ text, property: holderName(ancestors), line: source.lineAt(node.start) });
  });
  return texts;
}

/** The nearest property or attribute around a text, looking through conditions and brackets. */
function holderName(ancestors: readonly SyntaxNode[]): string | null {
  for (const node of ancestors.toReversed()) {
    if (node.type === 'Property') return identifierName(nodeIn(node, 'key')) ?? literalText(nodeIn(node, 'key'));
    if (node.type === 'JSXAttribute') return textIn(nodeIn(node, 'name'), 'name');
    if (!/^(Conditional|Logical|Parenthesized|TSAs|TSSatisfies|JSXExpressionContainer)/.test(node.type)) return null;
  }
  return null;
}
