import type { Database } from '@qianmo/platform/server';
import type { Pack } from '../pack/index.ts';
import { getPack, listVersionRows, type ProgrammeKey } from './store/programme.ts';

/** What `programme.importPack` tells the modules above, by event; its payload holds the version. */
export const PACK_IMPORTED = 'programme.pack-imported';

/** The pack of a version, as imported; undefined where there is no such version. */
export async function findImportedPack(db: Database, key: ProgrammeKey, version: number): Promise<Pack | undefined> {
  const row = (await listVersionRows(db, key)).find((each) => each.number === version);
  return row && getPack(db, key, row);
}
