import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readRegister } from '@qianmo/database/places';
import { type Problem, problemText } from '@qianmo/programme/pack';

export type PackFolder = { readonly text: string; readonly tables: Readonly<Record<string, string>> };

/** Reads `pack.yaml` and the tables beside it. Throws `pack-missing`. */
export async function readPackFolder(folder: string): Promise<PackFolder> {
  const text = await readFile(path.join(folder, 'pack.yaml'), 'utf8').catch(() => {
    throw new Error(`pack-missing: ${path.join(folder, 'pack.yaml')}`);
  });
  const names = (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort();
  const tables: Record<string, string> = {};
  for (const name of names) tables[name] = await readFile(path.join(folder, name), 'utf8');
  return { text, tables };
}

/** Codes of the shipped register down to the township, without any installation. */
export function knownPlaces(): (code: string) => boolean {
  const codes = new Set<string>();
  for (const { code } of readRegister().rows()) if (code.length <= 9) codes.add(code);
  return (code) => codes.has(code);
}

/** Where, what in both languages, and the code: `pack.yaml:12 targets[3].clause: …`. */
export function problemLine(problem: Problem): string {
  const file = /^[^[\]]+\.csv/.exec(problem.path)?.[0] ?? 'pack.yaml';
  const words: Partial<Record<string, { zh: string; en: string }>> = problemText;
  const text = words[problem.code];
  const said = text ? `${fill(text.zh, problem)} · ${fill(text.en, problem)} [${problem.code}]` : problem.code;
  return `${file}:${problem.line} ${problem.path ? `${problem.path}: ` : ''}${said}`;
}

function fill(text: string, { params }: Problem): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
