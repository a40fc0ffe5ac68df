import type { ProblemField } from '@qianmo/platform/contract';
import type { z } from 'zod';

/** Codes of what a shape refuses, by field, as the server would name them: one dictionary serves both. */
export function fieldProblems(shape: z.ZodType, value: unknown): ProblemField[] {
  const parsed = shape.safeParse(value);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue): ProblemField[] => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: key, code: 'unknown-key' }));
    return [{ path, code: codeOf(issue, valueAt(value, issue.path)), params: paramsOf(issue) }];
  });
}

const stableCode = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function codeOf(issue: z.core.$ZodIssue, found: unknown): string {
  if (found === undefined) return 'missing';
  if (stableCode.test(issue.message)) return issue.message;
  if (issue.code === 'invalid_type') return 'wrong-type';
  return issue.code.replaceAll('_', '-');
}

/** Issues do not carry the value that was refused; it is found again by its path. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function paramsOf(issue: z.core.$ZodIssue): Record<string, string> {
  const found = issue as unknown as Record<string, unknown>;
  return Object.fromEntries(
    ['minimum', 'maximum', 'format', 'expected']
      .filter((key) => found[key] !== undefined)
      .map((key) => [key, String(found[key])]),
  );
}
