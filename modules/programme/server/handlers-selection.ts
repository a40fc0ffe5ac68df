import type { ParsedInputOf } from '@qianmo/platform/contract';
import { type Bound, type Context, on, rejectOnConstraint } from '@qianmo/platform/server';
import { addShares, compareShares, type Share, share, zeroShare } from '@qianmo/values/share';
import {
  applyToCall,
  closeReview,
  declareConflict,
  type Evidence,
  openCall,
  publishList,
  scoreApplication,
} from '../contract.ts';
import type { Selection } from '../rules/selection.ts';
import { getProgramme, loadInForce, number, requireEvidence, requireItsHome } from './in-force.ts';
import type { ProgrammeParts } from './parts.ts';
import { basisOfCall, rankingOf, selectionBoard } from './selection-board.ts';
import {
  type CallRow,
  findCall,
  insertApplication,
  insertCall,
  insertDeclaration,
  insertPublication,
  insertScore,
  listApplications,
  listPublications,
  listReviews,
  lockCall,
  setReviewClosed,
} from './store/selection.ts';

rejectOnConstraint('selection_application_once', 'applied-already');
rejectOnConstraint('selection_declaration_once', 'declared-already');
rejectOnConstraint('selection_score_once', 'scored-already');
rejectOnConstraint('selection_publication_once', 'published-already');

export function selectionHandlers(parts: ProgrammeParts): Bound[] {
  return [
    on(openCall, (ctx, input) => openOne(ctx, parts, input)),
    on(applyToCall, (ctx, input) => applyOne(ctx, parts, input)),
    on(declareConflict, async (ctx, input) => {
      await lockForReview(ctx, input);
      if (input.declaration === 'conflict' && !input.ground) ctx.reject('ground-missing');
      const { call, county, declaration, ground = null } = input;
      const key = { home: ctx.home, id: ctx.operation, call, county, expert: ctx.actor.person, at: ctx.now };
      await insertDeclaration(ctx.db, { ...key, declaration, ground });
      return { id: ctx.operation };
    }),
    on(scoreApplication, (ctx, input) => handInScore(ctx, input)),
    on(closeReview, (ctx, input) => closeOne(ctx, input)),
    on(publishList, (ctx, input) => publishOne(ctx, parts, input)),
    ...selectionBoard(),
  ];
}

const unknownCall = (ctx: Context, call: string): never =>
  ctx.reject('call-unknown', { status: 404, params: { call } });

/** Review begins when the call has ended, and ends for good. */
function requireReview(ctx: Context, call: CallRow): void {
  if (call.reviewClosedOn !== null) ctx.reject('review-closed', { params: { day: call.reviewClosedOn } });
  if (ctx.today <= call.closesOn) ctx.reject('call-still-open', { params: { closesOn: call.closesOn } });
}

async function lockForReview(ctx: Context, input: { call: string; county: string }): Promise<CallRow> {
  const call = (await lockCall(ctx.db, ctx.home, input.call, 'share')) ?? unknownCall(ctx, input.call);
  requireReview(ctx, call);
  const applications = await listApplications(ctx.db, ctx.home, call.id);
  if (!applications.some((each) => each.county === input.county)) {
    ctx.reject('application-unknown', { status: 404, params: { county: input.county } });
  }
  return call;
}

type ScoreInput = {
  call: string;
  county: string;
  points: { no: number; points: string }[];
  remark?: string | undefined;
};

async function handInScore(ctx: Context, input: ScoreInput) {
  const call = await lockForReview(ctx, input);
  const expert = ctx.actor.person;
  const reviews = await listReviews(ctx.db, ctx.home, call.id);
  const own = reviews.find((each) => each.expert === expert && each.county === input.county);
  if (!own) return ctx.reject('declaration-missing', { params: { county: input.county } });
  if (own.declaration === 'conflict') ctx.reject('conflict-declared', { params: { county: input.county } });
  const score = scoreOf(ctx, call, input.points);
  const key = { home: ctx.home, id: ctx.operation, call: call.id, county: input.county, expert, at: ctx.now };
  await insertScore(ctx.db, { ...key, points: input.points, score, remark: input.remark ?? null });
  return { id: ctx.operation };
}

/** Every criterion of the call once, none beyond its points. */
function scoreOf(ctx: Context, call: CallRow, points: ScoreInput['points']): Share {
  const given = new Map(points.map((each) => [each.no, number(each.points)]));
  const isWhole = given.size === points.length && given.size === call.criteria.length;
  if (!isWhole || call.criteria.some((criterion) => !given.has(criterion.no))) ctx.reject('criterion-mismatch');
  for (const criterion of call.criteria) {
    const value = given.get(criterion.no) ?? zeroShare;
    if (compareShares(value, zeroShare) < 0 || compareShares(value, number(criterion.points)) > 0) {
      ctx.reject('points-out-of-range', { params: { no: criterion.no, most: criterion.points } });
    }
  }
  return [...given.values()].reduce(addShares, share(0n));
}

async function rank(
  ctx: Context,
  call: CallRow,
): Promise<{ ranking: Selection; applications: readonly { county: string }[] }> {
  const applications = await listApplications(ctx.db, ctx.home, call.id);
  const reviews = await listReviews(ctx.db, ctx.home, call.id);
  return { ranking: rankingOf(call, applications, reviews, basisOfCall(call)), applications };
}

type PublishInput = {
  programme: string;
  call: string;
  kind: 'process' | 'preliminary' | 'final';
  publishedOn: string;
  publishedAt: string;
  text: string;
  counties: string[];
  reason?: string | undefined;
  evidence: Evidence[];
};

/** Criteria, process and result become public in this order (000 六(六)); the list may leave the ranking only with a reason. */
async function publishOne(ctx: Context, parts: ProgrammeParts, input: PublishInput) {
  const key = await getProgramme(ctx, input.programme);
  if (key.home !== ctx.home) ctx.reject('not-the-programmes-home', { status: 403, params: { home: key.home } });
  const call = (await lockCall(ctx.db, ctx.home, input.call, 'update')) ?? unknownCall(ctx, input.call);
  if (call.reviewClosedOn === null) ctx.reject('review-open');
  if (input.publishedOn > ctx.today) ctx.reject('published-in-future', { params: { day: input.publishedOn } });
  const kinds = new Set((await listPublications(ctx.db, ctx.home, call.id)).map((each) => each.kind));
  if (input.kind !== 'process' && !kinds.has('process')) ctx.reject('process-missing');
  if (input.kind === 'final' && !kinds.has('preliminary')) ctx.reject('preliminary-missing');
  if (input.kind === 'process' && input.counties.length > 0) ctx.reject('counties-unexpected');
  if (input.kind !== 'process') await requireList(ctx, call, input);
  await requireEvidence(ctx, parts, 'selection-publication', input.evidence);
  const { kind, publishedOn, publishedAt, text, counties, evidence, reason = null } = input;
  const made = { id: ctx.operation, call: call.id, kind, publishedOn, publishedAt, text, counties, reason, evidence };
  await insertPublication(ctx.db, ctx.home, { ...made, by: ctx.actor.user });
  return { id: ctx.operation };
}

async function requireList(ctx: Context, call: CallRow, input: PublishInput): Promise<void> {
  const { ranking } = await rank(ctx, call);
  if (input.counties.length > call.places) ctx.reject('too-many-counties', { params: { places: call.places } });
  const ranked = new Set(ranking.results.map((result) => result.county));
  const stranger = input.counties.find((county) => !ranked.has(county));
  if (stranger !== undefined || input.counties.length === 0)
    ctx.reject('county-not-ranked', { params: { county: stranger ?? '' } });
  const chosen = [...input.counties].toSorted().join();
  if (chosen !== [...ranking.selected].toSorted().join() && !input.reason) {
    const tie = ranking.findings.filter((finding) => finding.rule.endsWith('-tie'));
    ctx.reject('reason-missing', { findings: tie, params: { ranked: ranking.selected.join(',') } });
  }
}

async function openOne(ctx: Context, parts: ProgrammeParts, input: ParsedInputOf<typeof openCall>) {
  const rules = await loadInForce(ctx, input);
  requireItsHome(ctx, rules);
  if (input.opensOn > input.closesOn)
    ctx.reject('day-order', { params: { start: input.opensOn, end: input.closesOn } });
  if (new Set(input.criteria.map((each) => each.no)).size !== input.criteria.length) ctx.reject('criterion-repeated');
  await requireEvidence(ctx, parts, 'selection-call', input.evidence);
  const { title, opensOn, closesOn, places, minimumExperts, criteria } = input;
  const facts = { title, opensOn, closesOn, places, minimumExperts, criteria, reviewClosedOn: null };
  const key = { home: ctx.home, id: ctx.operation, programme: rules.key.id, rulesVersion: rules.version.number };
  await insertCall(ctx.db, { ...key, ...facts, by: ctx.actor.user });
  await insertPublication(ctx.db, ctx.home, {
    ...{ id: ctx.operation, call: ctx.operation, kind: 'criteria', publishedOn: ctx.today },
    ...{ publishedAt: input.publishedAt, text: title, counties: [], reason: null, evidence: input.evidence },
    by: ctx.actor.user,
  });
  return { id: ctx.operation };
}

async function applyOne(ctx: Context, parts: ProgrammeParts, input: ParsedInputOf<typeof applyToCall>) {
  if (!/^\d{4}(?!00)\d\d$/.test(ctx.home)) ctx.reject('county-only', { params: { home: ctx.home } });
  const call = (await findCall(ctx.db, input.callHome, input.call)) ?? unknownCall(ctx, input.call);
  if (ctx.today < call.opensOn || ctx.today > call.closesOn) {
    ctx.reject('call-not-open', { params: { opensOn: call.opensOn, closesOn: call.closesOn } });
  }
  await requireEvidence(ctx, parts, 'selection-application', input.files);
  const { callHome, statement, files } = input;
  const made = { home: ctx.home, id: ctx.operation, callHome, call: call.id, statement, files };
  await insertApplication(ctx.db, { ...made, on: ctx.today, by: ctx.actor.user });
  return { id: ctx.operation };
}

async function closeOne(ctx: Context, input: ParsedInputOf<typeof closeReview>) {
  requireItsHome(ctx, await loadInForce(ctx, input));
  const call = (await lockCall(ctx.db, ctx.home, input.call, 'update')) ?? unknownCall(ctx, input.call);
  requireReview(ctx, call);
  const { ranking, applications } = await rank(ctx, call);
  if (applications.length === 0) ctx.reject('no-applications');
  if (!ranking.isComplete) {
    const open = ranking.findings.filter((finding) => finding.verdict !== 'pass');
    ctx.reject('review-incomplete', { findings: open.slice(0, 10), params: { findings: open.length } });
  }
  await setReviewClosed(ctx.db, ctx.home, call.id, ctx.today);
  return { id: call.id };
}
