import { type Bound, type Context, on } from '@qianmo/platform/server';
import { normaliseIdentityNumber, socialCreditCodeProblem } from '@qianmo/values/identity-number';
import {
  addAssociationMember,
  endAssociationMember,
  getAssociation,
  type memberKinds,
  recordAssociationActivity,
  saveAssociation,
} from '../../contract/association.ts';
import * as store from '../store/associations.ts';
import { findGroup, findVisibleGroup, type Group } from '../store/groups.ts';
import { saveOf } from './groups.ts';
import { known, notBefore, present } from './guards.ts';

export const associationHandlers: Bound[] = [
  on(saveAssociation, async (ctx, input) => {
    const branchOf = input.branchOf ?? null;
    if (branchOf) anAssociation(ctx, await findVisibleGroup(ctx.db, branchOf.id, branchOf.home));
    return saveOf(ctx, input, 'association', {
      name: input.name,
      programme: input.programme ?? null,
      documentNo: null,
      services: input.services,
      parent: branchOf,
    });
  }),
  on(addAssociationMember, async (ctx, input) => {
    const association = await openAssociation(ctx, input.association);
    const code = input.entityCode ? normaliseIdentityNumber(input.entityCode) : null;
    if (code !== null && socialCreditCodeProblem(code)) ctx.reject('entity-code-wrong');
    await store.insertMember(ctx.db, {
      home: ctx.home,
      id: ctx.operation,
      association: association.id,
      name: input.name,
      kind: input.kind,
      entityCode: code,
      from: input.from ?? ctx.today,
    });
    return { id: ctx.operation, version: 1 };
  }),
  on(endAssociationMember, async (ctx, { id, version, until }) => {
    const codes = { unknown: 'member-unknown', over: 'member-ended' };
    const member = present(ctx, await store.findMember(ctx.db, ctx.home, id), version, codes);
    notBefore(ctx, member.from, until);
    return { id, version: await store.endMember(ctx.db, ctx.home, id, until) };
  }),
  on(recordAssociationActivity, async (ctx, input) => {
    const association = anAssociation(ctx, await findGroup(ctx.db, ctx.home, input.association));
    if (input.heldOn > ctx.today) ctx.reject('held-in-future');
    if (input.service !== null && !association.services.includes(input.service)) ctx.reject('service-unknown');
    const { correctionOf = null } = input;
    if (correctionOf !== null && !(await store.isActivityOf(ctx.db, association, correctionOf)))
      ctx.reject('record-unknown', { status: 404 });
    await store.insertActivity(ctx.db, {
      home: ctx.home,
      id: ctx.operation,
      association: association.id,
      service: input.service,
      title: input.title,
      heldOn: input.heldOn,
      participants: input.participants ?? null,
      partners: input.partners,
      note: input.note ?? null,
      correctionOf,
    });
    return { id: ctx.operation };
  }),
  on(getAssociation, async (ctx, input) => view(ctx, input.id, input.day ?? ctx.today)),
];

async function view(ctx: Context, id: string, day: string) {
  const group = anAssociation(ctx, await findVisibleGroup(ctx.db, id));
  const members = await store.listMembers(ctx.db, group, day);
  return {
    home: group.home,
    id: group.id,
    name: group.name,
    branchOf: group.parent && group.parentHome ? { home: group.parentHome, id: group.parent } : null,
    services: group.services,
    branches: await store.listBranches(ctx.db, group, day),
    members: members.map((member) => ({ ...member, kind: member.kind as (typeof memberKinds)[number] })),
    activities: await store.listActivities(ctx.db, group, day),
    version: group.version,
    day,
  };
}

function anAssociation(ctx: Context, group: Group | undefined): Group {
  return known(ctx, group?.kind === 'association' ? group : undefined, 'association-unknown');
}

async function openAssociation(ctx: Context, id: string): Promise<Group> {
  const group = anAssociation(ctx, await findGroup(ctx.db, ctx.home, id));
  return group.until === null ? group : ctx.reject('group-closed');
}
