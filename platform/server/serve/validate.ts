import type { z } from 'zod';
import type { Operation, Shape } from '../../contract/operation.ts';
import type { ProblemField } from '../../contract/problem.ts';
import { invalidInput } from './errors.ts';

/** Parses an operation's input or throws `invalid-input` with a path and a code for every field at fault. */
export function parseInput<I extends Shape>(operation: Operation<I>, raw: unknown): z.output<I> {
  const parsed = operation.input.safeParse(raw, { reportInput: true });
  if (!parsed.success) throw invalidInput(fieldsOf(parsed.error.issues));
  return parsed.data;
}

export function fieldsOf(issues: readonly z.core.$ZodIssue[]): ProblemField[] {
  return issues.slice(0, 100).flatMap((issue): ProblemField[] => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, code: 'unknown-key' }));
    }
    return [{ path, code: fieldCode(issue), params: paramsOf(issue) }];
  });
}

function fieldCode(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message || 'custom';
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'missing' : 'wrong-type';
  return issue.code.replaceAll('_', '-');
}

function paramsOf(issue: z.core.$ZodIssue): Record<string, string> {
  const params: Record<string, string> = {};
  for (const key of ['expected', 'minimum', 'maximum', 'format', 'values'] as const) {
    const value = (issue as unknown as Record<string, unknown>)[key];
    if (value !== undefined) params[key] = Array.isArray(value) ? value.join(' | ') : String(value);
  }
  return params;
}

type QueryKind = 'string' | 'number' | 'boolean' | 'strings';

const kinds = new WeakMap<Shape, Map<string, QueryKind>>();

/** A query string carries text only: numbers, booleans and lists are read by the shape of the input. */
export function decodeQuery(shape: Shape, query: Record<string, unknown>): Record<string, unknown> {
  const known = kinds.get(shape) ?? queryKinds(shape);
  kinds.set(shape, known);
  const decoded: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(query)) decoded[key] = decodeValue(known.get(key) ?? 'string', value);
  return decoded;
}

function decodeValue(kind: QueryKind, value: unknown): unknown {
  if (kind === 'strings') return Array.isArray(value) ? value : [value];
  if (typeof value !== 'string') return value;
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (kind === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  return value;
}

function queryKinds(shape: Shape): Map<string, QueryKind> {
  const found = new Map<string, QueryKind>();
  for (const [key, field] of Object.entries(shape.shape)) found.set(key, kindOf(field as z.ZodType));
  return found;
}

function kindOf(field: z.ZodType): QueryKind {
  let inner = field;
  while ('unwrap' in inner && typeof inner.unwrap === 'function' && inner.type !== 'array')
    inner = inner.unwrap() as z.ZodType;
  if (inner.type === 'number') return 'number';
  if (inner.type === 'boolean') return 'boolean';
  return inner.type === 'array' ? 'strings' : 'string';
}
