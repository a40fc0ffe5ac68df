import type { Finding } from '@qianmo/platform/contract';

export const requiredDuties = ['leader-in-charge', 'specialist'] as const;
export type Duty = (typeof requiredDuties)[number];
export type Missing = Duty | 'reporting-post';

export type UnitPosts = {
  readonly unit: string;
  readonly posts: readonly { id: string; title: string; duty: Duty | null; held: boolean }[];
  /** `post` null: the unit owes it, so its leader in charge and its specialist answer for it. */
  readonly reports: readonly Report[];
};
export type Report = { readonly post: string | null; readonly what: string; readonly frequency: string };

export type Vacancy = {
  readonly missing: Missing;
  readonly post: { id: string; title: string } | null;
  readonly reports: readonly Report[];
  readonly finding: Finding;
};

/**
 * What a unit of the programme lacks: a leader in charge (分管领导), a specialist (专干), or the holder of a post that
 * owes a report of its own (GOV-04). One finding each, naming the reports that nobody answers for.
 */
export function findVacancies(unit: UnitPosts): Vacancy[] {
  const duties = requiredDuties.flatMap((duty): Vacancy[] => {
    const posts = unit.posts.filter((post) => post.duty === duty);
    if (posts.some((post) => post.held)) return [];
    const empty = new Set(posts.map((post) => post.id));
    const reports = unit.reports.filter((report) => report.post === null || empty.has(report.post));
    return [vacancyOf(unit.unit, duty, posts[0] ?? null, reports)];
  });
  const others = unit.posts
    .filter((post) => post.duty === null && !post.held)
    .flatMap((post): Vacancy[] => {
      const reports = unit.reports.filter((report) => report.post === post.id);
      return reports.length > 0 ? [vacancyOf(unit.unit, 'reporting-post', post, reports)] : [];
    });
  return [...duties, ...others];
}

function vacancyOf(
  unit: string,
  missing: Missing,
  post: { id: string; title: string } | null,
  reports: readonly Report[],
): Vacancy {
  return {
    missing,
    post: post && { id: post.id, title: post.title },
    reports,
    finding: {
      rule: `organisation.vacancy-${missing}`,
      verdict: 'warn',
      clause: null,
      parameter: null,
      inputs: {
        unit,
        post: post?.id ?? null,
        reports: reports.length,
        what: reports.map((report) => report.what).join('；') || null,
      },
    },
  };
}
