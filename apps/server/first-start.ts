import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { foundAdministrator } from '@qianmo/organisation/server';
import {
  type Clock,
  createPool,
  databaseOf,
  foundInstallation,
  hashToken,
  hasRegister,
  type Installation,
  insertInvitation,
  loadOfficialYears,
  withClient,
} from '@qianmo/platform/server';
import { importPack, listProgrammes } from '@qianmo/programme/contract';
import { parse } from '@qianmo/programme/pack';
import { importShippedPacks, readShippedPacks, type ShippedPack } from '@qianmo/programme/server';
import type { Client, ClientConfig } from 'pg';
import type { ComposedServer } from './compose.ts';
import { actInside } from './in-process.ts';

export type FirstStart = {
  readonly owner: Client;
  readonly ownerConnection: ClientConfig;
  readonly clock: Clock;
  readonly say: (message: string) => void;
  /** Shown while a long step runs; the total is known. */
  readonly progress: (step: string, done: number, total: number) => void;
};

/** Fills what every installation needs before it can serve; quick when it is there already. */
export async function fillReference(parts: FirstStart, installation: Installation): Promise<void> {
  const { id, createdAt } = installation.record;
  await foundInstallation(parts.owner, { id, kind: installation.kind, createdAt });
  await loadOfficialYears(parts.owner);
  if (!(await hasRegister(parts.owner))) await fillPlaces(parts);
}

function fillPlaces(parts: FirstStart): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./fill-places.ts', import.meta.url)));
    child.on('message', (told: { done?: number; total?: number }) => {
      if (told.done !== undefined) parts.progress('地名库 places', told.done, told.total ?? told.done);
    });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`places-not-loaded: exit ${code}`))));
    const { types: _functions, ...connection } = parts.ownerConnection;
    child.send({ connection, at: parts.clock.instant() });
  });
}

const packsFolder = fileURLToPath(new URL('../../packs/', import.meta.url));

/**
 * The shipped programmes, by the same act as any other import. One that is there in whatever version is left alone:
 * its office may have changed it since.
 */
export async function bringShippedPacks(
  server: ComposedServer,
  clock: Clock,
  say: (message: string) => void,
): Promise<void> {
  const act = actInside(server, clock, 'start');
  const missing: ShippedPack[] = [];
  for (const pack of await readShippedPacks(packsFolder)) {
    const read = parse(pack.text, pack.tables);
    const known = read.ok ? (await act(listProgrammes, { home: read.pack.home, input: {} })).items : [];
    if (!known.some((programme) => programme.id === pack.id)) missing.push(pack);
  }
  const imported = await importShippedPacks((home, input) => act(importPack, { home, input }), missing);
  for (const pack of imported) say(`方案已导入 · programme imported: ${pack.id} v${pack.version}`);
}

const LINK_DAYS = 7;

/** Where nobody has an account yet: makes the first administrator's post and returns the one-time link's token. */
export async function offerSetUp(parts: FirstStart): Promise<string | null> {
  const { rows } = await parts.owner.query<{ open: boolean }>(
    `select not exists (select from platform.credential where password_hash is not null) as open`,
  );
  if (!rows[0]?.open) return null;
  const token = randomBytes(24).toString('base64url');
  const now = parts.clock.instant();
  const pool = createPool(parts.ownerConnection, 1);
  try {
    await withClient(pool, async (client) => {
      const db = databaseOf(client);
      await client.query('begin');
      const known = await db
        .selectFrom('platform.account')
        .select('id')
        .where('login', '=', 'set-up')
        .executeTakeFirst();
      const account = known?.id ?? (await foundAdministrator(db, now, parts.clock.today()));
      await insertInvitation(db, {
        hash: hashToken(token),
        kind: 'set-up',
        account,
        now,
        expiresAt: new Date(parts.clock.milliseconds() + LINK_DAYS * 86_400_000).toISOString(),
      });
      await client.query('commit');
    });
  } finally {
    await pool.end();
  }
  return token;
}
