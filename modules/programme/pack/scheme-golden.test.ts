import { readFileSync } from 'node:fs';
import { Environment } from '@marcbachmann/cel-js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packOf } from '../testing/packs.ts';

/** The expressions of the first scheme, evaluated on the worked cases: the pack's data must decide as the plan does. */
type Case = {
  id: string;
  requirement: string;
  title: string;
  given: Record<string, unknown>;
  expect: Record<string, unknown>;
};
const file = new URL('../../../packs/golden/subs.yaml', import.meta.url);
const cases = (parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases.filter(
  (item) => 'criteria_facts' in item.given,
);
const scheme = packOf('chengxian-2019').schemes[0];
const environment = new Environment({ unlistedVariablesAreDyn: true });
const fenOfWan = (wan: unknown): bigint => BigInt(Math.round(Number(wan) * 1_000_000));

function factsOf(given: Record<string, unknown>): Record<string, unknown> {
  const criteria = given.criteria_facts as Record<string, unknown>;
  const numbers = Object.entries(criteria).map(([key, value]) => [
    key,
    typeof value === 'number' ? BigInt(value) : value,
  ]);
  return {
    ...Object.fromEntries(numbers),
    ...(given.conditions as Record<string, unknown>),
    platforms_selling: BigInt(Number(given.platforms_selling)),
    online_sales_fen: fenOfWan(given.online_sales_wan),
    supply_to_county_hub_fen: fenOfWan(given.supply_to_county_hub_wan),
    supply_to_distributors_fen: fenOfWan(given.supply_to_distributors_wan),
    total_sales_fen: fenOfWan(given.total_sales_wan),
    turnover_fen: fenOfWan(criteria.annual_turnover_wan),
    household_gain_fen: BigInt(Number(criteria.household_gain_yuan)) * 100n,
  };
}

describe('expressions of the key enterprise scheme', () => {
  test('the worked cases are there', () => expect(cases.length).toBeGreaterThanOrEqual(5));
  test.each(cases)('[$requirement:$id] $title', ({ given, expect: expected }) => {
    const facts = factsOf(given);
    const tier = scheme?.tiers.find((item) => item.id === given.tier);
    const met =
      tier?.criteria.filter((item) => environment.evaluate(item.cel, facts) === true).map((item) => item.no) ?? [];
    const conditions = scheme?.conditions.every((item) => environment.evaluate(item.cel, facts) === true);
    expect(met).toEqual(expected.criteria_met);
    expect(conditions && met.length >= (scheme?.minCriteria?.value ?? 99)).toBe(expected.eligible);
  });
});
