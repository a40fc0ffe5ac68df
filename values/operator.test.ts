import { describe, expect, test } from 'vitest';
import {
  conditionWords,
  findOperatorOfWord,
  holds,
  isCeiling,
  isWithin,
  type NumericOperator,
  operatorSymbol,
  operators,
} from './operator.ts';
import { parseShare, share } from './share.ts';

describe('operators', () => {
  test.each<[NumericOperator, boolean, boolean, boolean]>([
    ['>=', false, true, true],
    ['>', false, false, true],
    ['=', false, true, false],
    ['<', true, false, false],
    ['<=', true, true, false],
  ])('%s below, at and above the limit', (operator, below, at, above) => {
    const limit = parseShare('30%');
    const one = parseShare('0.000001%');
    const values = [
      { ...limit, numerator: limit.numerator * 10n ** 9n - 1n, denominator: limit.denominator * 10n ** 9n },
      limit,
    ];
    expect(values.map((value) => holds(operator, value, limit))).toEqual([below, at]);
    expect(holds(operator, share(3n * one.denominator + 1n, 10n * one.denominator), limit)).toBe(above);
  });

  test('a range includes both ends', () => {
    const range = { low: share(10), high: share(20) };
    expect([9, 10, 15, 20, 21].map((value) => isWithin(share(value), range))).toEqual([false, true, true, true, false]);
  });

  test('words of plans: 以上, 以下, 以内 include the number, 超过, 高于, 不满 exclude it', () => {
    const read = ['以上', '以下', '以内', '不低于', '不超过', '超过', '高于', '不满', '低于'].map(findOperatorOfWord);
    expect(read).toEqual(['>=', '<=', '<=', '>=', '<=', '>', '>', '<', '<']);
    expect([findOperatorOfWord('左右'), findOperatorOfWord('toString')]).toEqual([undefined, undefined]);
  });

  test('shown words name the bound and read back to the same operator', () => {
    expect(conditionWords('>=', '30%')).toBe('不低于30%(含本数)');
    expect(conditionWords('>', '90%')).toBe('高于90%(不含本数)');
    expect(conditionWords('between', '1', '3')).toBe('1–3(含本数)');
    expect(conditionWords('=', '73')).toBe('等于73');
    for (const operator of operators.filter((each) => each !== 'between' && each !== 'qualitative')) {
      const word = conditionWords(operator, '|').split('|')[0] ?? '';
      expect(findOperatorOfWord(word)).toBe(operator);
    }
    expect(operatorSymbol('<=')).toBe('≤');
    expect(operators.filter(isCeiling)).toEqual(['<', '<=']);
  });
});
