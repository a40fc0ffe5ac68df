import type { Finding } from '@qianmo/platform/contract';
import { type Bound, type Context, on } from '@qianmo/platform/server';
import {
  addSeat,
  closeGroup,
  endSeat,
  getGroup,
  type groupKinds,
  listGroups,
  saveGroup,
  type seatFunctions,
} from '../../contract/group.ts';
import { seatFinding } from '../../rules/succession.ts';
import * as store from '../store/groups.ts';
import { findPost } from '../store/posts.ts';
import { knownUnits } from '../store/units.ts';
import { compositionOf } from './ad-hoc.ts';
import { allKnown, known, notBefore, present } from './guards.ts';
import { holderOf } from './views.ts';

export const groupCodes = { unknown: 'group-unknown', over: 'group-closed' };

export const groupHandlers: Bound[] = [
  on(listGroups, async (ctx, input) => {
    const { day = ctx.today, kind, programme } = input;
    const rows = await store.listGroups(ctx.db, { day, ...(kind && { kind }), ...(programme && { programme }) });
    return { items: rows.map((row) => ({ ...rowOf(row), seats: row.seats, vacant: row.vacant })), day };
  }),
  on(getGroup, async (ctx, input) => view(ctx, input.id, input.day ?? ctx.today)),
  on(saveGroup, async (ctx, input) => {
    const office = input.office ?? null;
    if (office !== null) allKnown(ctx, [office], await knownUnits(ctx.db, ctx.home, [office], ctx.today));
    const values = {
      name: input.name,
      programme: input.programme ?? null,
      documentNo: input.documentNo ?? null,
      office,
    };
    return saveOf(ctx, input, 'leading', values);
  }),
  on(closeGroup, async (ctx, { id, version, until }) => {
    const group = present(ctx, await store.findGroup(ctx.db, ctx.home, id), version, groupCodes);
    notBefore(ctx, group.from, until);
    return { id, version: await store.endGroup(ctx.db, ctx.home, id, until) };
  }),
  on(addSeat, async (ctx, input) => {
    const from = input.from ?? ctx.today;
    const group = known(ctx, await store.findGroup(ctx.db, ctx.home, input.group), 'group-unknown');
    if (group.until !== null) ctx.reject('group-closed');
    if (group.from === null || from < group.from)
      ctx.reject('seat-before-group', { params: { from: group.from ?? '' } });
    const post = known(ctx, await findPost(ctx.db, ctx.home, input.post), 'post-unknown');
    if (post.until !== null || post.from === null || from < post.from)
      ctx.reject('post-closed', { params: { from: post.from ?? '', until: post.until ?? '' } });
    const seat = { home: ctx.home, id: ctx.operation, body: group.id, post: post.id, function: input.function, from };
    await store.insertSeats(ctx.db, [seat]);
    return { id: ctx.operation, version: 1 };
  }),
  on(endSeat, async (ctx, { id, version, until }) => {
    const codes = { unknown: 'seat-unknown', over: 'seat-ended' };
    const seat = present(ctx, await store.findSeat(ctx.db, ctx.home, id), version, codes);
    notBefore(ctx, seat.from, until);
    return { id, version: await store.endSeat(ctx.db, ctx.home, id, until) };
  }),
];

/** A new group of this kind, or the one named, as the user saw it. What its form does not show stays. */
export async function saveOf(
  ctx: Context,
  input: { id?: string | undefined; version?: number | undefined; from?: string | undefined },
  kind: (typeof groupKinds)[number],
  values: store.GroupValues,
): Promise<{ id: string; version: number }> {
  if (input.id === undefined) {
    await store.insertGroup(ctx.db, {
      ...values,
      home: ctx.home,
      id: ctx.operation,
      kind,
      from: input.from ?? ctx.today,
    });
    return { id: ctx.operation, version: 1 };
  }
  const group = present(ctx, await store.findGroup(ctx.db, ctx.home, input.id), input.version, groupCodes);
  const same = group.kind === kind || (group.kind === 'sub' && kind === 'leading');
  if (!same) ctx.reject('group-kind-differs', { params: { kind: group.kind } });
  const kept = {
    unit: group.unit,
    parent: group.parent && group.parentHome ? { home: group.parentHome, id: group.parent } : null,
    mandate: group.mandate,
    office: group.office,
    outside: group.outside,
    services: group.services,
    minPersons: group.minPersons,
    follows: group.follows,
  };
  return { id: group.id, version: await store.updateGroup(ctx.db, ctx.home, group.id, { ...kept, ...values }) };
}

function rowOf(group: store.Group) {
  return {
    home: group.home,
    id: group.id,
    programme: group.programme,
    kind: group.kind as (typeof groupKinds)[number],
    name: group.name,
    parent: group.parent && group.parentHome ? { home: group.parentHome, id: group.parent } : null,
    unit: group.unit ? { id: group.unit, name: group.unitName ?? '' } : null,
    documentNo: group.documentNo,
    mandate: group.mandate,
    clause: group.clause,
    version: group.version,
    from: group.from,
    until: group.until,
  };
}

async function view(ctx: Context, id: string, day: string) {
  const { db } = ctx;
  const group = known(ctx, await store.findVisibleGroup(db, id), 'group-unknown');
  const seats = await store.listSeats(db, group, day);
  const departments = await store.listDepartments(db, group);
  const successions = await store.listSuccessions(db, group);
  const seatList = seats.map((seat) => seatOf(seat, group.clause));
  const vacancies = seats.flatMap((seat) => vacancyOf(seat, group.clause));
  return {
    ...rowOf(group),
    seats: seats.length,
    vacant: vacancies.length,
    office: group.office ? { id: group.office, name: group.officeName ?? '' } : null,
    services: group.services,
    outside: group.outside,
    minPersons: group.minPersons,
    seatList,
    departments: departments.map((each) => ({
      unit: { id: each.unit, name: each.unitName },
      part: each.part as 'lead' | 'member',
    })),
    below: await store.listBelow(db, group, day),
    successions: successions.map(successionOf),
    findings: [...vacancies, ...(await compositionOf(ctx, group, departments, seats))],
    day,
  };
}

function seatOf(seat: store.SeatRow, clause: string | null) {
  return {
    id: seat.id,
    function: seat.function as (typeof seatFunctions)[number],
    post: { id: seat.post, title: seat.title, unit: { id: seat.unit, name: seat.unitName } },
    holder: holderOf(seat),
    clause,
    version: seat.version,
    from: seat.from,
    until: seat.until,
  };
}

function vacancyOf(seat: store.SeatRow, clause: string | null): Finding[] {
  const posting =
    seat.posting && seat.person
      ? { id: seat.posting, post: seat.post, person: seat.person, from: seat.since, until: null }
      : null;
  const found = seatFinding({ id: seat.id, post: seat.post, from: seat.from, until: seat.until }, posting, clause);
  return found ? [found] : [];
}

function successionOf(row: Awaited<ReturnType<typeof store.listSuccessions>>[number]) {
  return {
    id: row.id,
    seat: row.seat,
    function: row.function as (typeof seatFunctions)[number],
    post: row.post,
    title: row.title,
    from: row.fromPerson ? { person: row.fromPerson, name: row.fromName ?? '' } : null,
    to: row.toPerson ? { person: row.toPerson, name: row.toName ?? '' } : null,
    on: row.on,
    recordedAt: row.recordedAt,
  };
}
