import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { machineClock, seal, verify, witnessFile } from '@qianmo/platform/server';
import { Client } from 'pg';
import type { World } from './world.ts';

export type Sealing = { batches: number; leaves: number; interrupted: number; readonly wrong: string[] };

const PAUSE_MS = 150;
/** What a sealer meets whose database goes away; anything else is a fault of the seal. */
const AWAY = /connection|terminat|ECONN|ENOENT|EPIPE|starting up|shutting down|recovery|crash|database-unreachable/i;

/** Seals again and again until `over`; a database that goes away interrupts it, nothing else may. */
export async function keepSealing(world: World, over: AbortSignal): Promise<Sealing> {
  const sealing: Sealing = { batches: 0, leaves: 0, interrupted: 0, wrong: [] };
  while (!over.aborted) {
    try {
      await sealOnce(world, sealing);
    } catch (error) {
      const words = error instanceof Error ? `${(error as { code?: string }).code} ${error.message}` : String(error);
      if (AWAY.test(words)) sealing.interrupted += 1;
      else sealing.wrong.push(words);
    }
    await sleep(PAUSE_MS);
  }
  return sealing;
}

async function sealOnce(world: World, sealing: Sealing): Promise<void> {
  const { keys, record, connection, witnessFile: file } = world.installation;
  const client = await connect(connection('qianmo_seal'));
  try {
    const witness = witnessFile(file);
    const sealedAt = machineClock().instant();
    const done = await seal(client, { signingKey: keys.auditSigning, installation: record.id, sealedAt, witness });
    sealing.batches += done.batches;
    sealing.leaves += done.leaves;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function connect(config: ConstructorParameters<typeof Client>[0]): Promise<Client> {
  const client = new Client(config);
  // A lost connection shows in the statement that waits for it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export type Verified = { batches: number; leaves: number; rows: number; unsealed: number; problems: string[] };

/** Seals what is left and verifies the whole log, its witness and every row against it. */
export async function sealAndVerify(world: World): Promise<Verified> {
  await sealOnce(world, { batches: 0, leaves: 0, interrupted: 0, wrong: [] });
  const { keys, connection, witnessFile: file } = world.installation;
  const client = await connect(connection('qianmo_seal'));
  try {
    const witnessText = await readFile(file, 'utf8');
    const report = await verify(client, { witnessText, publicKey: keys.auditPublic });
    const problems = report.problems.map(({ kind, table, key, detail }) => `${kind} ${table} ${key}: ${detail}`);
    const { batches, leaves, rows, unsealedTail: unsealed } = report;
    return { batches, leaves, rows, unsealed, problems };
  } finally {
    await client.end();
  }
}
