import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256, sha256Hex } from './sha256.ts';

const hexOf = (bytes: Uint8Array) => Buffer.from(sha256(bytes)).toString('hex');

describe('SHA-256 of evidence where the browser offers none', () => {
  it('agrees with the sums of FIPS 180-4', async () => {
    const abc = new TextEncoder().encode('abc');
    expect(hexOf(abc)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(await sha256Hex(abc)).toBe(hexOf(abc));
  });
  it('agrees with another implementation on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(hexOf(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
      }),
    );
  });
});
