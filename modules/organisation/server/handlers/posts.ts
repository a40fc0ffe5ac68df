import type { Role } from '@qianmo/platform/contract';
import { type Bound, type Context, on } from '@qianmo/platform/server';
import { assignPosting, closePost, endPosting, listPostings, listPosts, savePost } from '../../contract/post.ts';
import { findScopeFault, type NarrowKind } from '../../rules/post-scope.ts';
import { covers } from '../../rules/span.ts';
import { endHolding, findHolding, type Holding, listHoldersOf, renewRights } from '../store/holders.ts';
import { findPerson } from '../store/persons.ts';
import * as store from '../store/posts.ts';
import { findUnit, isPlaceOf } from '../store/units.ts';
import { known, notBefore, present, sameVersion } from './guards.ts';
import { fileSuccessions, hold, relieve } from './succession.ts';
import { postingOf, postOf } from './views.ts';

const codes = { unknown: 'post-unknown', over: 'post-closed' };

export const postHandlers: Bound[] = [
  on(listPosts, async (ctx, input) => {
    const { day = ctx.today, below, closed = false, search, unit, role, vacant, limit, offset } = input;
    const { rows, total } = await store.listPosts(ctx.db, {
      homes: below ? ctx.readable : [ctx.home],
      ...{ day, closed, search, unit, role, vacant, limit, offset },
    });
    return { items: rows.map(postOf), total, day };
  }),
  on(savePost, async (ctx, input) => {
    const narrow = input.narrow ?? null;
    await checkScope(ctx, input.role, narrow);
    const values = { unit: input.unit, title: input.title, role: input.role, narrow, duty: input.duty ?? null };
    const unit = known(ctx, await findUnit(ctx.db, ctx.home, input.unit), 'unit-unknown');
    if (unit.until !== null) ctx.reject('unit-closed');
    if (unit.kind === 'collective') ctx.reject('unit-collective');
    if (input.id === undefined) {
      const from = input.from ?? ctx.today;
      if (unit.from === null || from < unit.from) ctx.reject('post-before-unit', { params: { from: unit.from ?? '' } });
      await store.insertPosts(ctx.db, [{ ...values, home: ctx.home, id: ctx.operation, from }]);
      return { id: ctx.operation, version: 1 };
    }
    const post = present(ctx, await store.findPost(ctx.db, ctx.home, input.id), input.version, codes);
    if (changesRights(post, values) && (await store.wasEverHeld(ctx.db, ctx.home, post.id)))
      ctx.reject('post-was-held');
    return { id: post.id, version: await store.updatePost(ctx.db, ctx.home, post.id, values) };
  }),
  on(closePost, async (ctx, { id, version, until }) => {
    const post = present(ctx, await store.findPost(ctx.db, ctx.home, id), version, codes);
    notBefore(ctx, post.from, until);
    if (await store.isHeldFrom(ctx.db, ctx.home, id, until)) ctx.reject('post-held');
    if (await store.isSeatedFrom(ctx.db, ctx.home, id, until)) ctx.reject('post-seated');
    return { id, version: await store.endPost(ctx.db, ctx.home, id, until) };
  }),
  on(assignPosting, async (ctx, input) => {
    const span = { from: input.from ?? ctx.today, until: input.until ?? null };
    if (span.until !== null) notBefore(ctx, span.from, span.until);
    if (input.person === ctx.actor.person) ctx.reject('own-posting');
    const person = known(ctx, await findPerson(ctx.db, input.person), 'person-unknown');
    if (person.erasedAt !== null) ctx.reject('person-erased');
    await openPost(ctx, input.post, span);
    const relieved = input.relieve ? await relieve(ctx, input.post, span.from) : null;
    const successions = await hold(ctx, { id: ctx.operation, post: input.post, person: person.id, ...span, relieved });
    return { id: ctx.operation, version: 1, successions };
  }),
  on(endPosting, async (ctx, { id, version, until, reason }) => {
    const held = sameVersion(ctx, known(ctx, await findHolding(ctx.db, ctx.home, id), 'posting-unknown'), version);
    if (held.person === ctx.actor.person) ctx.reject('own-posting');
    if (held.from === null || (held.until !== null && held.until <= until)) ctx.reject('posting-ended');
    // The same day is allowed: what was given by mistake must be taken back at once.
    if (held.from !== null && until < held.from) ctx.reject('until-before-from');
    const next = await endHolding(ctx.db, { home: ctx.home, id, until, reason });
    await renewRights(ctx.db, [held.person]);
    const successions = await fileSuccessions(ctx, { post: held.post, from: id, to: null, on: until });
    return { id, version: next, successions };
  }),
  on(listPostings, async (ctx, { post }) => {
    const rows: Holding[] = await listHoldersOf(ctx.db, ctx.home, post);
    return { items: rows.map(postingOf) };
  }),
];

/** A post that stands for the whole span, in a unit where somebody can hold one. */
export async function openPost(ctx: Context, id: string, span: { from: string; until: string | null }): Promise<void> {
  const post = known(ctx, await store.findPost(ctx.db, ctx.home, id), 'post-unknown');
  if (post.unitKind === 'collective') ctx.reject('unit-collective');
  if (!covers(post, span)) ctx.reject('post-closed', { params: { from: post.from ?? '', until: post.until ?? '' } });
}

/** Role and scope of a post that somebody held are part of what happened then: another post must be registered. */
function changesRights(post: store.Post, values: store.PostValues): boolean {
  return (
    post.role !== values.role ||
    post.unit !== values.unit ||
    post.narrowKind !== (values.narrow?.kind ?? null) ||
    post.narrowId !== (values.narrow?.id ?? null)
  );
}

async function checkScope(ctx: Context, role: Role, narrow: { kind: NarrowKind; id: string } | null): Promise<void> {
  const fault = findScopeFault(role, narrow);
  if (fault) ctx.reject(fault, { params: { role } });
  if (narrow?.kind !== 'township' && narrow?.kind !== 'village') return;
  const level = narrow.kind === 'township' ? 4 : 5;
  if (!/^\d{1,9}$/.test(narrow.id) || !(await isPlaceOf(ctx.db, ctx.home, narrow.id, level)))
    ctx.reject('place-unknown');
}
