import type { Operation, Shape } from '@qianmo/platform/contract';
import { uuidV7 } from '@qianmo/values/id';
import type { z } from 'zod';
import { ProblemError, problemFrom, UnreachableError } from './problem-error.ts';
import { encodeQuery } from './query.ts';
import { isWorthRetrying, pause, type RetryPlan, readPlan, waitMs, writePlan } from './retry.ts';

export type CallOptions<I extends Shape> = {
  readonly input: z.input<I>;
  /** Division whose records are meant; required for operations with `home: 'path'`. */
  readonly home?: string;
  /** UUIDv7 of the act. Give the same one again to repeat an act whose answer was lost. */
  readonly id?: string;
  readonly signal?: AbortSignal;
};

/** Calls an operation. Throws `ProblemError` for an answer that is no result, `UnreachableError` for none at all. */
export type Call = <I extends Shape, R extends z.ZodType>(
  operation: Operation<I, R>,
  options: CallOptions<I>,
) => Promise<z.output<R>>;

export type CallParts = {
  readonly fetch: typeof fetch;
  /** `''` for the page's own server. */
  readonly origin: string;
  /** Value of Accept-Language. */
  readonly language: () => string;
  /** Milliseconds since 1970; goes into new ids only. */
  readonly now: () => number;
  /** Asks for a fresh second factor; true sends the same act again under the same id. */
  readonly confirmSecondFactor?: () => Promise<boolean>;
  readonly onSignedOut?: () => void;
  /** True while tries fail on the way, false with the next answer of any kind. */
  readonly onAway?: (away: boolean) => void;
  readonly pause?: typeof pause;
};

const TRY_TIMEOUT_MS = 30_000;

type Sent = { readonly url: string; readonly request: RequestInit; readonly plan: RetryPlan };

export function createCall(parts: CallParts): Call {
  return async (operation, options) => {
    const sent = prepare(parts, operation, options);
    try {
      return (await send(parts, sent, options.signal)) as never;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.code === 'not-signed-in') parts.onSignedOut?.();
      if (error.code !== 'second-factor-needed' || !(await parts.confirmSecondFactor?.())) throw error;
      return (await send(parts, sent, options.signal)) as never;
    }
  };
}

function prepare<I extends Shape, R extends z.ZodType>(
  parts: CallParts,
  operation: Operation<I, R>,
  options: CallOptions<I>,
): Sent {
  const { home, input } = options;
  if (operation.home === 'path' && !home) throw new TypeError(`${operation.name} needs a home`);
  const path = parts.origin + operation.path.replace(':home', encodeURIComponent(home ?? ''));
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': parts.language() };
  if (operation.method === 'GET') {
    const query = encodeQuery(input as Record<string, unknown>);
    return { url: path + query, request: { method: 'GET', headers, credentials: 'same-origin' }, plan: readPlan };
  }
  headers['content-type'] = 'application/json';
  const recorded = operation.kind === 'write' && !operation.unrecorded;
  if (recorded) headers['idempotency-key'] = options.id ?? uuidV7(parts.now());
  const request: RequestInit = { method: 'POST', headers, body: JSON.stringify(input), credentials: 'same-origin' };
  return { url: path, request, plan: recorded ? writePlan : readPlan };
}

async function send(parts: CallParts, sent: Sent, signal: AbortSignal | undefined): Promise<unknown> {
  const wait = parts.pause ?? pause;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once(parts, sent, signal);
    if (answer instanceof Response && answer.ok) return answer.json();
    const last = attempt >= sent.plan.attempts;
    if (!(answer instanceof Response)) {
      parts.onAway?.(true);
      if (last) throw new UnreachableError(answer.cause);
      await wait(waitMs(sent.plan, attempt, Math.random()), signal);
      continue;
    }
    const problem = await problemFrom(answer);
    if (last || !isWorthRetrying(answer.status)) throw new ProblemError(problem);
    await wait(waitMs(sent.plan, attempt, Math.random(), problem.retryAfterSeconds), signal);
  }
}

/** One try. An abort by the caller is thrown; a failure on the way is returned, since it may be tried again. */
async function once(
  parts: CallParts,
  sent: Sent,
  signal: AbortSignal | undefined,
): Promise<Response | { cause: unknown }> {
  const timeout = AbortSignal.timeout(TRY_TIMEOUT_MS);
  try {
    const response = await parts.fetch(sent.url, {
      ...sent.request,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    parts.onAway?.(false);
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    return { cause: error };
  }
}
