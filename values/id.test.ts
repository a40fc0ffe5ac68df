import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUuid, isUuidV7, timeMsOfUuidV7, uuidV7 } from './id.ts';

const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe('UUIDv7', () => {
  test('is the example of RFC 9562 A.6', () => {
    const bytes = Uint8Array.from([0xfc, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuidV7(0x017f22e279b0, bytes)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  test('sorts by time as text and carries the time', () => {
    fc.assert(
      fc.property(times, times, random, random, (early, late, first, second) => {
        const [left, right] = [uuidV7(early, first), uuidV7(late, second)];
        expect([isUuidV7(left), isUuid(left), timeMsOfUuidV7(left)]).toEqual([true, true, early]);
        if (early !== late) expect(left < right).toBe(early < late);
      }),
    );
  });

  test('differs each time within a millisecond', () => {
    expect(new Set(Array.from({ length: 1000 }, () => uuidV7(1_574_000_000_000))).size).toBe(1000);
  });

  test('refuses what is not a time or not random enough', () => {
    expect(() => uuidV7(-1)).toThrow(RangeError);
    expect(() => uuidV7(1.5)).toThrow(RangeError);
    expect(() => uuidV7(0, new Uint8Array(9))).toThrow(RangeError);
    expect(() => timeMsOfUuidV7('017f22e2-79b0-4cc3-98c4-dc0c0c07398f')).toThrow(RangeError);
    expect([isUuid('017F22E2-79B0-7CC3-98C4-DC0C0C07398F'), isUuid('nil')]).toEqual([false, false]);
  });
});
