import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Bound, HttpSide } from './context.ts';
import { sendDownload } from './download.ts';
import { problemOf, Refusal, translateError } from './errors.ts';
import { addressKey, type Limit } from './limits.ts';
import type { ActorSource, Pipe } from './pipe.ts';
import { deviceCookie, sessionCookie, sessionOf } from './sessions.ts';
import { wireJson } from './transaction.ts';
import { decodeQuery } from './validate.ts';

export type RouteParts = {
  readonly pipe: Pipe;
  readonly actors: ActorSource;
  readonly limit: (key: string, limit: Limit) => void;
  /** Cookies are marked Secure when the server is reached by HTTPS. */
  readonly secureCookies: boolean;
};

const SIGNED_IN: Limit = { perMinute: 1_200, burst: 400 };
const ANONYMOUS: Limit = { perMinute: 240, burst: 120 };
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Puts every bound operation on the server. */
export function registerOperations(app: FastifyInstance, bounds: readonly Bound[], parts: RouteParts): void {
  for (const bound of bounds) {
    const { operation } = bound;
    app.route({
      method: operation.method,
      url: operation.path,
      handler: (request, reply) => serve(bound, parts, request, reply),
    });
  }
}

async function serve(bound: Bound, parts: RouteParts, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { operation } = bound;
  const session = admit(parts, request);
  const { home } = request.params as { home?: string };
  const input =
    operation.method === 'GET' ? decodeQuery(operation.input, request.query as Record<string, unknown>) : request.body;
  const answer = await parts.pipe(
    bound,
    {
      home: home ?? '',
      input: input ?? {},
      id: operationId(request),
      happenedAt: null,
      device: null,
      http: httpSide(request, reply, parts),
    },
    session,
    parts.actors,
  );
  if (bound.render && answer.status === 200) return sendDownload(reply, await bound.render(answer.body as never));
  if (answer.replayed) reply.header('operation-replayed', 'true');
  reply.status(answer.status).header('cache-control', 'no-store');
  if (answer.status >= 400) reply.type('application/problem+json');
  else reply.type('application/json; charset=utf-8');
  return reply.send(wireJson(answer.body));
}

/** Who asks, if anybody: counts the request and refuses pages of other sites. Routes that take bytes do the same. */
export function admit(parts: RouteParts, request: FastifyRequest): string | null {
  const session = sessionOf(request.headers, request.cookies);
  parts.limit(session ? `s:${session}` : `a:${addressKey(request.ip)}`, session ? SIGNED_IN : ANONYMOUS);
  if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeignOrigin(request);
  return session;
}

function operationId(request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return null;
  const id = String(header).toLowerCase();
  if (!uuid.test(id)) throw new Refusal(400, 'operation-id-missing');
  return id;
}

/**
 * A page of another site must not act with our cookie: browsers say where a POST comes from. Bearer tokens carry no
 * ambient right and need no such check.
 */
function refuseForeignOrigin(request: FastifyRequest): void {
  if (request.headers.authorization) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal(403, 'origin-refused');
  const { origin, host } = request.headers;
  if (origin !== undefined && origin !== 'null' && new URL(origin).host !== host)
    throw new Refusal(403, 'origin-refused');
  if (origin === 'null') throw new Refusal(403, 'origin-refused');
}

function httpSide(request: FastifyRequest, reply: FastifyReply, parts: RouteParts): HttpSide {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: parts.secureCookies } as const;
  return {
    address: request.ip,
    userAgent: String(request.headers['user-agent'] ?? '').slice(0, 200),
    deviceCookie: request.cookies[deviceCookie] ?? null,
    setSession: (token, seconds = 0) => {
      if (token === null) reply.clearCookie(sessionCookie, options);
      else reply.setCookie(sessionCookie, token, { ...options, maxAge: seconds });
    },
    setDevice: (cookie) => {
      reply.setCookie(deviceCookie, cookie, { ...options, maxAge: 180 * 86_400 });
    },
  };
}

/** Every error leaves as a problem; only a fault carries a reference, and only faults are logged as errors. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemFor(error, request);
  reply.status(problem.status).type('application/problem+json').header('cache-control', 'no-store');
  if (problem.retryAfterSeconds) reply.header('retry-after', String(problem.retryAfterSeconds));
  reply.send(wireJson(problem));
}

function problemFor(thrown: unknown, request: FastifyRequest) {
  // The database may be away where a request is not yet in the pipe: while its session is looked up.
  const error = translateError(thrown);
  if (error instanceof Refusal) return error.problem;
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return problemOf(413, 'body-too-large');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return problemOf(statusCode, 'invalid-input');
  const reference = `F-${randomBytes(3).toString('hex').toUpperCase()}`;
  request.log.error({ err: error, reference }, 'fault');
  return problemOf(500, 'fault', { reference });
}
