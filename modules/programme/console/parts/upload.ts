import type { Call } from '@qianmo/client';
import { file as files } from '@qianmo/platform/contract';
import { sha256Hex } from './sha256.ts';

export type Uploaded = { readonly id: string; readonly name: string };

/** Sends a file in parts and has it checked and kept. Throws ProblemError with the reason where it is refused. */
export async function uploadFile(
  call: Call,
  home: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<Uploaded> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const sum = await sha256Hex(bytes);
  const input = { name: file.name, bytes: bytes.length, sha256: sum };
  const begun = await call(files.beginFile, { home, input });
  for (let offset = 0; offset < bytes.length; offset += begun.mostPartBytes) {
    await sendPart(files.partPath(home, begun.id, offset), bytes.subarray(offset, offset + begun.mostPartBytes));
    onProgress(Math.min(1, (offset + begun.mostPartBytes) / bytes.length));
  }
  await call(files.completeFile, { home, input: { id: begun.id } });
  return { id: begun.id, name: file.name };
}

/** A part that was lost on the way is sent once more; whoever misses the second time is told. */
async function sendPart(url: string, part: Uint8Array<ArrayBuffer>): Promise<void> {
  const send = () =>
    fetch(url, {
      method: 'PUT',
      body: part,
      headers: { 'content-type': 'application/octet-stream' },
      credentials: 'same-origin',
    });
  const first = await send().catch(() => null);
  const answer = first?.ok ? first : await send();
  if (!answer.ok) throw new Error(`part refused: ${answer.status}`);
}
