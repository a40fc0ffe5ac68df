import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import { endedOn, fromOf, inForce, nextVersion, notOver, range, untilOf } from './range.ts';

export type Group = {
  home: string;
  id: string;
  programme: string | null;
  kind: string;
  name: string;
  parentHome: string | null;
  parent: string | null;
  unit: string | null;
  unitName: string | null;
  office: string | null;
  officeName: string | null;
  documentNo: string | null;
  mandate: string | null;
  outside: string[];
  services: string[];
  minPersons: number | null;
  follows: string | null;
  clause: string | null;
  version: number;
  from: string | null;
  until: string | null;
};

function groupsFrom(db: Database) {
  return db
    .selectFrom('organisation.leading_group as l')
    .leftJoin('organisation.unit as u', (join) => join.onRef('u.home', '=', 'l.home').onRef('u.id', '=', 'l.unit'))
    .leftJoin('organisation.unit as f', (join) => join.onRef('f.home', '=', 'l.home').onRef('f.id', '=', 'l.office'))
    .select(['l.home', 'l.id', 'l.programme', 'l.kind', 'l.name', 'l.parent_home as parentHome', 'l.parent'])
    .select(['l.unit', 'u.name as unitName', 'l.office', 'f.name as officeName', 'l.document_no as documentNo'])
    .select([
      'l.mandate',
      'l.outside',
      'l.services',
      'l.min_persons as minPersons',
      'l.follows',
      'l.clause',
      'l.version',
    ])
    .select([fromOf('l.valid').as('from'), untilOf('l.valid').as('until')]);
}

/** A group of this home, locked until the act ends. */
export function findGroup(db: Database, home: string, id: string): Promise<Group | undefined> {
  return groupsFrom(db).where('l.home', '=', home).where('l.id', '=', id).forUpdate('l').executeTakeFirst();
}

/** A group that may be seen from here: of this home, below it, or shared from above. Policies decide. */
export function findVisibleGroup(db: Database, id: string, home?: string): Promise<Group | undefined> {
  const found = groupsFrom(db).where('l.id', '=', id);
  return (home === undefined ? found : found.where('l.home', '=', home)).executeTakeFirst();
}

export async function listGroups(db: Database, query: { kind?: string; programme?: string; day: string }) {
  const { kind, programme, day } = query;
  let found = groupsFrom(db).where(inForce('l.valid', day));
  if (kind) found = found.where('l.kind', '=', kind);
  if (programme) found = found.where('l.programme', '=', programme);
  return found
    .select([seatCount(day, false).as('seats'), seatCount(day, true).as('vacant')])
    .orderBy('l.home')
    .orderBy('l.kind')
    .orderBy('l.name')
    .limit(500)
    .execute();
}

function seatCount(day: string, vacantOnly: boolean) {
  return sql<number>`(select count(*)::int from organisation.group_seat s
    where s.home = l.home and s.body = l.id and s.valid @> ${day}::date
      and (not ${vacantOnly} or not exists (select from organisation.posting g
        where g.home = s.home and g.post = s.post and g.valid @> ${day}::date)))`;
}

export function listBelow(db: Database, group: { home: string; id: string }, day: string) {
  return db
    .selectFrom('organisation.leading_group')
    .select(['home', 'id', 'name', 'kind'])
    .where('parent', '=', group.id)
    .where('parent_home', '=', group.home)
    .where(inForce('valid', day))
    .orderBy('home')
    .orderBy('name')
    .execute();
}

export type GroupValues = {
  name: string;
  programme: string | null;
  documentNo: string | null;
  mandate?: string | null;
  office?: string | null;
  unit?: string | null;
  parent?: { home: string; id: string } | null;
  outside?: readonly string[];
  services?: readonly string[];
  minPersons?: number | null;
  follows?: string | null;
  packItem?: string | null;
  clause?: string | null;
};

const columnsOf = (values: GroupValues) => ({
  name: values.name,
  programme: values.programme,
  document_no: values.documentNo,
  mandate: values.mandate ?? null,
  office: values.office ?? null,
  unit: values.unit ?? null,
  parent_home: values.parent?.home ?? null,
  parent: values.parent?.id ?? null,
  outside: [...(values.outside ?? [])],
  services: [...(values.services ?? [])],
  min_persons: values.minPersons ?? null,
  follows: values.follows ?? null,
});

export async function insertGroup(
  db: Database,
  group: GroupValues & { home: string; id: string; kind: string; from: string },
): Promise<void> {
  await db
    .insertInto('organisation.leading_group')
    .values({
      home: group.home,
      id: group.id,
      kind: group.kind,
      ...columnsOf(group),
      pack_item: group.packItem ?? null,
      clause: group.clause ?? null,
      valid: range(group.from),
    })
    .execute();
}

/** What stands in the plan (its item and clause) stays as it is. */
export async function updateGroup(db: Database, home: string, id: string, values: GroupValues): Promise<number> {
  const row = await db
    .updateTable('organisation.leading_group')
    .set({ ...columnsOf(values), version: nextVersion })
    .where('home', '=', home)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

/** Ends a group together with its seats. */
export async function endGroup(db: Database, home: string, id: string, until: string): Promise<number> {
  await db
    .updateTable('organisation.group_seat')
    .set({ valid: sql<string>`valid * daterange(null, ${until}::date)`, version: nextVersion })
    .where('home', '=', home)
    .where('body', '=', id)
    .where(notOver('valid', until))
    .execute();
  const row = await db
    .updateTable('organisation.leading_group')
    .set({ valid: endedOn('valid', until), version: nextVersion })
    .where('home', '=', home)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export type SeatRow = {
  id: string;
  function: string;
  post: string;
  title: string;
  unit: string;
  unitName: string;
  posting: string | null;
  person: string | null;
  personName: string | null;
  since: string | null;
  version: number;
  from: string | null;
  until: string | null;
};

/** Seats of a group on a day with whoever holds their posts on it. */
export function listSeats(db: Database, group: { home: string; id: string }, day: string): Promise<SeatRow[]> {
  return db
    .selectFrom('organisation.group_seat as s')
    .innerJoin('organisation.post as o', (join) => join.onRef('o.home', '=', 's.home').onRef('o.id', '=', 's.post'))
    .innerJoin('organisation.unit as u', (join) => join.onRef('u.home', '=', 'o.home').onRef('u.id', '=', 'o.unit'))
    .leftJoin('organisation.posting as g', (join) =>
      join.onRef('g.home', '=', 's.home').onRef('g.post', '=', 's.post').on(inForce('g.valid', day)),
    )
    .leftJoin('organisation.person as p', 'p.id', 'g.person')
    .select(['s.id', 's.function', 's.post', 'o.title', 'o.unit', 'u.name as unitName', 'g.id as posting', 'g.person'])
    .select(['p.name as personName', fromOf('g.valid').as('since'), 's.version'])
    .select([fromOf('s.valid').as('from'), untilOf('s.valid').as('until')])
    .where('s.home', '=', group.home)
    .where('s.body', '=', group.id)
    .where(inForce('s.valid', day))
    .orderBy(sql`array_position(array['head','executive-deputy','deputy','office-head','member'], s.function)`)
    .orderBy('s.pack_item')
    .orderBy('s.id')
    .execute();
}

export async function insertSeats(
  db: Database,
  seats: readonly {
    home: string;
    id: string;
    body: string;
    post: string;
    function: string;
    packItem?: string | null;
    from: string;
  }[],
): Promise<void> {
  if (seats.length === 0) return;
  await db
    .insertInto('organisation.group_seat')
    .values(
      seats.map((seat) => ({
        home: seat.home,
        id: seat.id,
        body: seat.body,
        post: seat.post,
        function: seat.function,
        pack_item: seat.packItem ?? null,
        valid: range(seat.from),
      })),
    )
    .execute();
}

export function findSeat(db: Database, home: string, id: string) {
  return db
    .selectFrom('organisation.group_seat')
    .select(['id', 'version', fromOf('valid').as('from'), untilOf('valid').as('until')])
    .where('home', '=', home)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function endSeat(db: Database, home: string, id: string, until: string): Promise<number> {
  const row = await db
    .updateTable('organisation.group_seat')
    .set({ valid: endedOn('valid', until), version: nextVersion })
    .where('home', '=', home)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export function listDepartments(db: Database, group: { home: string; id: string }) {
  return db
    .selectFrom('organisation.group_department as d')
    .innerJoin('organisation.unit as u', (join) => join.onRef('u.home', '=', 'd.home').onRef('u.id', '=', 'd.unit'))
    .select(['d.unit', 'u.name as unitName', 'd.part'])
    .where('d.home', '=', group.home)
    .where('d.body', '=', group.id)
    .orderBy('d.part')
    .orderBy('u.name')
    .execute();
}

export async function replaceDepartments(
  db: Database,
  group: { home: string; id: string },
  lead: string | null,
  members: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('organisation.group_department')
    .where('home', '=', group.home)
    .where('body', '=', group.id)
    .execute();
  const rows = [
    ...(lead === null ? [] : [{ unit: lead, part: 'lead' }]),
    ...[...new Set(members)].filter((unit) => unit !== lead).map((unit) => ({ unit, part: 'member' })),
  ];
  if (rows.length === 0) return;
  await db
    .insertInto('organisation.group_department')
    .values(rows.map((row) => ({ home: group.home, body: group.id, ...row })))
    .execute();
}

/** What was filed at the group's office, newest first. */
export function listSuccessions(db: Database, group: { home: string; id: string }) {
  return db
    .selectFrom('organisation.seat_succession as c')
    .innerJoin('organisation.group_seat as s', (join) =>
      join.onRef('s.home', '=', 'c.home').onRef('s.id', '=', 'c.seat'),
    )
    .innerJoin('organisation.post as o', (join) => join.onRef('o.home', '=', 's.home').onRef('o.id', '=', 's.post'))
    .leftJoin('organisation.posting as gf', 'gf.id', 'c.from_posting')
    .leftJoin('organisation.person as pf', 'pf.id', 'gf.person')
    .leftJoin('organisation.posting as gt', 'gt.id', 'c.to_posting')
    .leftJoin('organisation.person as pt', 'pt.id', 'gt.person')
    .select(['c.id', 'c.seat', 's.function', 's.post', 'o.title', 'c.on_day as on', 'c.recorded_at as recordedAt'])
    .select(['pf.id as fromPerson', 'pf.name as fromName', 'pt.id as toPerson', 'pt.name as toName'])
    .where('c.home', '=', group.home)
    .where('s.body', '=', group.id)
    .orderBy('c.on_day', 'desc')
    .orderBy('c.id', 'desc')
    .limit(200)
    .execute();
}

/** Posts that sit in any group of this home on a day. */
export async function seatedPosts(db: Database, home: string, day: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('organisation.group_seat')
    .select('post')
    .distinct()
    .where('home', '=', home)
    .where(inForce('valid', day))
    .execute();
  return new Set(rows.map((row) => row.post));
}
