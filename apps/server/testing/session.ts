import { randomBytes } from 'node:crypto';
import { type Clock, type Database, hashToken } from '@qianmo/platform/server';

/** Opens a session past the sign-in page, which has tests of its own; everything after it is the real thing. */
export async function openTestSession(db: Database, account: string, clock: Clock, strong: boolean): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db
    .insertInto('platform.session')
    .values({
      token_hash: Buffer.from(hashToken(token), 'hex'),
      account,
      kind: 'browser',
      name: null,
      created_at: clock.instant(),
      expires_at: '2099-01-01T00:00:00Z',
      second_factor_at: strong ? '2098-01-01T00:00:00Z' : null,
      client: 'test',
      permissions: null,
    })
    .execute();
  return `qianmo_session=${token}`;
}
