import { type Bound, type Context, on } from '@qianmo/platform/server';
import { addShares, zeroShare } from '@qianmo/values/share';
import { listSelection } from '../contract.ts';
import type { Basis } from '../rules/basis.ts';
import { maySeeScore, meanText, rankCounties, type Selection } from '../rules/selection.ts';
import { exact, type InForce, loadInForce, number } from './in-force.ts';
import { listPlaceNames } from './store/programme.ts';
import {
  type ApplicationRow,
  type CallRow,
  listApplications,
  listCalls,
  listPublications,
  listReviews,
  type PublicationRow,
  type ReviewRow,
} from './store/selection.ts';

export function selectionBoard(): Bound[] {
  return [
    on(listSelection, async (ctx, input) => {
      const rules = await loadInForce(ctx, input);
      const calls = await listCalls(ctx.db, rules.key);
      const items: Awaited<ReturnType<typeof callShape>>[] = [];
      for (const call of calls) items.push(await callShape(ctx, rules, call));
      return { asOf: rules.day, version: rules.version.number, items };
    }),
  ];
}

/** A call is judged by the version it was opened under. */
export const basisOfCall = (call: CallRow): Basis => ({ clause: null, parameter: null, version: call.rulesVersion });

export function rankingOf(
  call: CallRow,
  applications: readonly { county: string }[],
  reviews: readonly ReviewRow[],
  basis: Basis,
): Selection {
  return rankCounties(
    applications.map((each) => each.county),
    reviews,
    {
      minimumExperts: call.minimumExperts,
      lowestScore: zeroShare,
      highestScore: call.criteria.map((each) => number(each.points)).reduce(addShares, zeroShare),
      places: call.places,
    },
    basis,
  );
}

async function callShape(ctx: Context, rules: InForce, call: CallRow) {
  const applications = await listApplications(ctx.db, call.home, call.id);
  const reviews = await listReviews(ctx.db, call.home, call.id);
  const publications = await listPublications(ctx.db, call.home, call.id);
  const names = await listPlaceNames(
    ctx.db,
    applications.map((each) => each.county),
  );
  const isReviewClosed = call.reviewClosedOn !== null && call.reviewClosedOn <= rules.day;
  const ranking = isReviewClosed ? rankingOf(call, applications, reviews, basisOfCall(call)) : null;
  const visible = publications.filter((each) => each.publishedOn <= rules.day);
  const { id, home, title, opensOn, closesOn, places, minimumExperts, criteria } = call;
  return {
    ...{ id, home, title, opensOn, closesOn, places, minimumExperts, criteria },
    state: stateOf(call, rules.day, visible),
    reviewClosedOn: isReviewClosed ? call.reviewClosedOn : null,
    applications: applications
      .filter((each) => each.appliedOn <= rules.day)
      .map((each) =>
        applicationShape({
          ctx,
          application: each,
          reviews,
          ranking,
          name: names.get(each.county) ?? each.county,
          isReviewClosed,
        }),
      ),
    publications: visible.map(({ call: _call, ...each }) => ({ ...each, counties: [...each.counties] })),
    findings: ranking ? ranking.findings.filter((finding) => finding.verdict !== 'pass') : [],
  };
}

function stateOf(call: CallRow, day: string, publications: readonly PublicationRow[]) {
  if (publications.some((each) => each.kind === 'final')) return 'final' as const;
  if (publications.some((each) => each.kind === 'preliminary')) return 'preliminary' as const;
  if (call.reviewClosedOn !== null && call.reviewClosedOn <= day) return 'closed' as const;
  if (day > call.closesOn) return 'review' as const;
  return day < call.opensOn ? ('upcoming' as const) : ('open' as const);
}

type Shown = {
  ctx: Context;
  application: ApplicationRow;
  reviews: readonly ReviewRow[];
  ranking: Selection | null;
  name: string;
  isReviewClosed: boolean;
};

/** Blind: until the review is closed, an expert sees the own review and nobody sees anybody else's. */
function applicationShape({ ctx, application, reviews, ranking, name, isReviewClosed }: Shown) {
  const own = reviews.filter((review) => review.county === application.county);
  const viewer = { expert: ctx.actor.person, isReviewClosed };
  const result = ranking?.results.find((each) => each.county === application.county);
  return {
    ...application,
    name,
    reviews: own
      .filter((review) => maySeeScore(viewer, review))
      .map((review) => ({
        expert: review.expert,
        own: review.expert === ctx.actor.person,
        declaration: review.declaration,
        ground: review.ground,
        score: exact(review.score),
        remark: review.remark,
      })),
    scoresIn: own.filter((review) => review.score !== null).length,
    mean: result?.mean ? meanText(result.mean) : null,
    rank: result?.rank ?? null,
    outcome: result?.outcome ?? null,
  };
}
