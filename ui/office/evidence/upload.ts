import type { Call } from '@qianmo/client';
import { file as files } from '@qianmo/platform/contract';
import { sha256Hex } from './sha256.ts';

export type Uploaded = { readonly id: string; readonly name: string };

export type Upload = {
  readonly call: Call;
  readonly home: string;
  readonly file: File;
  readonly purpose?: 'evidence' | 'sheet';
  /** 0 to 1. */
  readonly onProgress: (share: number) => void;
};

/**
 * Declares a file, sends its bytes in parts, has it checked and kept. A part that is lost on the way is taken up where
 * the server says it stands. Throws ProblemError with the reason where the file is refused.
 */
export async function uploadFile({ call, home, file, purpose = 'evidence', onProgress }: Upload): Promise<Uploaded> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const input = { name: file.name, bytes: bytes.length, sha256: await sha256Hex(bytes), purpose };
  const begun = await call(files.beginFile, { home, input });
  let sent = 0;
  let failures = 0;
  while (sent < bytes.length) {
    const part = bytes.subarray(sent, sent + begun.mostPartBytes);
    if (await sendPart(files.partPath(home, begun.id, sent), part)) {
      sent += part.length;
      failures = 0;
    } else {
      failures += 1;
      if (failures > mostFailures) throw new Error('the parts do not arrive');
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** failures));
      sent = (await call(files.fileProgress, { home, input: { id: begun.id } })).received;
    }
    onProgress(sent / bytes.length);
  }
  await call(files.completeFile, { home, input: { id: begun.id } });
  return { id: begun.id, name: file.name };
}

const mostFailures = 4;

/** Whether the part arrived. */
async function sendPart(url: string, part: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await fetch(url, { method: 'PUT', body: part, headers, credentials: 'same-origin' }).catch(() => null);
  return answer?.ok ?? false;
}
