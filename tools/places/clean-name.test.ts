import { describe, expect, test } from 'vitest';
import { cleanVillageName, normaliseDots } from './clean-name.ts';

describe('[PROG-02:village-names] everyday names from registered ones', () => {
  test.each([
    ['长沟村村民委员会', '长沟村', 'villagers'],
    ['长沟村民委员会', '长沟村', 'villagers'],
    ['新村村委会', '新村', 'villagers'],
    ['红旗庄村委会', '红旗庄村', 'villagers'],
    ['水泉湾村村民委会', '水泉湾村', 'villagers'],
    ['哈日朝鲁嘎查委员会', '哈日朝鲁嘎查', 'villagers'],
    ['东街社区居民委员会', '东街社区', 'residents'],
    ['多福巷社区居委会', '多福巷社区', 'residents'],
    ['新华路居委会', '新华路居委会', 'residents'],
    ['托勒村牧委会', '托勒村', 'herders'],
    ['湾沟林场生活区', '湾沟林场生活区', 'none'],
  ] as const)('%s → %s', (registered, name, committee) => {
    expect(cleanVillageName(registered)).toEqual({ name, committee });
  });

  test('a committee that is nothing but its title keeps it', () => {
    expect(cleanVillageName('村委会')).toEqual({ name: '村委会', committee: 'none' });
  });

  test('every middle dot is written as U+00B7', () => {
    for (const dot of ['•', '‧', '∙', '・', '･']) expect(normaliseDots(`华润${dot}凌江`)).toBe('华润\u00B7凌江');
  });
});
