import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Pool } from 'pg';
import type { Clock } from '../clock/clock.ts';
import { addressKey, type Limit } from '../serve/limits.ts';
import { sessionCookie } from '../serve/sessions.ts';
import { signInBySubject } from './oidc-sign-in.ts';
import { openTicket, sealTicket } from './oidc-ticket.ts';
import type { AuthParts } from './parts.ts';

export type OidcSettings = {
  /** Issuer of the office's identity provider; HTTPS, or HTTP on this machine for tests. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

export type OidcParts = {
  readonly settings: OidcSettings;
  readonly authPool: Pool;
  readonly clock: Clock;
  /** Signs the short cookie between start and callback. */
  readonly cookieSecret: Buffer;
  readonly secureCookies: boolean;
  readonly limit: (key: string, limit: Limit) => void;
  readonly postings: AuthParts['postings'];
  /** Page to which the browser returns, with what was refused or is still needed in its query. */
  readonly landing: string;
};

const START = '/api/-/session/oidc/start';
const CALLBACK = '/api/-/session/oidc/callback';
const ticketCookie = 'qianmo_oidc';
const TICKET_SECONDS = 600; // long enough to find one's phone, short enough that a left browser is safe
const TRIES: Limit = { perMinute: 30, burst: 20 };

/**
 * Sign-in through the office's own identity provider (OpenID Connect, authorization code with PKCE). It tells who
 * somebody is; what they may do, and the second factor for acts on money or access, stay ours.
 */
export function registerOidc(app: FastifyInstance, parts: OidcParts): void {
  const provider = lazily(() => discover(parts.settings));
  app.get(START, async (request, reply) => {
    parts.limit(`o:${addressKey(request.ip)}`, TRIES);
    const config = await provider().catch(() => null);
    if (!config) return away(parts, reply, 'oidc-away');
    return reply.redirect((await begin(parts, config, request, reply)).href, 303);
  });
  app.get(CALLBACK, async (request, reply) => {
    parts.limit(`o:${addressKey(request.ip)}`, TRIES);
    const config = await provider().catch(() => null);
    if (!config) return away(parts, reply, 'oidc-away');
    return finish(parts, config, request, reply);
  });
}

async function discover(settings: OidcSettings): Promise<Configuration> {
  const issuer = new URL(settings.issuer);
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname);
  const execute = issuer.protocol === 'http:' && local ? [allowInsecureRequests] : [];
  return discovery(issuer, settings.clientId, settings.clientSecret, undefined, { execute, timeout: 10 });
}

/** Asked once; a failure is forgotten, so that a provider that comes back later is found. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error) => {
      made = null;
      throw error;
    });
    return made;
  };
}

const redirectUri = (request: FastifyRequest) => `${request.protocol}://${request.host}${CALLBACK}`;

async function begin(parts: OidcParts, config: Configuration, request: FastifyRequest, reply: FastifyReply) {
  const ticket = {
    verifier: randomPKCECodeVerifier(),
    state: randomState(),
    nonce: randomNonce(),
    until: parts.clock.milliseconds() + TICKET_SECONDS * 1_000,
  };
  reply.header('cache-control', 'no-store').setCookie(ticketCookie, sealTicket(parts.cookieSecret, ticket), {
    ...cookieOptions(parts),
    path: '/api/-/session/oidc',
    maxAge: TICKET_SECONDS,
  });
  return buildAuthorizationUrl(config, {
    redirect_uri: redirectUri(request),
    scope: 'openid',
    code_challenge: await calculatePKCECodeChallenge(ticket.verifier),
    code_challenge_method: 'S256',
    state: ticket.state,
    nonce: ticket.nonce,
  });
}

async function finish(parts: OidcParts, config: Configuration, request: FastifyRequest, reply: FastifyReply) {
  const ticket = openTicket(parts.cookieSecret, request.cookies[ticketCookie], parts.clock.milliseconds());
  reply.clearCookie(ticketCookie, { ...cookieOptions(parts), path: '/api/-/session/oidc' });
  if (!ticket) return away(parts, reply, 'oidc-expired');
  const subject = await subjectOf(config, request, ticket).catch((error: unknown) => {
    request.log.warn({ err: error }, 'oidc');
    return null;
  });
  if (subject === null) return away(parts, reply, 'oidc-refused');
  const token = randomBytes(32).toString('base64url');
  const signedIn = await signInBySubject(parts, subject, {
    token,
    address: request.ip,
    userAgent: String(request.headers['user-agent'] ?? '').slice(0, 200),
  });
  if (!signedIn) return away(parts, reply, 'oidc-unknown');
  reply.setCookie(sessionCookie, token, {
    ...cookieOptions(parts),
    path: '/',
    expires: new Date(signedIn.expiresAt),
  });
  return away(parts, reply, null, signedIn.needs);
}

async function subjectOf(
  config: Configuration,
  request: FastifyRequest,
  ticket: { verifier: string; state: string; nonce: string },
): Promise<string | null> {
  const current = new URL(redirectUri(request));
  current.search = new URL(request.url, current).search;
  const tokens = await authorizationCodeGrant(config, current, {
    pkceCodeVerifier: ticket.verifier,
    expectedState: ticket.state,
    expectedNonce: ticket.nonce,
    idTokenExpected: true,
  });
  return tokens.claims()?.sub ?? null;
}

function cookieOptions(parts: OidcParts) {
  return { httpOnly: true, sameSite: 'lax', secure: parts.secureCookies } as const;
}

/** Back to where sign-in began; never to an address that came with the request. */
function away(parts: OidcParts, reply: FastifyReply, refused: string | null, needs: string | null = null) {
  const said = refused !== null ? `?sign-in=${refused}` : needs !== null ? `?second-factor=${needs}` : '';
  return reply.header('cache-control', 'no-store').redirect(`${parts.landing}${said}`, 303);
}
