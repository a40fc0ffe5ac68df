import type { RegisterRow } from './register.ts';

type Endings = readonly (readonly [RegExp, string])[];

const formsByLevel: Readonly<Record<1 | 2 | 3 | 4, Endings>> = {
  1: [
    [/自治区$/u, 'region'],
    [/市$/u, 'municipality'],
    [/./u, 'province'],
  ],
  2: [
    [/^(市辖区|县|.*直辖县级行政区划)$/u, 'pseudo'],
    [/市$/u, 'city'],
    [/州$/u, 'autonomous-prefecture'],
    [/盟$/u, 'league'],
    [/./u, 'area'],
  ],
  3: [
    [/市$/u, 'city'],
    [/区$/u, 'district'],
    [/旗$/u, 'banner'],
    [/./u, 'county'],
  ],
  4: [
    [/镇$/u, 'town'],
    [/族乡$/u, 'ethnic-township'],
    [/乡$/u, 'township'],
    [/街道(办事处)?$/u, 'subdistrict'],
    [/苏木$/u, 'sumu'],
    [/./u, 'other'],
  ],
};

const standIns: Endings = [
  [/(场|团|连|兵团|监狱)$/u, 'farm'],
  [/(区|园|基地|中心)$/u, 'zone'],
  [/./u, 'pseudo'],
];

/**
 * What a unit is within its level. From 400 on the last three digits of a township or village code mean a unit like one,
 * kept for statistics (国家统计局 统计用区划代码编制规则): a farm, a zone, or a plain stand-in ('pseudo').
 */
export function formOf({ level, code, name, committee }: RegisterRow): string {
  const standsIn = level >= 4 && Number(code.slice(-3)) >= 400;
  if (level === 5) return standsIn ? 'pseudo' : committee;
  return matchForm(standsIn ? standIns : formsByLevel[level], name);
}

function matchForm(endings: Endings, name: string): string {
  return endings.find(([ending]) => ending.test(name))?.[1] ?? 'other';
}
