import { type Context, Rejection } from '@qianmo/platform/server';
import { parseShare, type Share, shareText } from '@qianmo/values/share';
import type { Evidence } from '../contract.ts';
import type { Pack } from '../pack/index.ts';
import type { Basis } from '../rules/basis.ts';
import { findEffectiveVersion } from '../rules/versions.ts';
import type { ProgrammeParts } from './parts.ts';
import { findProgramme, getPack, listVersionRows, type ProgrammeKey, type VersionRow } from './store/programme.ts';
import type { CountyGroup } from './store/target.ts';

export type Member = Pack['members'][number];

/** A programme on a day: the version of its pack in force then, with its content and the counties that belong to it. */
export type InForce = {
  readonly key: ProgrammeKey;
  readonly day: string;
  readonly version: VersionRow;
  readonly versions: readonly VersionRow[];
  readonly pack: Pack;
  readonly members: readonly Member[];
};

/** Rejects with `programme-unknown` or, before the first version takes effect, `programme-not-in-force`. */
export async function loadInForce(
  ctx: Context,
  asked: { programme: string; asOf?: string | undefined },
): Promise<InForce> {
  const key = await getProgramme(ctx, asked.programme);
  const day = asked.asOf ?? ctx.today;
  const versions = await listVersionRows(ctx.db, key);
  const version = findInForce(versions, day);
  if (!version) {
    return ctx.reject('programme-not-in-force', {
      params: { programme: key.id, day, from: versions[0]?.effectiveOn ?? '' },
    });
  }
  const pack = await getPack(ctx.db, key, version);
  return { key, day, version, versions, pack, members: membersOn(pack, day) };
}

export async function getProgramme(ctx: Context, id: string): Promise<ProgrammeKey> {
  const key = await findProgramme(ctx.db, ctx.home, id);
  return key ?? ctx.reject('programme-unknown', { status: 404, params: { programme: id } });
}

export function findInForce(versions: readonly VersionRow[], day: string): VersionRow | undefined {
  return findEffectiveVersion(
    versions.map((row) => ({ ...row, version: row.number })),
    day,
  );
}

export function membersOn(pack: Pack, day: string): Member[] {
  return pack.members.filter((member) => member.from <= day && (member.to === null || day <= member.to));
}

/** Acts on the programme itself: only at the home that keeps it. */
export function requireItsHome(ctx: Context, rules: InForce): void {
  if (ctx.home !== rules.key.home)
    ctx.reject('not-the-programmes-home', { status: 403, params: { home: rules.key.home } });
}

/** Records about the own part: at the programme's home, or at a member county. */
export function requireMembership(ctx: Context, rules: InForce): void {
  if (ctx.home !== rules.key.home && !rules.members.some((member) => member.place === ctx.home)) {
    ctx.reject('not-a-member', { status: 403, params: { home: ctx.home } });
  }
}

export function getTargetOf(ctx: Context, rules: InForce, id: string): Pack['targets'][number] {
  const target = rules.pack.targets.find((each) => each.id === id);
  return target ?? ctx.reject('target-unknown', { status: 404, params: { target: id } });
}

export type Subject =
  | { readonly kind: 'programme' }
  | { readonly kind: 'group'; readonly group: CountyGroup }
  | { readonly kind: 'county'; readonly place: string; readonly group: Member['group'] };

/** What the figures are asked for. A member county that asks at its own home means itself. */
export function subjectOf(
  ctx: Context,
  rules: InForce,
  asked: { group?: CountyGroup | undefined; county?: string | undefined },
): Subject {
  const own =
    ctx.home !== rules.key.home && rules.members.some((member) => member.place === ctx.home) ? ctx.home : undefined;
  const place = asked.county ?? (asked.group === undefined ? own : undefined);
  if (place !== undefined) {
    const member = rules.members.find((each) => each.place === place);
    if (!member) return ctx.reject('county-not-member', { params: { county: place } });
    return { kind: 'county', place, group: member.group };
  }
  return asked.group === undefined ? { kind: 'programme' } : { kind: 'group', group: asked.group };
}

export const groupOf = (subject: Subject): CountyGroup | null => (subject.kind === 'group' ? subject.group : null);
export const countyOf = (subject: Subject): string | null => (subject.kind === 'county' ? subject.place : null);

/** Counties that a subject covers. */
export function countiesOf(rules: Pick<InForce, 'members'>, subject: Subject): readonly Member[] {
  if (subject.kind === 'programme') return rules.members;
  return rules.members.filter((member) =>
    subject.kind === 'group' ? member.group === subject.group : member.place === subject.place,
  );
}

export const basisOf = (rules: InForce, clause: string | null, parameter: string | null): Basis => ({
  clause,
  parameter,
  version: rules.version.number,
});

/**
 * Links the files among the evidence to the record of this act (or another): what is not stored at this home proves nothing. Records of
 * other modules are theirs to show.
 */
export async function requireEvidence(
  ctx: Context,
  parts: ProgrammeParts,
  kind: string,
  list: readonly Evidence[],
  subject: string = ctx.operation,
): Promise<void> {
  const files = new Set(list.flatMap((each) => (each.kind === 'file' ? [each.id] : [])));
  for (const id of files) {
    const link = { home: ctx.home, id, subjectKind: `programme.${kind}`, subject };
    try {
      await parts.linkEvidence(ctx.db, { ...link, by: ctx.actor.user, at: ctx.now });
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      if (error.code === 'file-linked-already') continue;
      ctx.reject('evidence-unknown', { params: { file: id, reason: error.code } });
    }
  }
}

/** Exact numbers as they are asked for and shown: `n/d`, and at most four decimals without trailing zeros. */
export const exact = (value: Share | null): string | null => value && shareText(value);

export const number = (text: string): Share => parseShare(text);
