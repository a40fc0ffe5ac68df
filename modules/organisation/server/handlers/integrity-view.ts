import type { Finding } from '@qianmo/platform/contract';
import { type Bound, type Context, on } from '@qianmo/platform/server';
import { checkSeparation, type decisionKinds, listIntegrity } from '../../contract/integrity.ts';
import { isBlocked } from '../../rules/separation.ts';
import { separationFindings } from '../separation.ts';
import { seatedPosts } from '../store/groups.ts';
import * as store from '../store/integrity.ts';
import { findPerson } from '../store/persons.ts';
import { listPosts } from '../store/posts.ts';
import { known } from './guards.ts';

export const integrityViewHandlers: Bound[] = [
  on(listIntegrity, async (ctx, input) => {
    const day = input.day ?? ctx.today;
    const dualOffices = await store.listDualOffices(ctx.db, ctx.home, day);
    const posts = await postsOf(ctx, day);
    return {
      posts: input.post === undefined ? posts : posts.filter((each) => each.post.id === input.post),
      dualOffices: dualOffices.map(({ unitName, ...office }) => ({
        ...office,
        unit: { id: office.unit, name: unitName },
      })),
      day,
    };
  }),
  on(checkSeparation, async (ctx, input) => {
    const day = input.day ?? ctx.today;
    const person = input.person ?? ctx.actor.person;
    if (input.person !== undefined) known(ctx, await findPerson(ctx.db, input.person), 'person-unknown');
    const findings = await separationFindings(ctx.db, { act: input.act, actors: input.actors, person, day });
    return { blocked: isBlocked(findings), findings, day };
  }),
];

const MOST_POSTS = 5_000;

/** Posts that answer for something: with a seat, a duty, or a record of their own. */
async function postsOf(ctx: Context, day: string) {
  const { db, home } = ctx;
  const undertakings = await store.listUndertakings(db, home, day);
  const declarations = await store.listDeclarations(db, home, day);
  const decisions = await store.listDecisions(db, home, day);
  const seated = await seatedPosts(db, home, day);
  const none = { search: undefined, unit: undefined, role: undefined, vacant: undefined };
  const { rows } = await listPosts(db, { homes: [home], day, ...none, closed: false, limit: MOST_POSTS, offset: 0 });
  const recorded = new Set([...undertakings, ...declarations, ...decisions].map((each) => each.post));
  return rows
    .filter((row) => seated.has(row.id) || row.duty !== null || recorded.has(row.id))
    .map((row) => ({
      post: { id: row.id, title: row.title, unit: { id: row.unit, name: row.unitName } },
      holder: row.person ? { id: row.person, name: row.personName ?? '' } : null,
      undertakings: undertakings.filter((each) => each.post === row.id).map(undertakingOf),
      conflicts: declarations.filter((each) => each.post === row.id).map(conflictOf),
      decisions: decisions.filter((each) => each.post === row.id).map(decisionOf),
      findings: undertakingFinding(row, undertakings),
    }));
}

type Undertaking = Awaited<ReturnType<typeof store.listUndertakings>>[number];

/** What a predecessor signed does not bind whoever holds the post now. */
function undertakingFinding(
  row: { id: string; posting: string | null },
  undertakings: readonly Undertaking[],
): Finding[] {
  const signed = undertakings.some((each) => each.posting === row.posting && !each.corrected);
  if (row.posting === null || signed) return [];
  const inputs = { post: row.id, posting: row.posting };
  return [{ rule: 'organisation.undertaking-missing', verdict: 'warn', clause: null, parameter: null, inputs }];
}

function undertakingOf({ id, title, signedOn, person, name, file, corrected }: Undertaking) {
  return { id, title, signedOn, person: { id: person, name }, file, corrected };
}

function conflictOf(row: Awaited<ReturnType<typeof store.listDeclarations>>[number]) {
  return {
    id: row.id,
    person: { id: row.person, name: row.name },
    related: { kind: row.kind, id: row.relatedId, name: row.relatedName },
    ground: row.ground,
    version: row.version,
    from: row.from,
    until: row.until,
  };
}

function decisionOf(row: Awaited<ReturnType<typeof store.listDecisions>>[number]) {
  return {
    id: row.id,
    kind: row.kind as (typeof decisionKinds)[number],
    decidedOn: row.decidedOn,
    decidedBy: row.decidedBy,
    documentNo: row.documentNo,
    text: row.text,
    person: { id: row.person, name: row.name },
    file: row.file,
    corrected: row.corrected,
  };
}
