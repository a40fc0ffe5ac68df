import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Serves the built console under /console/; every unknown path below it is a page of the application itself. */
export async function serveConsole(app: FastifyInstance, distFolder: string): Promise<void> {
  if (!existsSync(path.join(distFolder, 'index.html')))
    throw new Error(`console-not-built: no index.html in ${distFolder}`);
  const index = await readFile(path.join(distFolder, 'index.html'));
  await app.register(fastifyStatic, {
    root: distFolder,
    prefix: '/console/',
    index: false,
    wildcard: false,
    preCompressed: true,
    // File names carry their content's hash, so they never change.
    setHeaders: (reply: { header(name: string, value: string): unknown }, file: string) => {
      reply.header('cache-control', file.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const page = (
    _request: unknown,
    reply: { type(mime: string): { header(name: string, value: string): { send(body: Buffer): unknown } } },
  ) => reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(index);
  app.get('/console', page);
  app.get('/console/*', page);
  app.get('/', (_request, reply) => reply.redirect('/console/', 302));
}
