import type { Finding } from '../../contract/finding.ts';
import type { Problem, ProblemField } from '../../contract/problem.ts';

type Params = Record<string, string | number>;

/** An expected refusal of an act: stored with the act and repeated for the same id. */
export class Rejection extends Error {
  readonly code: string;
  readonly status: number;
  readonly findings: readonly Finding[];
  readonly params: Params;
  constructor(code: string, detail: { status?: number; findings?: readonly Finding[]; params?: Params } = {}) {
    super(code);
    this.code = code;
    this.status = detail.status ?? 422;
    this.findings = detail.findings ?? [];
    this.params = detail.params ?? {};
  }
}

/** A refusal by the pipe before or beside the act; never stored. */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(status: number, code: string, extra: Partial<Problem> = {}) {
    super(code);
    this.problem = problemOf(status, code, extra);
  }
}

export function problemOf(status: number, code: string, extra: Partial<Problem> = {}): Problem {
  return { type: `about:blank#${code}`, title: code, status, code, ...extra };
}

export function invalidInput(fields: ProblemField[]): Refusal {
  return new Refusal(400, 'invalid-input', { fields });
}

/** Someone saved first. `params` says what the record is now so that the surface can show both. */
export function stale(params: Params): Refusal {
  return new Refusal(409, 'stale', { params });
}

/**
 * Rejections by constraint name: what PostgreSQL itself refuses becomes an expected answer.
 * Modules add theirs at start-up; a shard's suffix is dropped before the look-up.
 */
const constraintCodes = new Map<string, { code: string; status: number }>();

export function rejectOnConstraint(constraint: string, code: string, status = 409): void {
  constraintCodes.set(constraint, { code, status });
}

type DatabaseError = { code?: string; constraint?: string; message?: string };

/** Turns what was thrown into a rejection (stored), a refusal (not stored) or leaves it as the fault it is. */
export function translateError(error: unknown): unknown {
  const { code, constraint } = (error ?? {}) as DatabaseError;
  const known = constraint ? constraintCodes.get(constraint.replace(/_\d+$/, '')) : undefined;
  if (known) return new Rejection(known.code, { status: known.status });
  if (code === '53100') return new Refusal(507, 'storage-full');
  if (code === '55P03' || code === '40001' || code === '40P01')
    return new Refusal(503, 'busy', { retryAfterSeconds: 2 });
  if (isAway(error)) return new Refusal(503, 'database-away', { retryAfterSeconds: 3 });
  return error;
}

function isAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as DatabaseError;
  if (code && (code.startsWith('08') || code.startsWith('57P') || /^E(CONN|PIPE|NOENT|TIMEDOUT)/.test(code)))
    return true;
  return /connection terminated|timeout exceeded when trying to connect|not queryable|connection error/i.test(
    message ?? '',
  );
}
