import { z } from 'zod';

/** Wire shapes of places, for the operations that offer them. Browser-safe. */

export const placeId = z.int().min(1);
const code = z.string().regex(/^[0-9]{6}[0-9A-Z]{0,6}$/);
const day = z.iso.date();

export const placeKind = z.enum(['province', 'prefecture', 'county', 'township', 'village', 'special']);
export type PlaceKind = z.infer<typeof placeKind>;

/** PROG-03: 建档立卡贫困村, 深度贫困村, 非贫困村. */
export const povertyClass = z.enum(['poor', 'deeply-poor', 'non-poor']);
export type PovertyClass = z.infer<typeof povertyClass>;

/** Why a place was found: its name, an alias or former name, its spelling, its code. */
export const matchedBy = z.enum(['name', 'alias', 'former', 'pinyin', 'initials', 'code']);
export type MatchedBy = z.infer<typeof matchedBy>;

export const pathStep = z.strictObject({ id: placeId, code, name: z.string(), kind: placeKind });
export type PathStep = z.infer<typeof pathStep>;

export const placeHit = z.strictObject({
  id: placeId,
  code,
  name: z.string(),
  kind: placeKind,
  form: z.string(),
  home: z.string(),
  /** Names from province down to the place's parent. */
  path: z.array(z.string()),
  matchedBy,
  /** The alias or former name that was typed, when it is not the present name. */
  matchedText: z.string().nullable(),
  inScope: z.boolean(),
});
export type PlaceHit = z.infer<typeof placeHit>;

export const placeCard = z.strictObject({
  id: placeId,
  code,
  name: z.string(),
  kind: placeKind,
  form: z.string(),
  home: z.string(),
  /** From province down to the parent, as the tree stood on the day asked for. */
  path: z.array(pathStep),
  povertyClass: povertyClass.nullable(),
  version: z.int(),
});
export type PlaceCard = z.infer<typeof placeCard>;

export const placeChild = z.strictObject({
  id: placeId,
  code,
  name: z.string(),
  kind: placeKind,
  form: z.string(),
  povertyClass: povertyClass.nullable(),
});
export type PlaceChild = z.infer<typeof placeChild>;

export const placeHistory = z.strictObject({
  former: z.array(
    z.strictObject({ name: z.string(), code, kind: placeKind, from: day.nullable(), to: day, source: z.string() }),
  ),
  aliases: z.array(
    z.strictObject({ name: z.string(), within: placeId, from: day.nullable(), to: day.nullable(), source: z.string() }),
  ),
  classes: z.array(
    z.strictObject({ class: povertyClass, from: day.nullable(), to: day.nullable(), source: z.string() }),
  ),
});
export type PlaceHistory = z.infer<typeof placeHistory>;

export const classCount = z.strictObject({
  home: z.string(),
  poor: z.int(),
  deeplyPoor: z.int(),
  nonPoor: z.int(),
  unclassed: z.int(),
});
export type ClassCount = z.infer<typeof classCount>;

export const candidateWhy = z.enum([
  'same-name',
  'same-pinyin',
  'one-character-more',
  'one-character-less',
  'position-word',
  'variant-character',
  'same-first-character',
  'similar',
  'other-township',
]);
export type CandidateWhy = z.infer<typeof candidateWhy>;

/** Score in thousandths: 1000 is the same name. */
export const placeCandidate = z.strictObject({
  id: placeId,
  name: z.string(),
  code,
  township: z.string(),
  score: z.int().min(0).max(1000),
  why: z.array(candidateWhy),
});
export type PlaceCandidate = z.infer<typeof placeCandidate>;

export const resolutionHow = z.enum(['exact', 'variant', 'alias', 'former', 'decided']);
export type ResolutionHow = z.infer<typeof resolutionHow>;

export const resolutionRow = z.strictObject({
  home: z.string(),
  source: z.string(),
  rowKey: z.string(),
  townshipText: z.string(),
  villageText: z.string(),
  asOf: day,
  candidates: z.array(placeCandidate),
  chosen: placeId.nullable(),
  how: resolutionHow.nullable(),
  decidedBy: z.string().nullable(),
  version: z.int(),
});
export type ResolutionRow = z.infer<typeof resolutionRow>;
