import { Secret, TOTP } from 'otpauth';

const STEP_SECONDS = 30;

export function makeTotpSecret(login: string, issuer: string): { secret: string; uri: string } {
  const totp = new TOTP({ issuer, label: login, secret: new Secret({ size: 20 }) });
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/**
 * The time step at which the code is right, one step of clock error either way; empty if it is not, or if that step
 * was used before (a code works once).
 */
export function totpStep(secret: string, code: string, atMs: number, lastStep: bigint | null): bigint | null {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp: atMs, window: 1 });
  if (delta === null) return null;
  const step = BigInt(Math.floor(atMs / 1000 / STEP_SECONDS) + delta);
  return lastStep !== null && step <= lastStep ? null : step;
}
