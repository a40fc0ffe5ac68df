import type { Pack } from './shape.ts';

/**
 * The text from which a pack's identity is hashed: JSON with sorted keys. Comments, quoting and the order of keys in the
 * file do not matter; the order of lists does.
 */
export function canonical(pack: Pack): string {
  return JSON.stringify(pack, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
