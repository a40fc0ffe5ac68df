import { isPlainDate } from '@qianmo/values/plain-date';
import { z } from 'zod';

/** Building blocks of a pack. Everything is strict: a key that the shape does not know is refused with its line. */

/** Short text in one line. */
export const line = z.string().min(1).max(400);
/** The plan's paragraph a statement comes from, e.g. "002 七(一)2(4)". */
export const clause = z.string().min(1).max(200);
/** The plan's own words, kept short. */
export const quote = z.string().min(1).max(200);
export const localId = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/);
export const key = z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/);
export const unitRef = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);
export const planLetter = z.string().regex(/^[A-Z]$/);
/** A code of the national register, or one of ours with a letter in it. */
export const placeCode = z.string().regex(/^[0-9]{6}([0-9A-Z]{3,6})?$/);
export const plainDate = z.string().refine(isPlainDate, { params: { code: 'date-invalid' } });
/** An exact decimal, as text so that no binary fraction ever appears. */
export const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/);
/** Money in 万元 as text. Six decimals reach the fen exactly: 0.000001 万元 = 1 分. */
export const wan = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/);
export const count = z.number().int().min(0).max(1_000_000_000);
export const text = z.strictObject({ zh: line, en: line });
export const zhText = z.strictObject({ zh: line, en: line.optional() });
export const questionRefs = z.array(z.number().int().min(1).max(999)).min(1).optional();

export const operator = z.enum(['>=', '>', '=', '<', '<=', 'between', 'qualitative']);
export const strictness = z.enum(['in_principle', 'mandatory']);
export const group = z.enum(['national', 'coordinated', 'none']);

export type Operator = z.infer<typeof operator>;
export type Strictness = z.infer<typeof strictness>;
export type Group = z.infer<typeof group>;
