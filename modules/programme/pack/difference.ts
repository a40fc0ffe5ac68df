import type { Pack } from './shape.ts';

/** What changed between two versions of a pack, for the person who imports the new one. */
export type FieldChange = { field: string; before: string | null; after: string | null };
export type Change = { section: string; id: string; kind: 'added' | 'removed' | 'changed'; fields: FieldChange[] };

const identity: Record<string, (item: Record<string, unknown>) => string> = {
  parameters: (p) => [p.key, p.subject].filter(Boolean).join('/'),
  members: (m) => `${m.place}/${m.from}`,
  specialUnits: (u) => String(u.code),
  nodes: (n) => String(n.kind),
  questions: (q) => String(q.no),
  baseline: (b) => String(b.key),
  benchmarks: (b) => String(b.key),
  supportModes: (m) => String(m.code),
  stores: (row) => `${row.township}/${row.village}`,
};

type Item = Record<string, unknown>;
const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);
const isItemList = (value: unknown): value is Item[] => Array.isArray(value) && value.every(isItem);

/** Lists changes by section and id; fields carry old and new text. Two equal packs give an empty list. */
export function difference(before: Pack, after: Pack): Change[] {
  const sections = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return sections.flatMap((section) => {
    const [old, fresh] = [before[section as keyof Pack], after[section as keyof Pack]] as [unknown, unknown];
    if (isItemList(old) && isItemList(fresh)) return ofList(section, old, fresh);
    const fields = fieldChanges(old, fresh, '');
    return fields.length > 0 ? [{ section, id: '', kind: 'changed', fields }] : [];
  });
}

function ofList(section: string, before: Item[], after: Item[]): Change[] {
  const idOf = identity[section] ?? ((item: Item) => String(item.id));
  const old = new Map(before.map((item) => [idOf(item), item]));
  const fresh = new Map(after.map((item) => [idOf(item), item]));
  const changes: Change[] = [];
  for (const [id, item] of old) {
    const next = fresh.get(id);
    const fields = fieldChanges(item, next, '');
    if (next === undefined) changes.push({ section, id, kind: 'removed', fields });
    else if (fields.length > 0) changes.push({ section, id, kind: 'changed', fields });
  }
  for (const [id, item] of fresh)
    if (!old.has(id)) changes.push({ section, id, kind: 'added', fields: fieldChanges(undefined, item, '') });
  return changes;
}

/** Leaves that differ, with their path below the item: "name.zh", "lines[SG-B11].amountWan". */
function fieldChanges(before: unknown, after: unknown, path: string): FieldChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isContainer(before ?? after) && isContainer(after ?? before)) {
    const [old, fresh] = [partsOf(before), partsOf(after)];
    return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key) =>
      fieldChanges(old.get(key), fresh.get(key), key.startsWith('[') || !path ? `${path}${key}` : `${path}.${key}`),
    );
  }
  return [{ field: path, before: shown(before), after: shown(after) }];
}

const isContainer = (value: unknown): boolean => isItem(value) || (Array.isArray(value) && value.some(isItem));

function partsOf(value: unknown): Map<string, unknown> {
  if (Array.isArray(value))
    return new Map(value.map((item: unknown, i) => [`[${isItem(item) ? String(item.id ?? item.no ?? i) : i}]`, item]));
  return new Map(isItem(value) ? Object.entries(value) : []);
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return Array.isArray(value) ? value.join('、') : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
