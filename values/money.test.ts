import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fenText,
  formatOnScreen,
  formatWan,
  formatYuan,
  formatYuanOrAbsent,
  parseFenText,
  parseMoney,
  parseWan,
  parseYuan,
  readMoney,
  sumFen,
  wanFigure,
} from './money.ts';

const amounts = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n });

describe('money', () => {
  test.each([
    ['1,350万', 1_350_000_000n],
    ['1350万元', 1_350_000_000n],
    ['8.5万', 8_500_000n],
    ['0.000001万元', 1n],
    ['4,320.00', 432_000n],
    ['4,320.00 元', 432_000n],
    ['0.5', 50n],
    ['−1,080.00 元', -108_000n],
    ['1.35 亿元', 13_500_000_000n],
    ['1,080', 108_000n],
    ['12.500', 1250n],
  ])('reads %s exactly', (text, fen) => {
    expect(parseMoney(text)).toBe(fen);
  });

  test.each([
    ['1.005', 'finer-than-a-fen'],
    ['0.0000001万', 'finer-than-a-fen'],
    ['1,35', 'wrong-grouping'],
    ['1,,350', 'wrong-grouping'],
    ['12万3', 'not-a-number'],
    ['', 'not-a-number'],
    ['元', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['.5', 'not-a-number'],
  ])('refuses %j: %s', (text, problem) => {
    expect(readMoney(text)).toEqual({ ok: false, problem });
    expect(() => parseMoney(text)).toThrow(problem);
  });

  test('formats never round', () => {
    expect(formatYuan(432_000n)).toBe('4,320.00 元');
    expect(formatYuan(-108_000n)).toBe('−1,080.00 元');
    expect(formatYuan(0n)).toBe('0.00 元');
    expect(formatWan(56_160_000n)).toBe('56.16 万元');
    expect(formatWan(432_000n)).toBe('0.4320 万元');
    expect(formatWan(432_001n)).toBe('4,320.01 元');
    expect(formatOnScreen(13_500_000_000n)).toBe('1.35 亿元');
    expect(formatOnScreen(13_501_000_000n)).toBe('13,501.00 万元');
    expect(formatOnScreen(9_999_000_000n)).toBe('9,999.00 万元');
    expect([formatYuanOrAbsent(null), formatYuanOrAbsent(0n)]).toEqual(['—', '0.00 元']);
  });

  test('every format reads back to the same fen', () => {
    fc.assert(
      fc.property(amounts, (fen) => {
        for (const format of [formatYuan, formatWan, formatOnScreen]) expect(parseMoney(format(fen))).toBe(fen);
        expect(parseWan(wanFigure(fen))).toBe(fen);
        expect(parseFenText(fenText(fen))).toBe(fen);
      }),
    );
  });

  test('the JSON form has one spelling', () => {
    for (const wrong of ['-0', '01', '+1', '1.0', '', ' 1', '0x1'])
      expect(() => parseFenText(wrong)).toThrow(RangeError);
  });

  test('decimal lines add up without binary fractions', () => {
    expect(sumFen(['8.5', '19.3', '7.2'].map(parseWan))).toBe(parseWan('35'));
    expect(sumFen([parseYuan('0.1'), parseYuan('0.2')])).toBe(parseYuan('0.3'));
  });
});
