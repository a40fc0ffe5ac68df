const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const uuidV7Pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const largestTimeMs = 2 ** 48 - 1;

/** Lower-case text form of any RFC 9562 UUID. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

export function isUuidV7(text: string): boolean {
  return uuidV7Pattern.test(text);
}

/**
 * A UUIDv7 for a time in milliseconds since 1970 (the caller's clock) and ten random bytes, by default from Web Crypto.
 * Ids of different milliseconds sort by time as text. Throws RangeError on a time before 1970 or beyond 48 bits.
 */
export function uuidV7(timeMs: number, random: Uint8Array = randomBytes(10)): string {
  if (!Number.isInteger(timeMs) || timeMs < 0 || timeMs > largestTimeMs) throw new RangeError(`not a time: ${timeMs}`);
  if (random.length < 10) throw new RangeError('a UUIDv7 needs ten random bytes');
  const time = timeMs.toString(16).padStart(12, '0');
  const bytes = Array.from(random.subarray(0, 10));
  bytes[0] = 0x70 | ((bytes[0] ?? 0) & 0x0f);
  bytes[2] = 0x80 | ((bytes[2] ?? 0) & 0x3f);
  const tail = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}`;
}

/** Milliseconds since 1970 inside a UUIDv7: a phone's clock may lie, so never use it for order. Throws on another id. */
export function timeMsOfUuidV7(id: string): number {
  if (!isUuidV7(id)) throw new RangeError(`not a UUIDv7: ${id}`);
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

function randomBytes(length: number): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(length));
}
