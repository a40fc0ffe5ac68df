import { hash, type KeyObject, sign, verify } from 'node:crypto';

/** What a batch commits to. Sequence numbers are those of the log, lowest and highest in the batch. */
export type BatchContent = {
  readonly number: number;
  readonly firstSeq: bigint;
  readonly lastSeq: bigint;
  readonly count: number;
  readonly root: Buffer;
};

/** The two chain values, in SHA-256 and in SM3 (GB/T 32905), over the same contents. */
export type Links = { readonly chain: Buffer; readonly sm3: Buffer };

export type SealedBatch = BatchContent &
  Links & {
    /** Instant in UTC with microseconds, as `instantText` writes it. */
    readonly sealedAt: string;
    readonly signature: Buffer;
  };

/** What stands before the first batch. */
export const genesis: Links = { chain: Buffer.alloc(32), sm3: Buffer.alloc(32) };

export function linkBatch(before: Links, batch: BatchContent): Links {
  const head = Buffer.allocUnsafe(32);
  head.writeBigInt64BE(BigInt(batch.number), 0);
  head.writeBigInt64BE(batch.firstSeq, 8);
  head.writeBigInt64BE(batch.lastSeq, 16);
  head.writeBigInt64BE(BigInt(batch.count), 24);
  return {
    chain: hash('sha256', Buffer.concat([before.chain, head, batch.root]), 'buffer'),
    sm3: hash('sm3', Buffer.concat([before.sm3, head, batch.root]), 'buffer'),
  };
}

/** Lowest and highest of the numbers; zeros when there are none. */
export function spanOf(seqs: readonly bigint[]): { firstSeq: bigint; lastSeq: bigint } {
  let firstSeq = seqs[0] ?? 0n;
  let lastSeq = firstSeq;
  for (const seq of seqs) {
    if (seq < firstSeq) firstSeq = seq;
    if (seq > lastSeq) lastSeq = seq;
  }
  return { firstSeq, lastSeq };
}

/** One text form of an instant, so that what is signed reads the same from the clock and from the database. */
export function instantText(instant: string): string {
  return new Date(instant).toISOString().replace('Z', '000Z');
}

/** Ed25519 over number, both chain values and the time of sealing. */
export function signBatch(batch: Omit<SealedBatch, 'signature'>, key: KeyObject): Buffer {
  return sign(null, signedBytes(batch), key);
}

export function isSignedBy(batch: SealedBatch, publicKey: KeyObject): boolean {
  return verify(null, signedBytes(batch), publicKey, batch.signature);
}

function signedBytes(batch: Omit<SealedBatch, 'signature'>): Buffer {
  const { number, chain, sm3, sealedAt } = batch;
  // The fields are of fixed length or digits, so lines cannot be confused.
  return Buffer.from(
    `qianmo audit batch 1\n${number}\n${chain.toString('hex')}\n${sm3.toString('hex')}\n${sealedAt}\n`,
  );
}
