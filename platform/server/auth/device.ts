import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * A browser that has signed in before carries a proof of it. Failures are counted per proof, so whoever guesses from
 * elsewhere locks only the door for unknown browsers, never the owner's own.
 */
export function deviceProof(secret: Buffer, login: string, nonce: string): string {
  return `${nonce}.${createHmac('sha256', secret).update(`${login}:${nonce}`).digest('base64url')}`;
}

/** The device's key for counting: its nonce when the proof is genuine for this login, else the common one. */
export function deviceKey(secret: Buffer, login: string, cookie: string | null): string {
  const nonce = cookie?.split('.')[0];
  if (!cookie || !nonce) return 'unknown';
  const wanted = Buffer.from(deviceProof(secret, login, nonce));
  const given = Buffer.from(cookie);
  return wanted.length === given.length && timingSafeEqual(wanted, given) ? nonce : 'unknown';
}

const FREE_TRIES = 5;
const LOCK_MINUTES = [1, 5, 15, 60] as const;

/** How long the door stays shut after this many failures in a row, in minutes; 0 while tries are free. */
export function lockMinutes(failures: number): number {
  if (failures < FREE_TRIES) return 0;
  return LOCK_MINUTES[Math.min(failures - FREE_TRIES, LOCK_MINUTES.length - 1)] ?? 0;
}
