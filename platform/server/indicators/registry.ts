import { share, shareText } from '@qianmo/values/share';
import type { IndicatorDefinition, IndicatorRecord } from '../../contract/indicator.ts';
import type { Database } from '../database/pool.ts';

export type IndicatorQuestion = {
  readonly programme: string | null;
  readonly homes: readonly string[];
  readonly group: string | null;
  /** The day as of which it counts. */
  readonly at: string;
};

export type Counted = { readonly numerator: bigint; readonly denominator: bigint; readonly sourceCount: number };

export type RecordPage = { readonly items: readonly IndicatorRecord[]; readonly next: string | null };

/** What a module counts itself. The records must add up to the value; see `recordsDiffer`. */
export type IndicatorOffer = {
  readonly definition: IndicatorDefinition;
  value(db: Database, question: IndicatorQuestion): Promise<Counted>;
  /** `after` is the `next` of the page before. */
  records(
    db: Database,
    question: IndicatorQuestion,
    page: { limit: number; after: string | null },
  ): Promise<RecordPage>;
};

export type Figure =
  | {
      readonly entered: false;
      readonly numerator: string;
      readonly denominator: string;
      readonly value: string | null;
      readonly sourceCount: number;
    }
  | { readonly entered: true };

export type Indicators = {
  list(): readonly { definition: IndicatorDefinition; offered: boolean }[];
  find(key: string): IndicatorDefinition | undefined;
  /** `entered` where no module offers the metric: then only entered figures exist, and it is never 0. */
  value(db: Database, key: string, question: IndicatorQuestion): Promise<Figure>;
  records(
    db: Database,
    key: string,
    question: IndicatorQuestion,
    page: { limit: number; after: string | null },
  ): Promise<RecordPage & { entered: boolean }>;
};

/**
 * All indicators of an installation: those some module counts, and those that are only defined so far. Throws when a key
 * stands twice with different definitions or two modules offer it.
 */
export function createIndicators(
  offers: readonly IndicatorOffer[],
  definitions: readonly IndicatorDefinition[] = [],
): Indicators {
  const offered = new Map<string, IndicatorOffer>();
  const known = new Map<string, IndicatorDefinition>();
  for (const definition of definitions) {
    if (known.has(definition.key)) throw new Error(`indicator defined twice: ${definition.key}`);
    known.set(definition.key, definition);
  }
  for (const offer of offers) {
    const { key } = offer.definition;
    if (offered.has(key)) throw new Error(`indicator offered twice: ${key}`);
    if (known.has(key) && known.get(key) !== offer.definition) throw new Error(`indicator defined twice: ${key}`);
    offered.set(key, offer);
    known.set(key, offer.definition);
  }
  return {
    list: () => [...known.values()].map((definition) => ({ definition, offered: offered.has(definition.key) })),
    find: (key) => known.get(key),
    value: async (db, key, question) => {
      const offer = offered.get(key);
      return offer ? figureOf(await offer.value(db, question)) : { entered: true };
    },
    records: async (db, key, question, page) => {
      const offer = offered.get(key);
      return offer
        ? { entered: false, ...(await offer.records(db, question, page)) }
        : { entered: true, items: [], next: null };
    },
  };
}

function figureOf({ numerator, denominator, sourceCount }: Counted): Figure {
  return {
    entered: false,
    numerator: numerator.toString(),
    denominator: denominator.toString(),
    // Nothing divided by nothing is not computable: neither 0 nor met.
    value: denominator === 0n ? null : shareText(share(numerator, denominator)),
    sourceCount,
  };
}

/**
 * Reads all records of an offer and says how they differ from its value; null when they add up. Every module's test calls
 * it. A stock or flow has denominator 1 whatever its records say.
 */
export async function recordsDiffer(
  db: Database,
  offer: IndicatorOffer,
  question: IndicatorQuestion,
): Promise<string | null> {
  const value = await offer.value(db, question);
  let [numerator, denominator, count] = [0n, 0n, 0];
  for (let after: string | null = null; ; ) {
    const page: RecordPage = await offer.records(db, question, { limit: 200, after });
    for (const record of page.items) {
      numerator += BigInt(record.numerator);
      denominator += BigInt(record.denominator);
      count += 1;
    }
    if (page.next === null) break;
    after = page.next;
  }
  const expected = offer.definition.kind === 'ratio' ? denominator : 1n;
  if (count !== value.sourceCount) return `${count} records, but ${value.sourceCount} counted`;
  if (numerator !== value.numerator) return `records add up to ${numerator}, value is ${value.numerator}`;
  return expected === value.denominator
    ? null
    : `base of the records is ${expected}, of the value ${value.denominator}`;
}
