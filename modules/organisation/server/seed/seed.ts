import type { Database } from '@qianmo/platform/server';
import type { Pack } from '@qianmo/programme/pack';
import { seedDuties } from './duties.ts';
import { seedAdHocGroups, seedAssociation, seedDualOffices, seedLeadingGroups } from './groups.ts';
import { seedResponsibilities } from './responsibilities.ts';
import { seedUnits } from './units.ts';

/** Where and when a pack is taken over; `newId` gives a UUIDv7 of the act's time. */
export type Seeding = {
  readonly home: string;
  readonly programme: string;
  readonly today: string;
  readonly newId: () => string;
};

export type Seeded = { units: number; seats: number; groups: number; responsibilities: number; duties: number };

/**
 * Takes units, groups by post, responsibilities, reports and declared conflicts from a programme's pack: everything that
 * the plan says of offices, nothing of persons. In the caller's transaction, whose scope must let it write `home`.
 * Doing it again changes nothing; after a changed pack what is new is added and seats that the plan drops end today.
 * What the office has entered itself is left alone. Returns how many records are new.
 */
export async function seedFromPack(db: Database, pack: Pack, seeding: Seeding): Promise<Seeded> {
  const units = await seedUnits(db, pack, seeding);
  const leading = await seedLeadingGroups(db, pack, seeding, units);
  const adHoc = await seedAdHocGroups(db, pack, seeding, units);
  const association = await seedAssociation(db, pack, seeding);
  await seedDualOffices(db, pack, seeding, units);
  return {
    units: units.made,
    seats: leading.seats,
    groups: leading.groups + adHoc + association,
    responsibilities: await seedResponsibilities(db, pack, seeding, units),
    duties: await seedDuties(db, pack, seeding, units),
  };
}
