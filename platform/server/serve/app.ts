import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';
import type { Bound } from './context.ts';
import { problemOf } from './errors.ts';
import { openApi } from './openapi.ts';
import { answerError, type RouteParts, registerOperations } from './routes.ts';

export type AppOptions = RouteParts & {
  readonly bounds: readonly Bound[];
  readonly title: string;
  readonly trustProxy: string | boolean;
  readonly logger: boolean;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
};

const BODY_LIMIT_BYTES = 1_048_576; // sheets and evidence have routes of their own with their own caps

/** The HTTP server with its security headers, operations and interface description; pages are added by the caller. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: options.trustProxy,
    logger: options.logger ? { level: 'warn', redact: ['req.headers.cookie', 'req.headers.authorization'] } : false,
    routerOptions: { maxParamLength: 200 },
    ...(options.tls ? { https: options.tls } : {}),
  }) as FastifyInstance;
  await app.register(cookie);
  const security = await securityHeaders(options.tls !== null);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(security);
    done();
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_request, reply) => {
    reply.status(404).type('application/problem+json').send(problemOf(404, 'not-found'));
  });
  registerOperations(app, options.bounds, options);
  const description = JSON.stringify(
    openApi(
      options.bounds.map((bound) => bound.operation),
      options.title,
    ),
  );
  app.get('/api/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(description));
  return app;
}

/** Helmet's headers, made once: they are the same for every answer, and making them costs more than sending them. */
async function securityHeaders(https: boolean): Promise<Record<string, string>> {
  const model = fastify();
  await model.register(helmet, {
    contentSecurityPolicy: contentSecurityPolicy(https),
    hsts: https,
    crossOriginEmbedderPolicy: false,
  });
  model.get('/', (_request, reply) => reply.status(204).send());
  const answer = await model.inject('/');
  await model.close();
  const others = new Set(['date', 'connection', 'content-length']);
  const kept = Object.entries(answer.headers).filter(([name]) => !others.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function contentSecurityPolicy(https: boolean) {
  return {
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // Ant Design writes its component styles at run time.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      connectSrc: ["'self'"],
      frameAncestors: ["'none'"],
      objectSrc: ["'none'"],
      ...(https ? {} : { upgradeInsecureRequests: null }),
    },
  };
}
