import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What the browser carries from the start of a sign-in to its end. `until` in milliseconds. */
const shape = z.strictObject({ verifier: z.string(), state: z.string(), nonce: z.string(), until: z.number() });
export type OidcTicket = z.infer<typeof shape>;

const mark = (secret: Buffer, body: string) =>
  createHmac('sha256', secret).update(`oidc-ticket:${body}`).digest('base64url');

export function sealTicket(secret: Buffer, ticket: OidcTicket): string {
  const body = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  return `${body}.${mark(secret, body)}`;
}

/** Empty when the cookie is missing, not ours, or too old. */
export function openTicket(secret: Buffer, cookie: string | undefined, nowMs: number): OidcTicket | null {
  const [body = '', given = ''] = (cookie ?? '').split('.');
  const wanted = Buffer.from(mark(secret, body));
  const shown = Buffer.from(given);
  if (wanted.length !== shown.length || !timingSafeEqual(wanted, shown)) return null;
  const ticket = shape.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return ticket.until > nowMs ? ticket : null;
}
