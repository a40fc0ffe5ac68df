import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isPhoneNumber,
  residentCheckDigit,
  residentIdProblem,
  socialCreditCheckDigit,
  socialCreditCodeProblem,
} from './identity-number.ts';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const digitStrings = fc.tuple(
  fc.integer({ min: 110_000, max: 659_999 }),
  fc.integer({ min: 1950, max: 2010 }),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 28 }),
  fc.integer({ min: 0, max: 999 }),
);
const first17 = digitStrings.map(
  ([area, year, month, day, order]) =>
    `${area}${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}${String(order).padStart(3, '0')}`,
);

describe('identity numbers', () => {
  test('the example of GB 11643 is right, also with small x and blanks', () => {
    expect(residentIdProblem('11010519491231002X')).toBeNull();
    expect(residentIdProblem(' 110105 19491231 002x ')).toBeNull();
  });

  test.each([
    ['11010519491231002', 'wrong-length'],
    ['110105194912310O2X', 'wrong-character'],
    ['11010519490231002X', 'wrong-date'],
    ['110105194912310021', 'wrong-check-digit'],
  ])('%s: %s', (id, problem) => {
    expect(residentIdProblem(id)).toBe(problem);
  });

  test('one wrong digit is always noticed', () => {
    fc.assert(
      fc.property(first17, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (start, index, shift) => {
        const id = start + residentCheckDigit(start);
        expect(residentIdProblem(id)).toBeNull();
        const wrong = String((Number(id[index]) + shift) % 10);
        expect(residentIdProblem(id.slice(0, index) + wrong + id.slice(index + 1))).not.toBeNull();
      }),
    );
  });

  test('social credit codes: a real one passes, forbidden letters and one wrong sign do not', () => {
    // Published codes of large companies.
    const published = ['9144030071526726XG', '91440300708461136T', '91110000802100433b', '91330100799655058B'];
    expect(published.map(socialCreditCodeProblem)).toEqual([null, null, null, null]);
    expect(socialCreditCodeProblem('9111000060000715IK')).toBe('wrong-character');
    expect(socialCreditCodeProblem('911100006000')).toBe('wrong-length');
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 17, maxLength: 17 }),
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 30 }),
        (values, index, shift) => {
          const start = values.map((value) => alphabet[value]).join('');
          const code = start + socialCreditCheckDigit(start);
          expect(socialCreditCodeProblem(code)).toBeNull();
          const wrong = alphabet[((values[index] ?? 0) + shift) % 31];
          expect(socialCreditCodeProblem(code.slice(0, index) + wrong + code.slice(index + 1))).toBe(
            'wrong-check-digit',
          );
        },
      ),
    );
  });

  test('phones', () => {
    const numbers = ['13912345678', '139 1234 5678', '0939-3211234', '09393211234', '12345678901', '1391234567', '110'];
    expect(numbers.map(isPhoneNumber)).toEqual([true, true, true, true, false, false, false]);
  });
});
