import type { Problem, ProblemField } from '@qianmo/platform/contract';

/** What the server answered instead of a result. `code` is stable; words for it stand in the dictionaries. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'ProblemError';
    this.problem = problem;
  }
  get code(): string {
    return this.problem.code;
  }
  get fields(): readonly ProblemField[] {
    return this.problem.fields ?? [];
  }
}

/** The server could not be reached, also after waiting. What was typed is still here and may be sent again. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause });
    this.name = 'UnreachableError';
  }
}

/** Reads an error answer; anything that is not a problem of the house becomes `fault`. */
export async function problemFrom(response: Response): Promise<Problem> {
  const fallback: Problem = { type: 'about:blank#fault', title: 'fault', status: response.status, code: 'fault' };
  if (!(response.headers.get('content-type') ?? '').includes('problem+json')) return fallback;
  try {
    const body: unknown = await response.json();
    return isProblem(body) ? body : fallback;
  } catch {
    return fallback;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
}
