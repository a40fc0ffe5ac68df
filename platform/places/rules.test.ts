import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  editDistance,
  type NamedPlace,
  normaliseName,
  type Resolution,
  resolveName,
  type TownshipVillages,
} from './rules.ts';

let nextId = 1;
function named(name: string, otherNames: NamedPlace['otherNames'] = [], pinyin = name): NamedPlace {
  nextId += 1;
  return { id: nextId, code: String(nextId).padStart(12, '0'), name, pinyin, otherNames };
}
function township(
  name: string,
  villages: readonly NamedPlace[],
  others: NamedPlace['otherNames'] = [],
): TownshipVillages {
  return { ...named(name, others), villages };
}
function ask(
  where: string,
  village: string,
  townships: readonly TownshipVillages[],
  asOf = '2019-08-01',
  pinyin = '?',
) {
  return resolveName({ township: where, village, asOf, pinyin }, townships);
}
function candidates(answer: Resolution) {
  return answer.kind === 'open' ? answer.candidates : [];
}

describe('[PROG-04:names] a village is a township plus a name', () => {
  const caobaA = named('草坝村');
  const caobaB = named('草坝村');
  const xiaochuan = township('小川镇', [caobaA]);
  const zhifang = township('纸坊镇', [caobaB]);

  test('the same name in two townships means two places', () => {
    expect(ask('小川镇', '草坝村', [xiaochuan, zhifang])).toEqual({ kind: 'resolved', place: caobaA.id, how: 'exact' });
    expect(ask('纸坊镇', '草坝村', [xiaochuan, zhifang])).toEqual({ kind: 'resolved', place: caobaB.id, how: 'exact' });
  });

  test('an unknown township resolves nothing, but shows the namesakes', () => {
    const answer = ask('大川镇', '草坝村', [xiaochuan, zhifang]);
    expect(candidates(answer).map(({ id, why }) => [id, why])).toEqual([
      [caobaA.id, ['same-name', 'other-township']],
      [caobaB.id, ['same-name', 'other-township']],
    ]);
  });

  test('乡 has become 镇: the stem decides if it is the only one', () => {
    const village = named('大坡村');
    expect(ask('苏元乡', '大坡村', [township('苏元镇', [village])])).toMatchObject({ kind: 'resolved', how: 'exact' });
    const two = [township('城关镇', [village]), township('城关街道', [named('大坡村')])];
    expect(ask('城关乡', '大坡村', two).kind).toBe('open');
    expect(ask('城关镇', '大坡村', two)).toEqual({ kind: 'resolved', place: village.id, how: 'exact' });
  });

  test('a former township name counts while it was valid', () => {
    const village = named('大坡村');
    const renamed = township('新苏镇', [village], [{ name: '苏元乡', how: 'former', from: null, to: '2020-01-01' }]);
    expect(ask('苏元乡', '大坡村', [renamed]).kind).toBe('resolved');
    expect(ask('苏元乡', '大坡村', [renamed], '2020-01-01').kind).toBe('open');
  });

  test('an alias counts from its first day and not on its last', () => {
    const village = named('宋家山村', [{ name: '宋山村', how: 'alias', from: '2019-01-01', to: '2021-01-01' }]);
    const there = [township('宋坪乡', [village])];
    expect(ask('宋坪乡', '宋山村', there, '2019-01-01')).toEqual({ kind: 'resolved', place: village.id, how: 'alias' });
    expect(ask('宋坪乡', '宋山村', there, '2018-12-31').kind).toBe('open');
    expect(ask('宋坪乡', '宋山村', there, '2021-01-01').kind).toBe('open');
  });

  test.each([
    ['长沟村委会', '长沟村'],
    ['长沟村村民委员会', '长沟村'],
    ['长沟', '长沟村'],
    ['黄渚社区居委会', '黄渚社区'],
    ['闫家山村', '阎家山村'],
  ])('%s is another writing of %s', (written, name) => {
    const village = named(name);
    expect(ask('甲镇', written, [township('甲镇', [village])])).toEqual({
      kind: 'resolved',
      place: village.id,
      how: 'variant',
    });
  });

  test('社区 and 村 of one name stay apart', () => {
    const [village, community] = [named('黄渚村'), named('黄渚社区')];
    const there = [township('黄渚镇', [village, community])];
    expect(ask('黄渚镇', '黄渚村委会', there)).toMatchObject({ place: village.id });
    expect(ask('黄渚镇', '黄渚居委会', there)).toMatchObject({ place: community.id });
    expect(ask('黄渚镇', '黄渚村', [township('黄渚镇', [community])]).kind).toBe('open');
  });

  test('the same name twice in one township is not guessed', () => {
    const twins = [named('朱家村'), named('朱家村')];
    expect(candidates(ask('甲镇', '朱家村', [township('甲镇', twins)])).map(({ id }) => id)).toEqual(
      twins.map(({ id }) => id),
    );
  });

  test('the only similar village is offered, never taken', () => {
    const village = named('石榴坝村');
    const [only, ...rest] = candidates(ask('镡河乡', '石榴村', [township('镡河乡', [village, named('王山村')])]));
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ id: village.id, why: ['one-character-more'], score: 800 });
  });

  test('same sound, position words and surnames are reasons', () => {
    const villages = [named('将利村', [], 'jianglicun'), named('下南山村'), named('赵家堡村')];
    const there = [township('甲镇', villages)];
    expect(candidates(ask('甲镇', '江利村', there, '2019-01-01', 'jianglicun'))[0]).toMatchObject({
      why: ['same-pinyin'],
    });
    expect(candidates(ask('甲镇', '南山村', there))[0]).toMatchObject({ name: '下南山村', why: ['position-word'] });
    expect(candidates(ask('甲镇', '赵山村', there))[0]).toMatchObject({
      name: '赵家堡村',
      why: ['same-first-character'],
    });
  });

  test('what is resolved has one of the names asked for; candidates are ordered and scored below certainty', () => {
    const character = fc.constantFrom(...'王李张石门沟山坪河上下家');
    const villageName = fc.array(character, { minLength: 1, maxLength: 4 }).map((each) => `${each.join('')}村`);
    fc.assert(
      fc.property(fc.uniqueArray(villageName, { minLength: 1, maxLength: 12 }), villageName, (names, asked) => {
        const villages = names.map((name) => named(name));
        const answer = ask('甲镇', asked, [township('甲镇', villages)]);
        if (answer.kind === 'resolved') return villages.find(({ id }) => id === answer.place)?.name === asked;
        const scores = answer.candidates.map(({ score }) => score);
        return !names.includes(asked) && scores.every((score, at) => score < 1000 && score <= (scores[at - 1] ?? 1000));
      }),
    );
  });
});

describe('names', () => {
  test('one way to write a name', () => {
    expect(normaliseName(' 阿不都•买买提 村 ')).toBe('阿不都·买买提村');
    expect(normaliseName('２３号院(北)')).toBe('23号院（北）');
  });

  test('normalising twice changes nothing', () => {
    fc.assert(fc.property(fc.string(), (text) => normaliseName(normaliseName(text)) === normaliseName(text)));
  });

  test('edit distance is a metric', () => {
    const word = fc.array(fc.constantFrom(...'甲乙丙'), { maxLength: 6 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        const [ab, ba, bc, ac] = [editDistance(a, b), editDistance(b, a), editDistance(b, c), editDistance(a, c)];
        return (
          ab === ba && (ab === 0) === (a.join() === b.join()) && ac <= ab + bc && ab >= Math.abs(a.length - b.length)
        );
      }),
    );
  });
});
