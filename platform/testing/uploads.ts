import { createHash } from 'node:crypto';
import { beginFile, completeFile, fileProgress, MOST_PART_BYTES, partPath } from '../contract/file.ts';
import type { Operation, Shape } from '../contract/operation.ts';

/** The least of a signed-in person of a test that sending files needs. */
export type Sender = {
  readonly cookie: string;
  call(
    operation: Operation<Shape>,
    call: { home: string; input: object; id?: string },
  ): Promise<{ status: number; body: unknown }>;
};

export type Upload = {
  readonly home: string;
  readonly name: string;
  readonly content: Buffer;
  readonly purpose?: 'evidence' | 'sheet';
  readonly partBytes?: number;
};

export type Sent = { id: string; status: number; body: Record<string, unknown> };

type Place = { readonly url: string };

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Declares, sends and completes a file as a browser does; answers how completing went. */
export async function sendFile(t: Place, who: unknown, upload: Upload): Promise<Sent> {
  const sender = who as Sender;
  const { home, name, content, purpose = 'evidence', partBytes = MOST_PART_BYTES } = upload;
  const input = { name, bytes: content.length, sha256: sha256(content), purpose };
  const begun = await sender.call(beginFile as unknown as Operation, { home, input });
  if (begun.status !== 200) throw new Error(`file.begin → ${begun.status} ${JSON.stringify(begun.body)}`);
  const { id } = begun.body as { id: string };
  for (let at = 0; at < content.length; at += partBytes) {
    const answer = await sendPart(t, sender, { home, id, offset: at, content: content.subarray(at, at + partBytes) });
    if (answer.status !== 200) throw new Error(`part at ${at} → ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  const done = await sender.call(completeFile as unknown as Operation, { home, input: { id } });
  return { id, status: done.status, body: done.body as Record<string, unknown> };
}

/** Sends a file and answers its id; throws where it was not kept. */
export async function storeFile(t: Place, who: unknown, upload: Upload): Promise<string> {
  const { id, status, body } = await sendFile(t, who, upload);
  if (status !== 200) throw new Error(`file.complete → ${status} ${JSON.stringify(body)}`);
  return id;
}

export async function sendPart(
  t: Place,
  who: unknown,
  part: { home: string; id: string; offset: number; content: Buffer; headers?: Record<string, string> },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const { cookie } = who as Sender;
  const answer = await fetch(t.url + partPath(part.home, part.id, part.offset), {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/octet-stream', ...part.headers },
    body: new Uint8Array(part.content),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** A download of an operation, with its headers. */
export async function download(
  t: Place,
  who: unknown,
  operation: Pick<Operation, 'path'>,
  call: { home: string; input: Record<string, string> },
): Promise<{ status: number; headers: Headers; body: Buffer }> {
  const { cookie } = who as Sender;
  const query = new URLSearchParams(call.input);
  const answer = await fetch(`${t.url}${operation.path.replace(':home', call.home)}?${query}`, { headers: { cookie } });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
}

export async function receivedOf(who: unknown, home: string, id: string): Promise<number> {
  const { body } = await (who as Sender).call(fileProgress as unknown as Operation, { home, input: { id } });
  return (body as { received: number }).received;
}
