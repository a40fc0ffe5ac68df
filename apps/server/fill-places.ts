import { loadRegister } from '@qianmo/platform/server';
import { Client, type ClientConfig } from 'pg';

// A process of its own for the first start only: reading the register takes memory that the server should never hold.
process.once('message', async ({ connection, at }: { connection: ClientConfig; at: string }) => {
  const owner = new Client(connection);
  await owner.connect();
  const outcome = await loadRegister(owner, {
    at,
    onProgress: (done, total) => process.send?.({ done, total }),
  });
  await owner.end();
  process.send?.({ placeCount: outcome.placeCount }, () => process.disconnect());
});
