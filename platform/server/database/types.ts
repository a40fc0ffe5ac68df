import { type CustomTypesConfig, types } from 'pg';

type Parser = (text: string) => unknown;

const TEXT_ARRAY = 1009;
const parseTextArray = types.getTypeParser<(string | null)[]>(TEXT_ARRAY as never) as (
  text: string,
) => (string | null)[];

/** `2026-11-22 13:00:00.123456+08` → `2026-11-22T13:00:00.123456+08:00`: ISO, with all six digits and the offset kept. */
export function isoInstant(text: string): string {
  const iso = text.replace(' ', 'T');
  return /[+-]\d\d$/.test(iso) ? `${iso}:00` : iso;
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
    return own ?? types.getTypeParser(oid, format as 'text');
  },
} as CustomTypesConfig;
