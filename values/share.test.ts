import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addShares,
  ceilOfFen,
  compareShares,
  decimalText,
  divideShares,
  findShare,
  floorOfFen,
  multiplyShares,
  parseShare,
  percentText,
  raiseShare,
  type Share,
  share,
  shareText,
  splitFen,
  subtractShares,
  zeroShare,
} from './share.ts';

const whole = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 9n });
const shares: fc.Arbitrary<Share> = fc.tuple(whole, positive).map(([top, bottom]) => share(top, bottom));
const amounts = fc.bigInt({ min: 0n, max: 10n ** 15n });

describe('shares', () => {
  test.each([
    ['15%', '3/20'],
    ['15 %', '3/20'],
    ['4/5', '4/5'],
    ['0.8', '4/5'],
    ['-2.50', '-5/2'],
    ['−0.1', '-1/10'],
    ['12‰', '3/250'],
    ['1.5/3', '1/2'],
    ['100', '100/1'],
  ])('reads %s as %s', (text, exact) => {
    expect(shareText(parseShare(text))).toBe(exact);
  });

  test.each(['', '%', '1/0', '1/2/3', '1e3', 'NaN', '1,000', '.5', '1.', '15%%'])('does not read %j', (text) => {
    expect(findShare(text)).toBeUndefined();
    expect(() => parseShare(text)).toThrow(RangeError);
  });

  test('text and reading undo each other', () => {
    fc.assert(
      fc.property(shares, (value) => {
        expect(parseShare(shareText(value))).toEqual(value);
      }),
    );
  });

  test('arithmetic is exact', () => {
    fc.assert(
      fc.property(shares, shares, (left, right) => {
        expect(subtractShares(addShares(left, right), right)).toEqual(left);
        if (right.numerator !== 0n) expect(divideShares(multiplyShares(left, right), right)).toEqual(left);
        expect(compareShares(left, right)).toBe(-compareShares(right, left) + 0);
      }),
    );
    expect(raiseShare(parseShare('1.3'), 4)).toEqual(parseShare('2.8561'));
    expect(() => divideShares(zeroShare, zeroShare)).toThrow(RangeError);
  });

  test('percent is half up with two places, for display only', () => {
    expect(percentText(share(5, 9))).toBe('55.56');
    expect(percentText(share(1, 80_000))).toBe('0.00');
    expect(percentText(share(1, 20_000))).toBe('0.01');
    expect(percentText(share(-1, 3))).toBe('-33.33');
    expect(decimalText(share(-1, 1000), 2)).toBe('0.00');
    expect(decimalText(share(5, 2), 0)).toBe('3');
  });

  test('maxima round down and minima round up, at most one fen apart', () => {
    expect(floorOfFen(parseShare('80%'), 3_333_333n)).toBe(2_666_666n);
    expect(ceilOfFen(parseShare('80%'), 3_333_333n)).toBe(2_666_667n);
    fc.assert(
      fc.property(shares, amounts, (part, amountFen) => {
        const [low, high] = [floorOfFen(part, amountFen), ceilOfFen(part, amountFen)];
        const exact = multiplyShares(part, share(amountFen));
        expect(compareShares(share(low), exact)).not.toBe(1);
        expect(compareShares(share(high), exact)).not.toBe(-1);
        expect(high - low).toBe(exact.denominator === 1n ? 0n : 1n);
      }),
    );
  });

  test('the parts of a split add up to the whole', () => {
    fc.assert(
      fc.property(amounts, fc.array(shares, { maxLength: 6 }), (amountFen, parts) => {
        const split = splitFen(amountFen, parts);
        expect(split).toHaveLength(parts.length + 1);
        expect(split.reduce((sum, part) => sum + part, 0n)).toBe(amountFen);
      }),
    );
    expect(splitFen(3_333_333n, [parseShare('80%')])).toEqual([2_666_666n, 666_667n]);
  });
});
