import { type Bound, type Context, on } from '@qianmo/platform/server';
import { normaliseIdentityNumber, socialCreditCodeProblem } from '@qianmo/values/identity-number';
import type { z } from 'zod';
import {
  declareConflict,
  declareDualOffice,
  endConflict,
  endDualOffice,
  recordAccountability,
  recordUndertaking,
  type relatedParty,
} from '../../contract/integrity.ts';
import { grants } from '../../policy.ts';
import { findHolding, type Holding, holderOn } from '../store/holders.ts';
import * as store from '../store/integrity.ts';
import { findPerson } from '../store/persons.ts';
import { readPost } from '../store/posts.ts';
import { findUnit, knownUnits } from '../store/units.ts';
import { allKnown, known, notBefore, present } from './guards.ts';

const codes = { unknown: 'declaration-unknown', over: 'declaration-ended' };

export const integrityHandlers: Bound[] = [
  on(recordUndertaking, async (ctx, input) => {
    if (input.signedOn > ctx.today) ctx.reject('signed-in-future');
    const holder = await holderThen(ctx, input.post, input.signedOn);
    const { file = null, correctionOf = null } = input;
    await checkCorrection(ctx, 'undertaking', input.post, correctionOf);
    await store.insertUndertaking(ctx.db, {
      ...{ home: ctx.home, id: ctx.operation, post: input.post, posting: holder.id, file, correctionOf },
      title: input.title,
      signedOn: input.signedOn,
    });
    return { id: ctx.operation };
  }),
  on(recordAccountability, async (ctx, input) => {
    if (input.decidedOn > ctx.today) ctx.reject('decided-in-future');
    const posting = await postingHeld(ctx, input.post, input.posting, input.decidedOn);
    const { file = null, correctionOf = null } = input;
    await checkCorrection(ctx, 'accountability_decision', input.post, correctionOf);
    await store.insertDecision(ctx.db, {
      ...{ home: ctx.home, id: ctx.operation, post: input.post, posting: posting.id, file, correctionOf },
      kind: input.kind,
      decidedOn: input.decidedOn,
      decidedBy: input.decidedBy,
      documentNo: input.documentNo ?? null,
      text: input.text,
    });
    return { id: ctx.operation };
  }),
  on(declareConflict, async (ctx, input) => {
    const from = input.from ?? ctx.today;
    const until = input.until ?? null;
    if (until !== null) notBefore(ctx, from, until);
    const holder = await holderThen(ctx, input.post, ctx.today);
    if (holder.person !== ctx.actor.person && !records(ctx)) ctx.reject('post-of-another', { status: 403 });
    const related = await relatedOf(ctx, input.related);
    const made = { home: ctx.home, id: ctx.operation, post: input.post, person: holder.person, related };
    await store.insertDeclaration(ctx.db, { ...made, ground: input.ground, from, until });
    return { id: ctx.operation, version: 1 };
  }),
  on(endConflict, async (ctx, { id, version, until, reason }) => {
    const found = known(ctx, await store.findDeclaration(ctx.db, ctx.home, id), codes.unknown);
    // One declared for a fixed time may still end earlier.
    const open =
      found.until !== null && found.until > until && found.reason === null ? { ...found, until: null } : found;
    const declared = present(ctx, open, version, codes);
    if (declared.person === ctx.actor.person) ctx.reject('declaration-own', { status: 403 });
    notBefore(ctx, declared.from, until);
    return { id, version: await store.endDeclaration(ctx.db, { home: ctx.home, id, until, reason }) };
  }),
  on(declareDualOffice, async (ctx, input) => {
    const from = input.from ?? ctx.today;
    allKnown(ctx, [input.unit], await knownUnits(ctx.db, ctx.home, [input.unit], from));
    const { unit, parts, ground, clause = null } = input;
    await store.insertDualOffice(ctx.db, { home: ctx.home, id: ctx.operation, unit, parts, ground, clause, from });
    return { id: ctx.operation, version: 1 };
  }),
  on(endDualOffice, async (ctx, { id, version, until }) => {
    const declared = present(ctx, await store.findDualOffice(ctx.db, ctx.home, id), version, codes);
    notBefore(ctx, declared.from, until);
    return { id, version: await store.endDualOffice(ctx.db, ctx.home, id, until) };
  }),
];

/** Whether the actor keeps the integrity records of this home. */
function records(ctx: Context): boolean {
  const keepers: readonly string[] = grants['organisation.integrity.record'];
  return ctx.actor.postings.some((posting) => posting.home === ctx.home && keepers.includes(posting.role));
}

async function holderThen(ctx: Context, post: string, day: string): Promise<Holding> {
  known(ctx, await readPost(ctx.db, ctx.home, post), 'post-unknown');
  return (await holderOn(ctx.db, ctx.home, post, day)) ?? ctx.reject('post-vacant', { params: { day } });
}

/** Whoever held the post then, or the one named: a decision may come after somebody has left. */
async function postingHeld(ctx: Context, post: string, named: string | undefined, day: string): Promise<Holding> {
  if (named === undefined) return holderThen(ctx, post, day);
  const found = await findHolding(ctx.db, ctx.home, named);
  return known(ctx, found?.post === post ? found : undefined, 'posting-unknown');
}

async function checkCorrection(
  ctx: Context,
  table: 'undertaking' | 'accountability_decision',
  post: string,
  id: string | null,
): Promise<void> {
  if (id !== null && !(await store.isRecordOf(ctx.db, table, { home: ctx.home, post, id })))
    ctx.reject('record-unknown', { status: 404 });
}

async function relatedOf(
  ctx: Context,
  related: z.output<typeof relatedParty>,
): Promise<{ kind: string; id: string | null; name: string }> {
  switch (related.kind) {
    case 'person': {
      const person = known(ctx, await findPerson(ctx.db, related.id), 'person-unknown');
      return { kind: 'person', id: person.id, name: person.name };
    }
    case 'unit': {
      const unit = known(ctx, await findUnit(ctx.db, ctx.home, related.id), 'unit-unknown');
      return { kind: 'unit', id: unit.id, name: unit.name };
    }
    case 'entity': {
      if (socialCreditCodeProblem(related.code)) return ctx.reject('entity-code-wrong');
      return { kind: 'entity', id: normaliseIdentityNumber(related.code), name: related.name };
    }
    case 'named':
      return { kind: 'named', id: null, name: related.name };
  }
}
