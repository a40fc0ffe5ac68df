import { type RawBuilder, sql } from 'kysely';

// Validity is a daterange: first day included, `until` the first day after. An act never sees the range itself.

/** `until` null: open. The same day twice: a range without a day, for what was entered by mistake. */
export function range(from: string, until: string | null = null): RawBuilder<string> {
  return sql<string>`daterange(${from}::date, ${until}::date)`;
}

export function fromOf(column: string): RawBuilder<string | null> {
  return sql<string | null>`lower(${sql.ref(column)})`;
}

/** Of a range without a day, the day it would have begun is not kept; it ended before it began. */
export function untilOf(column: string): RawBuilder<string | null> {
  return sql<string | null>`upper(${sql.ref(column)})`;
}

export function inForce(column: string, day: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} @> ${day}::date`;
}

/** In force on the day or later. */
export function notOver(column: string, day: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} && daterange(${day}::date, null)`;
}

/** Ends a range; its first day stays. */
export function endedOn(column: string, until: string): RawBuilder<string> {
  return sql<string>`daterange(lower(${sql.ref(column)}), ${until}::date)`;
}

export function among(column: string, values: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} = any (${[...values]}::text[])`;
}

export function amongIds(column: string, values: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} = any (${[...values]}::uuid[])`;
}

export const nextVersion = sql<number>`version + 1`;
