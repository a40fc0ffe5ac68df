export type RetryPlan = { readonly attempts: number; readonly firstWaitMs: number; readonly longestWaitMs: number };

/** A read is soon asked again by hand; an act is worth waiting for, since its id makes repetition harmless. */
export const readPlan: RetryPlan = { attempts: 2, firstWaitMs: 400, longestWaitMs: 2_000 };
export const writePlan: RetryPlan = { attempts: 5, firstWaitMs: 500, longestWaitMs: 8_000 };

/**
 * Milliseconds before try number `attempt` (from 1): doubling, bounded, spread by `chance` in 0…1 so that an office
 * does not come back all at once. The server's own `Retry-After` is never undercut.
 */
export function waitMs(plan: RetryPlan, attempt: number, chance: number, retryAfterSeconds = 0): number {
  const doubled = Math.min(plan.firstWaitMs * 2 ** (attempt - 1), plan.longestWaitMs);
  return Math.max(Math.round(doubled * (0.75 + chance / 2)), retryAfterSeconds * 1_000);
}

export function isWorthRetrying(status: number): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

/** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(done, ms);
    function done(): void {
      signal?.removeEventListener('abort', stop);
      resolve();
    }
    function stop(): void {
      clearTimeout(timer);
      reject(signal?.reason);
    }
    signal?.addEventListener('abort', stop, { once: true });
  });
}
