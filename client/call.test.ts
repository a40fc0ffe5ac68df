import { read, write } from '@qianmo/platform/contract';
import { isUuidV7 } from '@qianmo/values/id';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type CallParts, createCall } from './call.ts';
import { ProblemError, UnreachableError } from './problem-error.ts';

const save = write({
  name: 'sample.save',
  home: 'path',
  permission: 'sample.save',
  summary: 'Saves',
  input: z.strictObject({ name: z.string() }),
  result: z.strictObject({ id: z.string() }),
  rejections: ['name-taken'],
});
const list = read({
  name: 'sample.listAll',
  home: 'path',
  permission: 'sample.read',
  summary: 'Lists',
  input: z.strictObject({ states: z.array(z.string()).optional(), page: z.number().optional() }),
  result: z.strictObject({ items: z.array(z.string()) }),
});

type Seen = { url: string; id: string | null; body: unknown };

/** A server that answers in turn; a thrown answer is a connection that broke. */
function server(...answers: (() => Response)[]) {
  const seen: Seen[] = [];
  const pauses: number[] = [];
  const parts: CallParts = {
    origin: '',
    language: () => 'zh-CN',
    now: () => 1_573_000_000_000,
    pause: async (ms) => {
      pauses.push(ms);
    },
    fetch: async (url, request) => {
      const headers = new Headers(request?.headers);
      seen.push({ url: String(url), id: headers.get('idempotency-key'), body: request?.body });
      const answer = answers.shift();
      if (!answer) throw new Error('the test server was asked once too often');
      return answer();
    },
  };
  return { parts, seen, pauses };
}

const done = (body: object) => () => Response.json(body);
const problem =
  (status: number, code: string, extra: object = {}) =>
  () =>
    new Response(JSON.stringify({ type: '', title: code, status, code, ...extra }), {
      status,
      headers: { 'content-type': 'application/problem+json' },
    });
const broken = () => {
  throw new TypeError('network');
};

describe('an act', () => {
  it('carries a UUIDv7 and the home in the address', async () => {
    const { parts, seen } = server(done({ id: '1' }));
    await createCall(parts)(save, { home: '621221', input: { name: '长沟' } });
    expect(seen[0]?.url).toBe('/api/621221/sample/save');
    expect(isUuidV7(seen[0]?.id ?? '')).toBe(true);
    expect(seen[0]?.body).toBe('{"name":"长沟"}');
  });

  it('is sent again under the same id when the connection breaks or the server is busy', async () => {
    const { parts, seen, pauses } = server(broken, problem(503, 'busy', { retryAfterSeconds: 3 }), done({ id: '1' }));
    await createCall(parts)(save, { home: '621221', input: { name: 'a' } });
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
    expect(seen).toHaveLength(3);
    expect(pauses[1]).toBeGreaterThanOrEqual(3_000);
  });

  it('keeps the id it was given', async () => {
    const id = '01970000-0000-7000-8000-000000000001';
    const { parts, seen } = server(done({ id: '1' }));
    await createCall(parts)(save, { home: '621221', input: { name: 'a' }, id });
    expect(seen[0]?.id).toBe(id);
  });

  it('gives up after five tries and says that nobody answered', async () => {
    const { parts, seen } = server(broken, broken, broken, broken, broken);
    const away = vi.fn();
    const call = createCall({ ...parts, onAway: away });
    await expect(call(save, { home: '621221', input: { name: 'a' } })).rejects.toBeInstanceOf(UnreachableError);
    expect(seen).toHaveLength(5);
    expect(away).toHaveBeenLastCalledWith(true);
  });

  it('is not repeated after a rejection', async () => {
    const { parts, seen } = server(problem(422, 'name-taken'));
    const error = await createCall(parts)(save, { home: '621221', input: { name: 'a' } }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).code).toBe('name-taken');
    expect(seen).toHaveLength(1);
  });

  it('asks for a second factor and then repeats itself under the same id', async () => {
    const { parts, seen } = server(problem(403, 'second-factor-needed'), done({ id: '1' }));
    const call = createCall({ ...parts, confirmSecondFactor: async () => true });
    await call(save, { home: '621221', input: { name: 'a' } });
    expect(seen[0]?.id).toBe(seen[1]?.id);
  });

  it('stays refused when the second factor is not given', async () => {
    const { parts } = server(problem(403, 'second-factor-needed'));
    const call = createCall({ ...parts, confirmSecondFactor: async () => false });
    await expect(call(save, { home: '621221', input: { name: 'a' } })).rejects.toThrow('second-factor-needed');
  });

  it('says when the session has ended', async () => {
    const { parts } = server(problem(401, 'not-signed-in'));
    const ended = vi.fn();
    await createCall({ ...parts, onSignedOut: ended })(save, { home: '1', input: { name: 'a' } }).catch(() => null);
    expect(ended).toHaveBeenCalledOnce();
  });

  it('stops at once when the caller leaves', async () => {
    const leave = new AbortController();
    leave.abort(new Error('left'));
    const { parts } = server(broken);
    const call = createCall(parts)(save, { home: '621221', input: { name: 'a' }, signal: leave.signal });
    await expect(call).rejects.toThrow('network');
  });
});

describe('a read', () => {
  it('travels in the query: lists by repetition, absent values left out', async () => {
    const { parts, seen } = server(done({ items: [] }));
    await createCall(parts)(list, { home: '621221', input: { states: ['运营', 'b'], page: 2 } });
    expect(seen[0]?.url).toBe('/api/621221/sample/list-all?states=%E8%BF%90%E8%90%A5&states=b&page=2');
    expect(seen[0]?.id).toBeNull();
  });

  it('without a home is a mistake of the page, found before anything is sent', async () => {
    const { parts, seen } = server();
    await expect(createCall(parts)(list, { input: {} })).rejects.toThrow('needs a home');
    expect(seen).toHaveLength(0);
  });
});

it('an answer that is no problem of the house becomes a fault', async () => {
  const { parts } = server(() => new Response('<html>', { status: 500 }));
  const error = await createCall(parts)(list, { home: '1', input: {} }).catch((thrown) => thrown);
  expect((error as ProblemError).code).toBe('fault');
});
