import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { importPack } from '../contract.ts';
import { parse } from '../pack/index.ts';

export type ShippedPack = { readonly id: string; readonly text: string; readonly tables: Record<string, string> };

type ImportInput = z.input<typeof importPack.input>;

/**
 * Runs one `programme.importPack` at a home through the pipe, as whoever sets the installation up, and answers its result.
 * Throws when the act is refused.
 */
export type RunImport = (home: string, input: ImportInput) => Promise<z.output<typeof importPack.result>>;

/** The packs of a folder: one folder each, with `pack.yaml` and its tables. */
export async function readShippedPacks(folder: string): Promise<ShippedPack[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const packs: ShippedPack[] = [];
  for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const files = entry.isDirectory() ? await readdir(path.join(folder, entry.name)) : [];
    if (!files.includes('pack.yaml')) continue;
    const read = (file: string) => readFile(path.join(folder, entry.name, file), 'utf8');
    const tables: Record<string, string> = {};
    for (const file of files.filter((each) => each.endsWith('.csv'))) tables[file] = await read(file);
    packs.push({ id: entry.name, text: await read('pack.yaml'), tables });
  }
  return packs;
}

export type ImportedPack = { readonly id: string; readonly version: number; readonly unchanged: boolean };

/**
 * Puts shipped packs in force at their own homes, from the first day of each programme, by its own plan. Doing it again
 * changes nothing. Throws where a pack cannot be read at all; what is wrong in it is said by the import.
 */
export async function importShippedPacks(run: RunImport, packs: readonly ShippedPack[]): Promise<ImportedPack[]> {
  const imported: ImportedPack[] = [];
  for (const { id, text, tables } of packs) {
    const parsed = parse(text, tables);
    if (!parsed.ok) {
      const [first] = parsed.problems;
      throw new Error(`pack ${id}: line ${first?.line ?? 0} ${first?.path ?? ''} ${first?.code ?? 'unreadable'}`);
    }
    const { home, start, documents } = parsed.pack;
    const plan = documents.plans[0];
    const decision = { no: plan?.docNo ?? null, title: plan?.title.zh ?? id };
    const { version, unchanged } = await run(home, { text, tables, effectiveOn: start, decision });
    imported.push({ id, version, unchanged });
  }
  return imported;
}
