import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { joinSyllables } from './syllables.ts';

/** Who keeps the village: 村民委员会, 居民委员会, 牧民委员会, or none named (v, r, m, -). */
export type Committee = 'villagers' | 'residents' | 'herders' | 'none';

export type PlaceLevel = 1 | 2 | 3 | 4 | 5;

/** One place of the shipped register. `id` is its permanent id in every installation; codes are 6, 9 or 12 digits. */
export type RegisterRow = {
  readonly id: number;
  readonly level: PlaceLevel;
  readonly code: string;
  readonly name: string;
  readonly committee: Committee;
  readonly pinyin: string;
  readonly initials: string;
};

/** What the build script packs: rows per level, sorted by code; the pinyin table and the names that depart from it. */
export type RegisterHead = {
  readonly edition: string;
  /** How many rows of each level, province first. */
  readonly counts: readonly [number, number, number, number, number];
  /** 'chang长常…' entries: a syllable followed by all characters it is the usual reading of. */
  readonly readings: readonly (readonly [syllable: string, characters: string])[];
  /** Rows (0-based) whose syllables differ from the table, joined by blanks. */
  readonly exceptions: readonly (readonly [row: number, syllables: string])[];
};

export type Register = {
  readonly edition: string;
  readonly size: number;
  /** Rows in id order: level by level, each by code. Decoded one by one: the register is never held as objects. */
  rows(): Generator<RegisterRow, void, undefined>;
};

const committees: Readonly<Record<string, Committee>> = { r: 'residents', m: 'herders', '-': 'none' };
const codeDigits = { 1: 6, 2: 6, 3: 6, 4: 9, 5: 12 } as const;
const registerFile = new URL('./register-2023-06-30.br', import.meta.url);

/** The register shipped with this version. Throws if the file is damaged. */
export function readRegister(): Register {
  return decodeRegister(readFileSync(registerFile));
}

/** Container: brotli of three parts (head JSON, code steps, names), each after a 32-bit length. */
export function decodeRegister(packed: Buffer): Register {
  const bytes = brotliDecompressSync(packed);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const [headPart, steps, names] = parts;
  if (headPart === undefined || steps === undefined || names === undefined) throw new Error('register: damaged file');
  const head = JSON.parse(headPart.toString('utf8')) as RegisterHead;
  return {
    edition: head.edition,
    size: head.counts.reduce((sum, count) => sum + count, 0),
    rows: () => decodeRows(head, steps, names),
  };
}

function* decodeRows(head: RegisterHead, steps: Buffer, names: Buffer): Generator<RegisterRow, void, undefined> {
  const readings = new Map<string, string>();
  for (const [syllable, characters] of head.readings) for (const each of characters) readings.set(each, syllable);
  const exceptions = new Map(head.exceptions);
  const nextStep = stepReader(steps);
  let row = 0;
  let nameAt = 0;
  for (const level of [1, 2, 3, 4, 5] as const) {
    let code = 0;
    for (let n = head.counts[level - 1] ?? 0; n > 0; n -= 1) {
      code += nextStep();
      const nameEnd = names.indexOf(10, nameAt);
      const line = names.toString('utf8', nameAt, nameEnd);
      nameAt = nameEnd + 1;
      const mark = level === 5 ? line.slice(-1) : '-';
      const committee = committees[mark];
      const name = level === 5 && committee !== undefined ? line.slice(0, -1) : line;
      const syllables = exceptions.get(row)?.split(' ') ?? [...name].map((each) => readings.get(each) ?? '');
      row += 1;
      const padded = String(code).padStart(codeDigits[level], '0');
      yield { id: row, level, code: padded, name, committee: committee ?? 'villagers', ...joinSyllables(syllables) };
    }
  }
}

/** Unsigned LEB128; steps between village codes can pass 2^31, so arithmetic, not shifts. */
function stepReader(steps: Buffer): () => number {
  let at = 0;
  return () => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = steps[at];
      if (byte === undefined) throw new Error('register: code steps end early');
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  };
}
