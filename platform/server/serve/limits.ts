import type { Clock } from '../clock/clock.ts';
import { Refusal } from './errors.ts';

export type Limit = { readonly perMinute: number; readonly burst: number };

type Bucket = { tokens: number; at: number };

const MOST_BUCKETS = 50_000;

/**
 * Token buckets. Signed-in requests are counted by session and never share a bucket with others behind the same
 * proxy; only anonymous ones are counted by address.
 */
export function createLimiter(clock: Clock): (key: string, limit: Limit) => void {
  const buckets = new Map<string, Bucket>();
  return (key, limit) => {
    const now = clock.milliseconds();
    const bucket = buckets.get(key) ?? { tokens: limit.burst, at: now };
    const refill = (Math.max(0, now - bucket.at) / 60_000) * limit.perMinute;
    const tokens = Math.min(limit.burst, bucket.tokens + refill);
    if (tokens < 1) {
      throw new Refusal(429, 'too-many-requests', {
        retryAfterSeconds: Math.ceil(((1 - tokens) * 60) / limit.perMinute),
      });
    }
    buckets.delete(key);
    buckets.set(key, { tokens: tokens - 1, at: now });
    if (buckets.size > MOST_BUCKETS) buckets.delete(buckets.keys().next().value ?? '');
  };
}

/** One household or carrier is one IPv6 /64; counting single addresses there would count nothing. */
export function addressKey(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  return address.split(':').slice(0, 4).join(':');
}

/** At most `width` at once, at most `queue` waiting; the rest is told to come back. Guards the costly password hash. */
export function createGate(width: number, queue: number): <T>(run: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (running >= width) {
      if (waiting.length >= queue) throw new Refusal(429, 'too-many-requests', { retryAfterSeconds: 5 });
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    running += 1;
    try {
      return await run();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
