import { generateKeyPairSync, hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genesis, instantText, isSignedBy, linkBatch, signBatch, spanOf } from './chain.ts';
import { canonicalBytes, contentHash } from './leaf.ts';
import { inclusionProof, leafNode, merkleRoot, provesInclusion } from './merkle.ts';
import { readWitness, witnessDifferences, witnessLine } from './witness.ts';

const hex = (text: string) => Buffer.from(text, 'hex');
const nodes = (count: number) =>
  Array.from({ length: count }, (_, seq) => leafNode(BigInt(seq), hash('sha256', `row ${seq}`, 'buffer')));

describe('[PLAT-07:seal] canonical bytes of a log row', () => {
  it('[PLAT-07:seal] lays out count, presence, length and text', () => {
    expect(canonicalBytes('audit.change', ['甲', null, '']).toString('hex')).toBe(
      `00000004${'010000000c'}${Buffer.from('audit.change').toString('hex')}${'0100000003e794b2'}${'00'}${'0100000000'}`,
    );
  });

  it('[PLAT-07:seal] differ whenever the fields do, whatever they contain', () => {
    const field = fc.option(fc.string({ unit: fc.constantFrom('a', '\0', '\u001f', ',', '"', '甲') }), { nil: null });
    fc.assert(
      fc.property(fc.array(field, { maxLength: 5 }), fc.array(field, { maxLength: 5 }), (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(canonicalBytes('audit.change', one).equals(canonicalBytes('audit.change', other))).toBe(same);
      }),
      { numRuns: 2_000 },
    );
    const fields = ['621221', null];
    expect(contentHash({ table: 'audit.change', fields })).not.toEqual(
      contentHash({ table: 'audit.operation', fields }),
    );
  });
});

describe('[PLAT-07:seal] Merkle tree', () => {
  it('[PLAT-07:seal] is the tree of RFC 6962', () => {
    // Test vectors of the RFC's reference implementation for an empty and a one-byte-leaf tree shape.
    expect(merkleRoot([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    const [a, b, c] = nodes(3);
    if (!a || !b || !c) throw new Error('three nodes');
    const inner = (left: Buffer, right: Buffer) => hash('sha256', Buffer.concat([Buffer.of(1), left, right]), 'buffer');
    expect(merkleRoot([a])).toEqual(a);
    expect(merkleRoot([a, b, c])).toEqual(inner(inner(a, b), c));
  });

  it('[PLAT-07:seal] proves each leaf by its path and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (count, first, second) => {
        const leaves = nodes(count);
        const position = first % count;
        const root = merkleRoot(leaves);
        const proof = inclusionProof(leaves, position);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count)));
        const other = leaves[second % count] ?? Buffer.alloc(0);
        expect(provesInclusion(other, proof, root)).toBe(second % count === position);
      }),
    );
    expect(() => inclusionProof(nodes(3), 3)).toThrow(RangeError);
  });

  it('[PLAT-07:seal] changes with order, content and number of any leaf', () => {
    const leaves = nodes(6);
    const root = merkleRoot(leaves);
    expect(merkleRoot(leaves.toReversed())).not.toEqual(root);
    expect(merkleRoot(leaves.slice(0, 5))).not.toEqual(root);
    const content = hash('sha256', 'row 3', 'buffer');
    expect(merkleRoot(leaves.with(3, leafNode(30n, content)))).not.toEqual(root);
    expect(merkleRoot(leaves.with(3, leafNode(3n, content)))).toEqual(root);
  });
});

describe('[PLAT-07:seal] chain', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const content = { number: 1, firstSeq: 3n, lastSeq: 9n, count: 4, root: hash('sha256', 'root', 'buffer') };

  it('[PLAT-07:seal] is SHA-256 and SM3 over what went before and all of the batch', () => {
    const links = linkBatch(genesis, content);
    const head = '0000000000000001000000000000000300000000000000090000000000000004';
    const bytes = Buffer.concat([Buffer.alloc(32), hex(head), content.root]);
    expect(links.chain).toEqual(hash('sha256', bytes, 'buffer'));
    expect(links.sm3).toEqual(hash('sm3', bytes, 'buffer'));
    // The example of GB/T 32905-2016 A.1: this build's SM3 is the standard's.
    expect(hash('sm3', 'abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    for (const change of [{ number: 2 }, { firstSeq: 4n }, { lastSeq: 8n }, { count: 5 }, { root: Buffer.alloc(32) }]) {
      const other = linkBatch(genesis, { ...content, ...change });
      expect(other.chain).not.toEqual(links.chain);
      expect(other.sm3).not.toEqual(links.sm3);
    }
  });

  it('[PLAT-07:seal] is signed with its time, and another key or time does not pass', () => {
    const unsigned = { ...content, ...linkBatch(genesis, content), sealedAt: instantText('2026-11-22T05:00:00.123Z') };
    expect(unsigned.sealedAt).toBe('2026-11-22T05:00:00.123000Z');
    const batch = { ...unsigned, signature: signBatch(unsigned, privateKey) };
    expect(isSignedBy(batch, publicKey)).toBe(true);
    expect(isSignedBy({ ...batch, sealedAt: instantText('2026-11-22T05:00:00.124Z') }, publicKey)).toBe(false);
    expect(isSignedBy({ ...batch, number: 2 }, publicKey)).toBe(false);
    expect(isSignedBy(batch, generateKeyPairSync('ed25519').publicKey)).toBe(false);
  });

  it('[PLAT-07:seal] spans numbers in any order', () => {
    expect(spanOf([5n, 2n, 9n])).toEqual({ firstSeq: 2n, lastSeq: 9n });
    expect(spanOf([])).toEqual({ firstSeq: 0n, lastSeq: 0n });
  });

  it('[PLAT-07:witness] a witness passes over a torn line that is repeated whole, and names the others', () => {
    const unsigned = { ...content, ...linkBatch(genesis, content), sealedAt: instantText('2026-11-22T05:00:00Z') };
    const batch = { ...unsigned, signature: signBatch(unsigned, privateKey) };
    const line = JSON.stringify(witnessLine(batch, 'here'));
    const torn = readWitness(`${line.slice(0, 40)}\n${line}\n`);
    expect(torn.unreadable).toEqual([]);
    expect(torn.last?.number).toBe(1);
    expect(readWitness(`${line}\n${line.slice(0, 40)}`).unreadable).toEqual([]);
    expect(readWitness(`rubbish\n${line}\n`).unreadable).toEqual([1]);
    expect(readWitness(`${line}\n${line.replace('here', 'there')}\n`).contradicting).toEqual([{ line: 2, number: 1 }]);
    expect(witnessDifferences(witnessLine(batch, 'here'), batch)).toEqual([]);
    expect(witnessDifferences(witnessLine(batch, 'here'), { ...batch, lastSeq: 10n })).toEqual(['lastSeq']);
  });
});
