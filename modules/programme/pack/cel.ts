import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { type Fact, facts } from './facts.ts';

/** Limits that keep a pack's expression small enough to be read by a person. */
export const celLimits = { characters: 400, nodes: 120, depth: 12 } as const;

export type CelProblem = { code: string; params: Record<string, string | number> };

function environmentOf(known: Readonly<Record<string, Fact>>): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    limits: {
      maxAstNodes: celLimits.nodes,
      maxDepth: celLimits.depth,
      maxListElements: 20,
      maxMapEntries: 0,
      maxCallArguments: 4,
    },
  });
  for (const [name, fact] of Object.entries(known)) environment.registerVariable(name, fact.type);
  return environment;
}
const shared = environmentOf(facts);

/**
 * Checks one expression: size, syntax, known facts only, types, a yes-or-no result, and text values that the fact can have.
 * Answers the first problem, or null. Evaluates nothing.
 */
export function checkCel(expression: string): CelProblem | null {
  if (expression.length > celLimits.characters)
    return { code: 'cel-too-long', params: { length: expression.length, max: celLimits.characters } };
  const result = shared.check(expression);
  if (!result.valid) return problemOf(result.error);
  if (result.type !== 'bool') return { code: 'cel-not-boolean', params: { type: String(result.type) } };
  return findForeignValue(shared.parse(expression).ast);
}

function problemOf(error: { code?: string; message: string } | undefined): CelProblem {
  const reason = (error?.message ?? '').split('\n')[0] ?? '';
  if (error?.code === 'unknown_variable')
    return { code: 'cel-fact-unknown', params: { fact: reason.replace(/^.*: /, '') } };
  if (error?.code === 'limit_exceeded') return { code: 'cel-too-complex', params: { reason } };
  return { code: 'cel-invalid', params: { reason } };
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

/** `workshop == "buildt"` can never hold: the fact has a closed list of values. */
function findForeignValue(node: ASTNode): CelProblem | null {
  if (node.op === '==' || node.op === '!=' || node.op === 'in') {
    const [left, right] = node.args;
    const fact = closedFact(left) ?? closedFact(right);
    const foreign = fact
      ? [...textsOf(left), ...textsOf(right)].find((text) => !fact.values.includes(text))
      : undefined;
    if (fact && foreign !== undefined)
      return { code: 'cel-value-unknown', params: { fact: fact.name, value: foreign } };
  }
  for (const child of childrenOf(node)) {
    const problem = findForeignValue(child);
    if (problem) return problem;
  }
  return null;
}

function closedFact(node: ASTNode): { name: string; values: readonly string[] } | null {
  if (node.op !== 'id') return null;
  const values = facts[node.args]?.values;
  return values ? { name: node.args, values } : null;
}

function textsOf(node: ASTNode): string[] {
  if (node.op === 'value') return typeof node.args === 'string' ? [node.args] : [];
  return node.op === 'list' ? node.args.flatMap(textsOf) : [];
}

const childrenOf = (node: ASTNode): ASTNode[] => (Array.isArray(node.args) ? node.args.flat(2).filter(isNode) : []);
