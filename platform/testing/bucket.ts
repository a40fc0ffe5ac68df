import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

type S3Options = {
  address: string;
  port: number;
  silent: boolean;
  directory: string;
  configureBuckets: { name: string; configs: string[] }[];
};
type S3Server = { run(): Promise<{ port: number }>; close(): Promise<void> };
// The package has no types of its own.
const S3rver = createRequire(import.meta.url)('s3rver') as new (options: S3Options) => S3Server;

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
