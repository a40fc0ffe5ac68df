import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fileProgress, LEAST_PART_BYTES, MOST_PART_BYTES } from '../../contract/file.ts';
import type { ResultOf } from '../../contract/operation.ts';
import type { Bound } from '../serve/context.ts';
import { problemOf, Refusal } from '../serve/errors.ts';
import { admit, type RouteParts } from '../serve/routes.ts';
import type { FileBytes } from './bytes.ts';

type Progress = ResultOf<typeof fileProgress>;
type PartParams = { home: string; id: string };

/**
 * `PUT /api/:home/file/:id/part?offset=`: the one route that takes bytes. Whether they may come is what `file.progress`
 * answers, through the pipe, before the first byte is read; a part that is cut off leaves nothing behind.
 */
export function registerPartRoute(
  app: FastifyInstance,
  bounds: readonly Bound[],
  parts: RouteParts,
  bytes: FileBytes,
): void {
  const progress = bounds.find((bound) => bound.operation.name === fileProgress.name);
  if (!progress) throw new Error('file.progress is not bound');
  const admitted = new WeakMap<FastifyRequest, Progress>();
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: MOST_PART_BYTES },
      (_request, body, done) => done(null, body),
    );
    scope.put('/api/:home/file/:id/part', {
      bodyLimit: MOST_PART_BYTES,
      onRequest: async (request) => {
        admitted.set(request, await ask(parts, progress, request));
      },
      handler: async (request, reply) => {
        const { home, id } = request.params as PartParams;
        const known = admitted.get(request);
        const content = request.body;
        if (!known || !Buffer.isBuffer(content)) throw new Refusal(400, 'invalid-input');
        const offset = offsetOf(request);
        const received = offset < known.received ? known.received : await take(known, offset, content);
        return reply.header('cache-control', 'no-store').send({ received });

        async function take(from: Progress, at: number, body: Buffer): Promise<number> {
          requireFitting(from, at, body.length);
          await bytes.put({ home, id }, at, body);
          return at + body.length;
        }
      },
    });
  });
}

async function ask(parts: RouteParts, bound: Bound, request: FastifyRequest): Promise<Progress> {
  const session = admit(parts, request);
  const { home, id } = request.params as PartParams;
  const act = { home, input: { id }, id: null, happenedAt: null, device: null, http: null };
  const { body } = await parts.pipe(bound, act, session, parts.actors);
  const progress = body as Progress;
  if (progress.state !== 'awaited') throw new Refusal(409, 'file-not-awaited', { params: { state: progress.state } });
  return progress;
}

function offsetOf(request: FastifyRequest): number {
  const { offset } = request.query as { offset?: unknown };
  if (typeof offset !== 'string' || !/^\d{1,12}$/.test(offset))
    throw new Refusal(400, 'invalid-input', { fields: [{ path: 'offset', code: 'wrong-type' }] });
  return Number(offset);
}

function requireFitting(known: Progress, offset: number, length: number): void {
  const refuse = (status: number, code: string) => {
    throw new Refusal(status, code, { ...problemOf(status, code), params: { received: known.received } });
  };
  if (offset > known.received) refuse(409, 'file-part-out-of-order');
  if (length === 0 || offset + length > known.bytes) refuse(422, 'file-part-too-long');
  if (length < LEAST_PART_BYTES && offset + length < known.bytes) refuse(422, 'file-part-too-short');
}
