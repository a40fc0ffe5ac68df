import type { Finding } from '@qianmo/platform/contract';
import { type Context, on } from '@qianmo/platform/server';
import { adHocKinds, registerSubGroup, saveAdHocGroup } from '../../contract/group.ts';
import { type Composition, checkComposition } from '../../rules/composition.ts';
import * as store from '../store/groups.ts';
import { findUnit, knownUnits } from '../store/units.ts';
import { groupCodes, saveOf } from './groups.ts';
import { allKnown, known } from './guards.ts';

type Department = { unit: string; part: string };

/** What the plan demands of a group: the group that it follows, or its own entry in the plan. */
async function demandedOf(ctx: Context, home: string, follows: string | null): Promise<Composition | null> {
  if (follows === null) return null;
  const model = await store.findVisibleGroup(ctx.db, follows, home);
  if (!model) return ctx.reject('group-unknown', { status: 404 });
  const departments = await store.listDepartments(ctx.db, model);
  return {
    lead: leadOf(departments),
    departments: departments.filter((each) => each.part === 'member').map((each) => each.unit),
    minPersons: model.minPersons,
    clause: model.clause,
  };
}

function leadOf(departments: readonly Department[]): string | null {
  return departments.find((each) => each.part === 'lead')?.unit ?? null;
}

/** Findings on a group as it stands: its departments against the plan, its seated persons against the least number. */
export async function compositionOf(
  ctx: Context,
  group: store.Group,
  departments: readonly Department[],
  seats: readonly { person: string | null }[],
): Promise<Finding[]> {
  if (!(adHocKinds as readonly string[]).includes(group.kind)) return [];
  const followed = await demandedOf(ctx, group.home, group.follows);
  const own = { lead: null, departments: [], minPersons: group.minPersons, clause: group.clause };
  return checkComposition(followed ?? own, {
    lead: leadOf(departments),
    departments: departments.map((each) => each.unit),
    persons: seats.length === 0 ? null : new Set(seats.flatMap((seat) => seat.person ?? [])).size,
  });
}

export const adHocHandlers = [
  on(saveAdHocGroup, async (ctx, input) => {
    const { lead, departments } = input;
    const units = [...new Set([...(lead === null ? [] : [lead]), ...departments])];
    if (units.length === 0 && input.outside.length === 0) ctx.reject('group-empty');
    allKnown(ctx, units, await knownUnits(ctx.db, ctx.home, units, ctx.today));
    const follows = input.follows ?? null;
    const demanded = await demandedOf(ctx, ctx.home, follows);
    const findings = demanded ? checkComposition(demanded, { lead, departments, persons: null }) : [];
    if (findings.some((found) => found.verdict === 'block')) ctx.reject('composition-wrong', { findings });
    const saved = await saveOf(ctx, input, input.kind, {
      name: input.name,
      programme: input.programme ?? null,
      documentNo: input.documentNo ?? null,
      mandate: input.mandate,
      outside: input.outside,
      minPersons: input.minPersons ?? demanded?.minPersons ?? null,
      follows,
    });
    await store.replaceDepartments(ctx.db, { home: ctx.home, id: saved.id }, lead, departments);
    return { ...saved, findings };
  }),
  on(registerSubGroup, async (ctx, input) => {
    const parent = known(
      ctx,
      await store.findVisibleGroup(ctx.db, input.parent.id, input.parent.home),
      groupCodes.unknown,
    );
    if (parent.until !== null || (parent.kind !== 'leading' && parent.kind !== 'sub')) ctx.reject('group-not-leading');
    if (input.unit !== null) known(ctx, await findUnit(ctx.db, ctx.home, input.unit), 'unit-unknown');
    if (!mayRegisterFor(ctx, input.unit)) ctx.reject('unit-of-another', { status: 403 });
    return saveOf(ctx, { from: input.from }, 'sub', {
      name: input.name,
      programme: parent.programme,
      documentNo: input.documentNo ?? null,
      unit: input.unit,
      parent: { home: parent.home, id: parent.id },
    });
  }),
];

/** Lead bureau, leaders and administrators register for anybody here; everybody else only the body of the own unit. */
function mayRegisterFor(ctx: Context, unit: string | null): boolean {
  return ctx.actor.postings.some(
    (posting) =>
      posting.role === 'administrator' ||
      (posting.home === ctx.home &&
        (posting.role === 'commerce' || posting.role === 'leader' || (unit !== null && posting.unit === unit))),
  );
}
