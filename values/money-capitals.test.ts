import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capitals } from './money-capitals.ts';

/** Reads capitals back by the value of each sign: an oracle that shares no step with the writer. */
function readCapitals(text: string): bigint {
  const signs = '零壹贰叁肆伍陆柒捌玖';
  const units: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n };
  const [whole = '', cents = ''] = text.includes('元')
    ? text.replace('负', '').split('元')
    : ['', text.replace('负', '')];
  let [total, section, digit] = [0n, 0n, 0n];
  for (const sign of whole) {
    if (signs.includes(sign)) digit = BigInt(signs.indexOf(sign));
    else if (units[sign]) [section, digit] = [section + digit * units[sign], 0n];
    else if (sign === '万') [total, section, digit] = [total + (section + digit) * 10_000n, 0n, 0n];
    else [total, section, digit] = [(total + section + digit) * 100_000_000n, 0n, 0n];
  }
  const jiao = /([零壹贰叁肆伍陆柒捌玖])角/.exec(cents)?.[1] ?? '零';
  const fen = /([零壹贰叁肆伍陆柒捌玖])分/.exec(cents)?.[1] ?? '零';
  const amount = (total + section + digit) * 100n + BigInt(signs.indexOf(jiao) * 10 + signs.indexOf(fen));
  return text.startsWith('负') ? -amount : amount;
}

describe('capitals', () => {
  test.each([
    [0n, '零元整'],
    [5n, '伍分'],
    [50n, '伍角整'],
    [140_950n, '壹仟肆佰零玖元伍角整'],
    [600_714n, '陆仟零柒元壹角肆分'],
    [168_032n, '壹仟陆佰捌拾元零叁角贰分'],
    [10_700_053n, '壹拾万柒仟元零伍角叁分'],
    [1_640_902n, '壹万陆仟肆佰零玖元零贰分'],
    [32_504n, '叁佰贰拾伍元零肆分'],
    [1_000n, '壹拾元整'],
    [10_000_000_100n, '壹亿零壹元整'],
    [10_010_000_000n, '壹亿零壹拾万元整'],
    [450_000_000_000n, '肆拾伍亿元整'],
    [100_000_000_000_000n, '壹万亿元整'],
    [120_000_000_000_000n, '壹万贰仟亿元整'],
    [-432_000n, '负肆仟叁佰贰拾元整'],
  ])('%s fen', (fen, text) => {
    expect(capitals(fen)).toBe(text);
  });

  test('say the same amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }), (fen) => {
        expect(readCapitals(capitals(fen))).toBe(fen);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 8n }), (fen) => {
        expect(readCapitals(capitals(fen))).toBe(fen);
      }),
    );
  });

  test('never repeat a zero nor end on one', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }), (fen) => {
        expect(capitals(fen)).not.toMatch(/零零|零[元万亿角分]|^零/);
      }),
    );
  });

  test('refuse what has no customary words', () => {
    expect(() => capitals(10n ** 18n)).toThrow(RangeError);
  });
});
