import { plainDate, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';

/** Pieces that several operations of this module share. */

export const programmeId = z
  .string()
  .max(40)
  .regex(/^[a-z]+-\d{4}$/, { error: 'programme-id' });
/** Id of an item inside a pack: target, phase, budget line. */
export const itemId = z
  .string()
  .max(40)
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, { error: 'item-id' });
export const placeCode = z
  .string()
  .max(12)
  .regex(/^\d{6}([0-9A-Z]{3,6})?$/, { error: 'place-code' });
export const group = z.enum(['national', 'coordinated']);
/** `2019`, `2020-H1`, `2020-Q3`, `2020-08`. */
export const periodKey = z
  .string()
  .max(10)
  .regex(/^\d{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])))?$/, { error: 'period' });

/** Which programme, and as of which day; without a day, today. */
export const asked = { programme: programmeId, asOf: plainDate.optional() };
/** Figures for the whole programme, for one group of counties, or for one county. */
export const subject = { group: group.optional(), county: placeCode.optional() };
export const paging = {
  page: z.number().int().min(1).max(10_000).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
  q: z.string().max(60).optional(),
};

export const paper = z.strictObject({ no: safeText(80).nullable(), title: safeText(200) });
export const evidence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), id: uuid }),
  z.strictObject({ kind: z.literal('record'), subject: safeText(60), id: safeText(80) }),
]);
export type Evidence = z.infer<typeof evidence>;
/** A statement without anything behind it is refused. */
export const evidenceList = z.array(evidence).min(1, { error: 'evidence-missing' }).max(20);

export const text = z.strictObject({ zh: z.string(), en: z.string().nullable() });
export const unitName = z.strictObject({ id: z.string(), zh: z.string() });
/** The version of the pack an answer was computed with (PROG-15). */
export const packVersion = z.number().int();
export const recordVersion = z.number().int().positive();
export const saved = z.strictObject({ id: z.string(), version: z.number().int() });
export const made = z.strictObject({ id: z.string() });

/** Every operation on a programme may meet these. */
export const unknownProgramme = ['programme-unknown', 'programme-not-in-force'] as const;
/** Acts on the programme itself happen at its home. */
export const atItsHome = [...unknownProgramme, 'not-the-programmes-home'] as const;
