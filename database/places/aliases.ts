import { readFileSync } from 'node:fs';

/** A name in use that the register does not have. Codes are of the register; days 'YYYY-MM-DD', '' = open. */
export type ShippedAlias = {
  readonly within: string;
  readonly place: string;
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly source: string;
};

const line = /^(?<within>\d{9}),(?<place>\d{12}),(?<name>[^,]+),(?<from>[\d-]*),(?<to>[\d-]*),"(?<source>[^"]+)"$/u;

/** The aliases shipped with this version: only those whose meaning is beyond doubt. Throws if the file is damaged. */
export function readAliases(): ShippedAlias[] {
  const text = readFileSync(new URL('./aliases.csv', import.meta.url), 'utf8');
  const [, ...lines] = text.trimEnd().split('\n');
  return lines.map((each, at) => {
    const { within, place, name, from, to, source } = line.exec(each)?.groups ?? {};
    if (!within || !place || !name || !source) throw new Error(`places/aliases.csv: line ${at + 2} is not an alias`);
    return { within, place, name, from: from || null, to: to || null, source };
  });
}
