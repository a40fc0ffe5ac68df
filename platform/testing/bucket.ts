import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';

export type Bucket = { readonly setting: (bucket: string) => string; stop(): Promise<void> };

/** A real S3 server in this process with one bucket, `evidence`; `setting` is how a store names a bucket there. */
export async function startBucket(): Promise<Bucket> {
  const directory = await mkdtemp(path.join(tmpdir(), 'qianmo-s3-'));
  const configureBuckets = [{ name: 'evidence', configs: [] }];
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets });
  const { port } = await server.run();
  return {
    setting: (bucket) => `s3://S3RVER:S3RVER@127.0.0.1:${port}/${bucket}?tls=no`,
    stop: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
