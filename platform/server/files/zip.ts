import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

/** One member of a zip archive, as its central directory tells. Sizes are claims until the bytes are unpacked. */
export type ZipEntry = {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly headerAt: number;
  readonly encrypted: boolean;
};

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const MOST_ENTRIES = 10_000;

/**
 * Members listed in the directory at the end of an archive. `tail` is its last part, `tailAt` where that starts in the
 * whole. Undefined when there is no readable directory in it (also for archives past 4 GB, which are not accepted).
 */
export function findEntries(tail: Buffer, tailAt: number): ZipEntry[] | undefined {
  const end = findEnd(tail);
  if (end === undefined) return undefined;
  const count = tail.readUInt16LE(end + 10);
  let at = tail.readUInt32LE(end + 16) - tailAt;
  if (at < 0 || at > end || count > MOST_ENTRIES) return undefined;
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > tail.length || tail.readUInt32LE(at) !== ENTRY_SIGNATURE) return undefined;
    const nameBytes = tail.readUInt16LE(at + 28);
    entries.push({
      name: tail.toString('utf8', at + 46, at + 46 + nameBytes),
      encrypted: (tail.readUInt16LE(at + 8) & 1) === 1,
      method: tail.readUInt16LE(at + 10),
      packedBytes: tail.readUInt32LE(at + 20),
      bytes: tail.readUInt32LE(at + 24),
      headerAt: tail.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(tail: Buffer): number | undefined {
  const first = Math.max(0, tail.length - END_BYTES - LONGEST_COMMENT);
  for (let at = tail.length - END_BYTES; at >= first; at -= 1) {
    if (tail.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return undefined;
}

const inflate = promisify(inflateRaw);

/**
 * Unpacks one member of an archive held in memory, to at most `mostBytes`: whatever the directory claims, no more is
 * ever unpacked. Undefined when it would be more; throws on a damaged member.
 */
export async function unpack(archive: Buffer, entry: ZipEntry, mostBytes: number): Promise<Buffer | undefined> {
  const start =
    entry.headerAt + 30 + archive.readUInt16LE(entry.headerAt + 26) + archive.readUInt16LE(entry.headerAt + 28);
  const packed = archive.subarray(start, start + entry.packedBytes);
  if (entry.method === 0) return packed.length > mostBytes ? undefined : packed;
  if (entry.method !== 8) throw new Error(`zip: method ${entry.method} of ${entry.name}`);
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, mostBytes) });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}
