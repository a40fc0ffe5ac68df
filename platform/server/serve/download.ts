import type { FastifyReply } from 'fastify';
import type { Download } from './context.ts';

/** Sends a file to be saved, never to be shown: what people upload must not run as a page of this site. */
export function sendDownload(reply: FastifyReply, { name, mediaType, bytes, body }: Download): FastifyReply {
  reply
    .status(200)
    .type(mediaType)
    .header('content-disposition', disposition(name))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('cache-control', 'private, no-store');
  if (bytes !== null) reply.header('content-length', String(bytes));
  return reply.send(body);
}

/** RFC 6266: the real name in UTF-8, a plain one beside it for old clients. */
function disposition(name: string): string {
  const plain = name.replaceAll(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
