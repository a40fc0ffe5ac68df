import {
  addPlace,
  type Database,
  findPlaceByCode,
  fromKysely,
  resolveRows,
  setPovertyClass,
} from '@qianmo/platform/server';
import type { Pack } from '../pack/index.ts';
import { listResolved } from './store/profile.ts';

/** Below the county: a special unit is nobody's home, whatever it hangs from. */
const SPECIAL_LEVEL = 4;

/**
 * Puts into the register of places what only the plan knows: special units without a national code (PROG-02), and the
 * poverty class of each village of its table, found by township and name (PROG-03, PROG-04). Names that are not beyond
 * doubt wait in the work list. Doing it again changes nothing.
 */
export async function registerLocality(db: Database, pack: Pack, source: string): Promise<void> {
  const places = fromKysely(db);
  for (const unit of pack.specialUnits) {
    if (!/[A-Z]/.test(unit.code) || (await findPlaceByCode(places, unit.code)) !== undefined) continue;
    const parent = await findPlaceByCode(places, unit.parent);
    if (parent === undefined) continue;
    await addPlace(places, {
      level: SPECIAL_LEVEL,
      kind: 'special',
      form: unit.kind,
      code: unit.code,
      name: unit.name.zh,
      parent,
      since: null,
      source: `${pack.id} ${unit.clause}`,
    });
  }
  await classVillages(db, pack, source);
}

export const tableSource = (pack: Pick<Pack, 'id' | 'storeAllocation'>): string =>
  `${pack.id}/${pack.storeAllocation?.file.replace(/\.csv$/, '') ?? ''}`;

async function classVillages(db: Database, pack: Pack, source: string): Promise<void> {
  if (pack.stores.length === 0) return;
  const places = fromKysely(db);
  const keyOf = (row: Pack['stores'][number]) => `${row.township}/${row.village}`;
  const table = tableSource(pack);
  await resolveRows(places, {
    home: pack.home,
    source: table,
    asOf: pack.start,
    rows: pack.stores.map((row) => ({ rowKey: keyOf(row), township: row.township, village: row.village })),
  });
  const resolved = new Map((await listResolved(db, pack.home, table)).map((row) => [row.rowKey, row.chosen]));
  for (const row of pack.stores) {
    const place = resolved.get(keyOf(row));
    if (!place) continue;
    const kind = row.class === 'poor' ? 'poor' : 'non-poor';
    await setPovertyClass(places, { place, class: kind, from: pack.start, source: `${table} · ${source}` });
  }
}
