import { AwsClient } from 'aws4fetch';
import type { FileBytes } from './bytes.ts';
import { createFolderBytes } from './bytes-folder.ts';
import { createS3Bytes } from './bytes-s3.ts';

/**
 * Opens the store that a setting names: a folder, or `s3://key:secret@host[:port]/bucket[?region=…&tls=no]`.
 * Throws `file-store-invalid` on an address that is not one; never repeats the secret.
 */
export function openFileBytes(setting: string): FileBytes {
  if (!setting.startsWith('s3://')) return createFolderBytes(setting);
  const url = URL.canParse(setting) ? new URL(setting) : null;
  const bucket = url?.pathname.replaceAll('/', '') ?? '';
  if (!url?.username || !url.password || !bucket) throw new Error('file-store-invalid: s3://key:secret@host/bucket');
  const client = new AwsClient({
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    service: 's3',
    region: url.searchParams.get('region') ?? 'us-east-1',
    retries: 3,
  });
  const scheme = url.searchParams.get('tls') === 'no' ? 'http' : 'https';
  return createS3Bytes(client, `${scheme}://${url.host}/${bucket}`);
}
