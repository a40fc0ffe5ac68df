import type { AwsClient } from 'aws4fetch';
import { Refusal } from '../serve/errors.ts';
import { type FileBytes, type FileKey, keyOf, parsePart, partName } from './bytes.ts';

/** Files in a bucket of any S3-compatible store; `base` is `https://host/bucket`. Path-style addresses, which all of them know. */
export function createS3Bytes(client: AwsClient, base: string): FileBytes {
  const call = (place: string, init: RequestInit = {}) => client.fetch(`${base}/${place}`, init);
  const list = (file: FileKey) => listNames(call, keyOf(file));
  return {
    put: async (file, offset, content) => {
      const place = `${keyOf(file)}/${partName(offset, content.length)}`;
      const answer = await call(place, { method: 'PUT', body: new Uint8Array(content) });
      await expectDone(answer, 'put');
    },
    list: async (file) => (await list(file)).flatMap((name) => parsePart(name) ?? []),
    get: async (file, part) => {
      const answer = await call(`${keyOf(file)}/${partName(part.offset, part.bytes)}`);
      const content = answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
      if (content?.length !== part.bytes) throw new Error(`file-bytes-missing: ${keyOf(file)} at ${part.offset}`);
      return content;
    },
    drop: async (file) => {
      for (const name of await list(file)) {
        await expectDone(await call(`${keyOf(file)}/${name}`, { method: 'DELETE' }), 'delete');
      }
    },
  };
}

/** Names below a prefix; a store answers at most 1,000 at a time. */
async function listNames(call: (place: string) => Promise<Response>, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for (let token: string | undefined = ''; token !== undefined; ) {
    const query = new URLSearchParams({ 'list-type': '2', prefix: `${prefix}/` });
    if (token) query.set('continuation-token', token);
    const answer = await call(`?${query}`);
    await expectDone(answer.clone(), 'list');
    const xml = await answer.text();
    for (const [, key] of xml.matchAll(/<Key>([^<]+)<\/Key>/g)) if (key) names.push(key.slice(prefix.length + 1));
    token = /<NextContinuationToken>([^<]+)</.exec(xml)?.[1];
  }
  return names;
}

async function expectDone(answer: Response, act: string): Promise<void> {
  const text = await answer.text();
  if (answer.ok) return;
  const code = /<Code>([^<]+)</.exec(text)?.[1] ?? String(answer.status);
  if (answer.status === 507 || /Full|Quota|InsufficientStorage/i.test(code)) throw new Refusal(507, 'storage-full');
  throw new Error(`file-store-failed: ${act} ${code}`);
}
