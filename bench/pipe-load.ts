import { uuidV7 } from '@qianmo/values/id';
import autocannon from 'autocannon';

/** One short load on one server; the answer is what it served per second. */
export type LoadOrder = {
  readonly address: string;
  readonly what: 'write' | 'read';
  readonly known: string;
  readonly token: string;
  readonly lasts: { readonly seconds: number } | { readonly requests: number };
};
export type LoadAnswer = { readonly perSecond: number } | { readonly failed: string };

export const CONNECTIONS = 16;

/** Headers of a signed-in browser. */
export function headersOf(token: string, id: string): Record<string, string> {
  return { cookie: `qianmo_session=${token}`, 'content-type': 'application/json', 'idempotency-key': id };
}

async function load(order: LoadOrder): Promise<LoadAnswer> {
  const { address, what, known, token, lasts } = order;
  const result = await autocannon({
    url: address,
    connections: CONNECTIONS,
    ...('seconds' in lasts ? { duration: lasts.seconds } : { amount: lasts.requests }),
    sampleInt: 250,
    requests: [
      what === 'write'
        ? {
            method: 'POST',
            path: '/api/621221/probe/place',
            body: '{"subject":"bench"}',
            setupRequest: (request: object) => ({ ...request, headers: headersOf(token, uuidV7(Date.now())) }),
          }
        : { method: 'GET', path: `/api/621221/probe/find?id=${known}`, headers: headersOf(token, known) },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    return { failed: `${what}: ${result.non2xx} refused, ${result.errors} failed` };
  return { perSecond: result['2xx'] / result.duration };
}

// Child process of its own, so that measuring takes nothing from what is measured but its share of the machine.
if (process.send) {
  process.on('message', (order: LoadOrder) => {
    load(order).then(
      (answer) => process.send?.(answer),
      (error: unknown) => process.send?.({ failed: String(error) }),
    );
  });
}
