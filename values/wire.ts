import { z } from 'zod';
import { isUuid, isUuidV7 } from './id.ts';
import { isHomeCode } from './place-code.ts';
import { isPlainDate } from './plain-date.ts';
import { findShare } from './share.ts';
import { hasControlCharacters, normaliseText } from './text.ts';

// Messages are stable codes; the words for people stand in the surfaces' dictionaries.

/** A day, `YYYY-MM-DD`. */
export const plainDate = z.string().max(10).refine(isPlainDate, { error: 'plain-date' });

/** ISO 8601 with offset or Z. */
export const instant = z.iso.datetime({ offset: true, error: 'instant' });

/** Whole fen as a decimal string of at most 18 digits. */
export const fenString = z.string().regex(/^(0|-?[1-9]\d{0,17})$/, { error: 'fen' });

/** Whole fen, not negative. */
export const amountFenString = z.string().regex(/^(0|[1-9]\d{0,17})$/, { error: 'fen' });

/** An exact number: `12`, `12.5`, `15%`, `4/5`. */
export const exactNumber = z
  .string()
  .max(60)
  .refine((text) => findShare(text) !== undefined, { error: 'exact-number' });

export const uuid = z.string().max(36).refine(isUuid, { error: 'uuid' });

export const uuidV7 = z.string().max(36).refine(isUuidV7, { error: 'uuid-v7' });

export const homeCode = z.string().max(12).refine(isHomeCode, { error: 'home-code' });

/** Stable kebab-case key of a pack, parameter or rule. */
export const key = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+([._-][a-z0-9]+)*$/, { error: 'key' });

/** One line, normalised, not empty: names, titles, numbers of papers. */
export function safeText(maxLength: number) {
  return line(maxLength).min(1, { error: 'text-empty' });
}

/** One line, may be empty. */
export function optionalText(maxLength: number) {
  return line(maxLength);
}

/** Several lines, not empty: reasons, remarks, texts. */
export function safeParagraphs(maxLength: number) {
  return z
    .string()
    .overwrite(normaliseText)
    .max(maxLength, { error: 'text-too-long' })
    .refine((text) => !hasControlCharacters(text, true), { error: 'text-control' })
    .min(1, { error: 'text-empty' });
}

function line(maxLength: number) {
  return z
    .string()
    .overwrite(normaliseText)
    .max(maxLength, { error: 'text-too-long' })
    .refine((text) => !hasControlCharacters(text), { error: 'text-control' });
}
