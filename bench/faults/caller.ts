import type { Operation } from '@qianmo/platform/contract';

/** A signed-in person of the trial. */
export type Person = { readonly account: string; readonly home: string; readonly cookie: string };

/** What is sent; an act keeps its id however often it is sent. */
export type Request = {
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  readonly id?: string;
  /** Left out: the person's own. */
  readonly home?: string;
};

export type Answer = {
  /** 0: the connection broke before an answer came. */
  readonly status: number;
  readonly code: string | null;
  readonly body: unknown;
  readonly replayed: boolean;
  readonly retryAfter: string | null;
  readonly milliseconds: number;
};

const PATIENCE_MS = 20_000; // longer than any answer may take, so that a slow one is measured and not cut off

/** Sends once. Throws `no-answer` when the server holds the connection open and says nothing. */
export async function send(url: string, person: Person, request: Request): Promise<Answer> {
  const { operation, input, id, home = person.home } = request;
  const query = operation.method === 'GET' ? `?${queryOf(input)}` : '';
  const began = performance.now();
  const since = () => performance.now() - began;
  try {
    const response = await fetch(url + operation.path.replace(':home', home) + query, {
      method: operation.method,
      headers: {
        cookie: person.cookie,
        ...(id === undefined ? {} : { 'idempotency-key': id }),
        ...(operation.method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(operation.method === 'POST' ? { body: JSON.stringify(input) } : {}),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body: unknown = await response.json();
    return {
      status: response.status,
      code: response.ok ? null : (body as { code: string }).code,
      body,
      replayed: response.headers.get('operation-replayed') === 'true',
      retryAfter: response.headers.get('retry-after'),
      milliseconds: since(),
    };
  } catch (error) {
    if (since() >= PATIENCE_MS) throw new Error(`no-answer: ${operation.name} hung for ${PATIENCE_MS} ms`);
    if (!(error instanceof TypeError)) throw error;
    return { status: 0, code: null, body: null, replayed: false, retryAfter: null, milliseconds: since() };
  }
}

function queryOf(input: Readonly<Record<string, unknown>>): string {
  return new URLSearchParams(Object.entries(input).map(([key, value]) => [key, String(value)])).toString();
}
