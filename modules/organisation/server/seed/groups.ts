import type { Role } from '@qianmo/platform/contract';
import type { Database } from '@qianmo/platform/server';
import type { Pack } from '@qianmo/programme/pack';
import * as store from '../store/groups.ts';
import { hasDualOfficeFrom, insertDualOffice } from '../store/integrity.ts';
import { insertPosts, postsTitled } from '../store/posts.ts';
import { findGroupOfItem, hasDualOfficeOfItem, renameGroup, seatsByItem } from '../store/seed.ts';
import type { Seeding } from './seed.ts';
import type { SeededUnits } from './units.ts';

type LeadingGroup = Pack['leadingGroups'][number];

const functions = {
  head: 'head',
  executive_deputy: 'executive-deputy',
  deputy: 'deputy',
  member: 'member',
} as const;
const adHocKinds = {
  push_group: 'push',
  assessment_group: 'assessment',
  acceptance_group: 'acceptance',
  bid_committee: 'bid-committee',
  recheck_group: 'recheck',
} as const;

/** Leading groups with their seats (GOV-01); a reading of the plan that is not in force makes no group. */
export async function seedLeadingGroups(db: Database, pack: Pack, seeding: Seeding, units: SeededUnits) {
  const made = { groups: 0, seats: 0 };
  for (const group of pack.leadingGroups.filter((each) => each.inForce)) {
    const body = await groupOf(db, pack, seeding, {
      item: group.id,
      kind: 'leading',
      name: group.name,
      clause: group.clause,
      office: group.office ? units.of(group.office.unit).id : null,
    });
    if (body.isNew) made.groups += 1;
    made.seats += await seedSeats(db, pack, seeding, body.id, seatsOf(group, units));
  }
  return made;
}

async function groupOf(
  db: Database,
  pack: Pack,
  { home, programme, newId }: Seeding,
  made: { item: string; kind: string; name: string; clause: string } & Partial<store.GroupValues>,
): Promise<{ id: string; isNew: boolean }> {
  const known = await findGroupOfItem(db, home, programme, made.item);
  if (known) {
    if (known.name !== made.name) await renameGroup(db, home, known.id, made.name);
    return { id: known.id, isNew: false };
  }
  const id = newId();
  const { item, ...values } = made;
  await store.insertGroup(db, {
    ...{ home, id, programme, documentNo: null, packItem: item, from: pack.start },
    ...values,
  });
  return { id, isNew: true };
}

type WantedSeat = {
  item: string;
  function: string;
  unit: string;
  title: string;
  role: Role;
  place: string | null;
  nth: number;
};

/** One seat per post: 副市长 2 人 are two, 各乡镇主要领导 one per township. */
function seatsOf(group: LeadingGroup, units: SeededUnits): WantedSeat[] {
  const seats = group.seats.flatMap((seat): WantedSeat[] => {
    const unit = units.of(seat.unit);
    const common = { function: functions[seat.rank], title: seat.post };
    if (unit.townships.length > 0)
      return unit.townships.map(({ id, place }) => ({
        ...common,
        ...{ item: `${seat.id}#${place}`, unit: id, role: 'township-leader', place, nth: 0 },
      }));
    return Array.from({ length: Math.max(seat.count, 1) }, (_, nth) => ({
      ...common,
      ...{ item: nth === 0 ? seat.id : `${seat.id}#${nth + 1}`, unit: unit.id, role: unit.role, place: null, nth },
    }));
  });
  if (!group.office?.headPost) return seats;
  const office = units.of(group.office.unit);
  const head = { item: `${group.id}#office`, function: 'office-head', title: group.office.headPost };
  return [...seats, { ...head, unit: office.id, role: office.role, place: null, nth: 0 }];
}

async function seedSeats(
  db: Database,
  pack: Pack,
  seeding: Seeding,
  body: string,
  wanted: readonly WantedSeat[],
): Promise<number> {
  const { home, today } = seeding;
  const standing = await seatsByItem(db, home, body, today);
  const missing = wanted.filter((seat) => !standing.has(seat.item));
  const seats = [];
  for (const seat of missing) {
    const post = await postFor(db, pack, seeding, seat);
    seats.push({
      home,
      id: seeding.newId(),
      body,
      post,
      function: seat.function,
      packItem: seat.item,
      from: pack.start,
    });
  }
  await store.insertSeats(db, seats);
  const kept = new Set(wanted.map((seat) => seat.item));
  for (const [item, seat] of standing) if (!kept.has(item)) await store.endSeat(db, home, seat.id, today);
  return seats.length;
}

/** The post of this title in the unit, made without a holder where it is not there. */
async function postFor(db: Database, pack: Pack, { home, newId }: Seeding, seat: WantedSeat): Promise<string> {
  const standing = (await postsTitled(db, home, seat.unit, seat.title))[seat.nth];
  if (standing) return standing;
  const id = newId();
  const { unit, title, role, place } = seat;
  const narrow = place === null ? null : { kind: 'township', id: place };
  await insertPosts(db, [{ home, id, unit, title, role, narrow, duty: null, from: pack.start }]);
  return id;
}

/** Ad-hoc groups by departments and mandate (GOV-09). */
export async function seedAdHocGroups(db: Database, pack: Pack, seeding: Seeding, units: SeededUnits): Promise<number> {
  let made = 0;
  for (const group of pack.adHocGroups) {
    const { id, isNew } = await groupOf(db, pack, seeding, {
      item: group.id,
      kind: adHocKinds[group.kind],
      name: group.name,
      clause: group.clause,
      mandate: group.mandate,
      outside: group.outside ?? [],
      minPersons: group.minPersons ?? null,
    });
    if (!isNew) continue;
    made += 1;
    const lead = group.lead === null ? null : units.of(group.lead).id;
    const members = group.members.map((unit) => units.of(unit).id);
    await store.replaceDepartments(db, { home: seeding.home, id }, lead, members);
  }
  return made;
}

/** The association that the plan founds, with its services; branches and members are entered (GOV-10). */
export async function seedAssociation(db: Database, pack: Pack, seeding: Seeding): Promise<number> {
  if (!pack.association) return 0;
  const { name, services, clause } = pack.association;
  const made = await groupOf(db, pack, seeding, { item: 'association', kind: 'association', name, clause, services });
  return made.isNew ? 1 : 0;
}

/** Units that the plan itself lets lead and operate (GOV-07). */
export async function seedDualOffices(db: Database, pack: Pack, seeding: Seeding, units: SeededUnits): Promise<void> {
  const { home, newId } = seeding;
  for (const conflict of pack.conflicts) {
    const unit = units.of(conflict.unit).id;
    if (await hasDualOfficeOfItem(db, home, conflict.id)) continue;
    if (await hasDualOfficeFrom(db, home, unit, pack.start)) continue;
    await insertDualOffice(db, {
      ...{ home, id: newId(), unit, parts: conflict.roles, ground: conflict.zh, clause: conflict.clause },
      packItem: conflict.id,
      from: pack.start,
    });
  }
}
