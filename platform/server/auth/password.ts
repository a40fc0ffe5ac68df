import { hash, verify } from '@node-rs/argon2';
import { createGate } from '../serve/limits.ts';

// 19 MiB, 2 passes: OWASP's setting for argon2id; some 45 ms on the smallest machine this is meant for.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Hashing is the one thing a stranger can make us work for: two at a time, a short queue, then "come back".
const gate = createGate(2, 40);

export function hashPassword(password: string): Promise<string> {
  return gate(() => hash(password.normalize('NFKC'), cost));
}

const decoy = hash('a password nobody has', cost);

/** Takes equally long whether the account exists or not. */
export function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  return gate(async () => {
    const matches = await verify(stored ?? (await decoy), password.normalize('NFKC'));
    return stored !== null && matches;
  });
}

const COMMON = [
  'password',
  'qwerty',
  '123456',
  '111111',
  '888888',
  '666666',
  'abc123',
  'admin',
  'iloveyou',
  'woaini',
  'qianmo',
];

/** Refuses what is guessed first: the login itself, one repeated part, a run of digits, the usual words. */
export function isCommonPassword(password: string, login: string): boolean {
  const plain = password.toLowerCase();
  if (plain.includes(login.toLowerCase()) && login.length >= 4 && plain.length < login.length + 6) return true;
  if (/^(.{1,4})\1+$/u.test(plain)) return true;
  if ('0123456789012345678901234567890'.includes(plain) || '9876543210987654321098765432'.includes(plain)) return true;
  const rest = COMMON.reduce((left, word) => left.replaceAll(word, ''), plain).replace(/[\d!@#$%^&*._-]/g, '');
  return rest.length === 0;
}
