import { parseWan } from '@qianmo/values/money';
import { percentText } from '@qianmo/values/share';
import { describe, expect, test } from 'vitest';
import { packIds, packOf } from '../testing/packs.ts';
import { canonical, ratioOfBudget } from './index.ts';

const packs = Object.fromEntries(packIds.map((id) => [id, packOf(id)])) as Record<
  (typeof packIds)[number],
  ReturnType<typeof packOf>
>;
const lineIds = (id: keyof typeof packs, ...groups: string[]) =>
  packs[id].budget?.groups
    .filter((g) => groups.length === 0 || groups.includes(g.id))
    .map((g) => [g.subtotalWan, g.lines.map((l) => l.amountWan)]);

describe('the five packs', () => {
  test.each(packIds)('[PROG-01:packs] %s is valid and names a clause in every statement', (id) => {
    expect(packs[id].id).toBe(id);
  });

  test('[PROG-06:register] 11, 25, 24, 11 and 32 targets, 103 in all, with names, metric, operator and clause', () => {
    const counts = packIds.map((id) => packs[id].targets.length);
    expect(counts).toEqual([11, 25, 24, 11, 32]);
    expect(counts.reduce((a, b) => a + b)).toBe(103);
    const targets = packIds.flatMap((id) => packs[id].targets);
    expect(new Set(targets.map((target) => target.id)).size).toBe(103);
    for (const target of targets) expect(target.responsible.length, target.id).toBeGreaterThan(0);
  });

  test('[PROG-02:levels] three tiers, four with the city, three and the e-town', () => {
    expect(packIds.map((id) => packs[id].levels.network.map((level) => level.id).join('>'))).toEqual([
      'county>township>village',
      'county>township>village',
      'prefecture>county>township>village',
      'county>township>village',
      'county>township>village>e_town',
    ]);
    expect(packs['qinxian-2022'].specialUnits.map((unit) => unit.code)).toEqual(['140430E01']);
  });

  test('[PROG-05:groups] ten national counties; three national and four co-ordinated', () => {
    const groups = (id: keyof typeof packs) => Object.groupBy(packs[id].members, (member) => member.group);
    expect(groups('xinjiang-2018').national).toHaveLength(10);
    expect(groups('shigatse-2018').national?.map((m) => m.place)).toEqual(['540222', '540233', '540235']);
    expect(groups('shigatse-2018').coordinated?.map((m) => m.place)).toEqual(['540202', '540225', '540224', '540234']);
  });

  test('[FUND-02:shigatse] 1050 + 2850 + 600 = 4500 and every line', () => {
    expect(packs['shigatse-2018'].budget?.totalWan).toBe('4500');
    expect(lineIds('shigatse-2018')).toEqual([
      ['1050', ['300', '375', '375']],
      ['2850', ['400', '450', '650', '300', '1050']],
      ['600', ['600']],
    ]);
  });

  test('[FUND-02:chengxian] 510 + 170 + 20 = 700, 8.5 + 19.3 + 7.2 = 35, 56.16 + 8.84 = 65', () => {
    expect(lineIds('chengxian-2019')).toEqual([
      ['700', ['510', '170', '20']],
      ['35', ['8.5', '19.3', '7.2']],
      ['65', ['56.16', '8.84']],
    ]);
  });

  test('[FUND-03:counted] upstream 63.33 %, centres exactly 15.00 %, county centres alone 8.33 %, with stations 23.33 %', () => {
    const pack = packs['shigatse-2018'];
    const ratio = (counted: readonly string[]) =>
      percentText(ratioOfBudget(pack.budget, '4500', counted) ?? { numerator: -1n, denominator: 1n });
    const [centre, upstream] = pack.ratioRules;
    expect([ratio(upstream?.counted ?? []), ratio(centre?.counted ?? [])].map((t) => t.replace('%', ''))).toEqual([
      '63.33',
      '15.00',
    ]);
    expect([ratio(['SG-B12']), ratio(['SG-B11', 'SG-B12', 'SG-B13'])].map((t) => t.replace('%', ''))).toEqual([
      '8.33',
      '23.33',
    ]);
    expect([centre?.strictness, upstream?.strictness]).toEqual(['mandatory', 'in_principle']);
    expect(packs['xinjiang-2018'].ratioRules.map((rule) => rule.strictness)).toEqual(['in_principle', 'in_principle']);
  });

  test('[SUBS-10:allocation] 124 stores in 17 townships, 104 + 20, exactly 65.000', () => {
    const { stores } = packs['chengxian-2019'];
    expect([
      stores.length,
      stores.filter((row) => row.class === 'poor').length,
      new Set(stores.map((row) => row.township)).size,
    ]).toEqual([124, 104, 17]);
    expect(stores.reduce((sum, row) => sum + BigInt(row.amountFen), 0n)).toBe(parseWan('65'));
    const names = stores.map((row) => row.village);
    expect(new Set(names.filter((name, i) => names.indexOf(name) !== i)).size).toBe(6);
  });

  test('[PROG-15:questions] all 58 open questions stand in their pack, numbered, with readings and a reason', () => {
    expect(packIds.map((id) => packs[id].questions.map((question) => question.no))).toEqual(
      [
        [1, 6],
        [7, 15],
        [16, 31],
        [32, 47],
        [48, 58],
      ].map(([from = 0, to = 0]) => Array.from({ length: to - from + 1 }, (_, i) => from + i)),
    );
  });

  test('[GOV-01:seats] Shigatse seats 1 + 2 + 3 + 30 posts, and declares the company that leads and operates', () => {
    const [group] = packs['shigatse-2018'].leadingGroups;
    const seats = (rank: string) =>
      group?.seats.filter((seat) => seat.rank === rank).reduce((n, seat) => n + seat.count, 0);
    expect(['head', 'executive_deputy', 'deputy', 'member'].map(seats)).toEqual([1, 2, 3, 30]);
    expect(packs['shigatse-2018'].conflicts.map((conflict) => conflict.unit)).toEqual([group?.office?.unit]);
  });

  test('[PROG-16:labels] the poverty office of 2018 to 2020 is the revitalisation bureau of 2022', () => {
    expect(packIds.map((id) => packs[id].labels.povertyAgency[0]?.zh)).toEqual([
      '扶贫办',
      '县扶贫办',
      '市扶贫办',
      '县扶贫办',
      '乡村振兴局',
    ]);
  });

  test('a value that a plan does not set is absent', () => {
    const has = (id: keyof typeof packs, key: string) =>
      packs[id].parameters.some((parameter) => parameter.key === key);
    expect(packIds.map((id) => has(id, 'fund.ratio.upstream'))).toEqual([true, false, true, false, false]);
    expect(packIds.map((id) => has(id, 'training.satisfaction'))).toEqual([false, true, false, false, false]);
    expect(packIds.map((id) => packs[id].trancheRules.length)).toEqual([1, 0, 0, 3, 0]);
    expect(packIds.map((id) => has(id, 'bid.committee_min'))).toEqual([false, true, false, false, false]);
  });

  test('the canonical text ignores the order of keys and nothing else', () => {
    const pack = packs['longchuan-2020'];
    const turned = Object.fromEntries(Object.entries(pack).toReversed()) as typeof pack;
    expect(canonical(turned)).toBe(canonical(pack));
    expect(canonical({ ...pack, targets: pack.targets.toReversed() })).not.toBe(canonical(pack));
  });
});
