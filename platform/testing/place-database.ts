import { Client, type ClientConfig } from 'pg';
import { inject } from 'vitest';
import { cloneTemplate, dropClone, TEST_PASSWORD } from './cluster.ts';

/** A database of its own for a test file: connections as owner and as the application, and how to end them. */
export type PlaceDatabase = {
  readonly config: ClientConfig;
  readonly owner: Client;
  readonly app: Client;
  close(): Promise<void>;
};

export async function openPlaceDatabase(name: string): Promise<PlaceDatabase> {
  const { host, port, user } = inject('cluster');
  const cluster = { host, port, user, database: 'postgres' };
  await dropClone(cluster, name);
  await cloneTemplate(cluster, name);
  const config = { ...cluster, database: name };
  const owner = new Client(config);
  const app = new Client({ ...config, user: 'qianmo_app', password: TEST_PASSWORD });
  await Promise.all([owner.connect(), app.connect()]);
  return {
    config,
    owner,
    app,
    async close() {
      await Promise.all([owner.end(), app.end()]);
      await dropClone(cluster, name);
    },
  };
}
