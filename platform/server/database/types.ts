import { type CustomTypesConfig, types } from 'pg';

type Parser = (text: string) => unknown;

const TEXT_ARRAY = 1009;
// The driver's own list of types is an enumeration that leaves out arrays.
const driver = types as { getTypeParser(oid: number, format?: string): Parser };
const parseTextArray = driver.getTypeParser(TEXT_ARRAY) as (text: string) => (string | null)[];

/** `2026-11-22 13:00:00.123456+08` → `2026-11-22T05:00:00.123Z`: one form for all instants, so that text order is time order. */
export function isoInstant(text: string): string {
  const iso = text.replace(' ', 'T');
  return new Date(/[+-]\d\d$/.test(iso) ? `${iso}:00` : iso).toISOString();
}

const each = (parse: Parser): Parser => {
  return (text) => parseTextArray(text).map((item) => (item === null ? null : parse(item)));
};
const asText: Parser = (text) => text;

const parsers = new Map<number, Parser>([
  [20, BigInt], // int8: amounts in fen pass 2^53 before a province does
  [1016, each(BigInt)],
  [1082, asText], // date: a day has no time and no zone
  [1182, each(asText)],
  [1114, isoInstant], // timestamp
  [1115, each(isoInstant)],
  [1184, isoInstant], // timestamptz
  [1185, each(isoInstant)],
  [1700, asText], // numeric: exact
  [1231, each(asText)],
]);

/** How values come out of the database: int8 as bigint, date and numeric as text, instants as ISO text, json parsed. */
export const typesConfig: CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const own = format === 'binary' ? undefined : parsers.get(oid);
    return own ?? driver.getTypeParser(oid, format);
  },
} as CustomTypesConfig;
