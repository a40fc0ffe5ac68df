import type { Committee } from '@qianmo/database/places';

const committeeEndings: readonly (readonly [RegExp, Committee])[] = [
  [/((?<=嘎查)委员?会|村民?委员?会|村民委员)$/u, 'villagers'],
  [/(居民?委员?会)$/u, 'residents'],
  [/(牧民?委员?会)$/u, 'herders'],
];
const properEnding = /(村|社区|嘎查|牧场|农场|林场|苏木|新村)$/u;

/**
 * The everyday name of a village and who keeps it: 长沟村村民委员会 and 长沟村民委员会 are both 长沟村;
 * 东关社区居民委员会 is 东关社区; a residents' committee without 社区 keeps 居委会, since 社区 would be our guess.
 * Dots between the parts of an ethnic name become U+00B7.
 */
export function cleanVillageName(registered: string): { name: string; committee: Committee } {
  const name = normaliseDots(registered.normalize('NFC').replace(/\s/gu, ''));
  for (const [ending, committee] of committeeEndings) {
    const stem = name.replace(ending, '');
    if (stem === name || stem === '') continue;
    return { name: finishStem(stem, committee), committee };
  }
  return { name, committee: 'none' };
}

function finishStem(stem: string, committee: Committee): string {
  if (committee === 'villagers') return properEnding.test(stem) ? stem : `${stem}村`;
  if (committee === 'herders') return /(村|社区|嘎查)$/u.test(stem) ? stem : `${stem}牧委会`;
  return stem.endsWith('社区') ? stem : `${stem}居委会`;
}

export function normaliseDots(name: string): string {
  return name.replace(/[•‧∙・･．｡●]/gu, '·');
}
