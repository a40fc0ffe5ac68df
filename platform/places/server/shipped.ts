import type { Register, RegisterRow } from '@qianmo/database/places';
import { formOf } from '@qianmo/database/places/forms';

/** The shipped register as rows of place.place: what the load writes, and what a verifier expects to find. */

export type Chosen = { readonly total: number; rows(): Iterable<RegisterRow> };

/** All of the register, or only some homes (division codes) with all below them and the units above. */
export function choose(register: Register, only: readonly string[] | undefined): Chosen {
  if (only === undefined) return { total: register.size, rows: () => register.rows() };
  const below = new Set(only.map((home) => home.replace(/(00)+$/, '')));
  const above = new Set(only.flatMap((home) => [`${home.slice(0, 2)}0000`, `${home.slice(0, 4)}00`]));
  const within = ({ code }: RegisterRow) =>
    above.has(code) || below.has(code.slice(0, 6)) || below.has(code.slice(0, 4)) || below.has(code.slice(0, 2));
  const rows = [...register.rows().filter(within)];
  const found = new Set(rows.map(({ code }) => code));
  const unknown = only.filter((home) => !found.has(home));
  if (unknown.length > 0) throw new Error(`no such place in the register: ${unknown.join(', ')}`);
  return { total: rows.length, rows: () => rows };
}

/** Rows in id order with the id of their parent. Throws if the register does not hold a parent. */
export function* listShipped(rows: Iterable<RegisterRow>): Generator<readonly [RegisterRow, number | null]> {
  const ids = new Map<string, number>();
  for (const row of rows) {
    if (row.level < 5) ids.set(row.code, row.id);
    const above = parentCode(row);
    const parent = above === null ? null : ids.get(above);
    if (parent === undefined) throw new Error(`register: ${row.code} has no parent ${above}`);
    yield [row, parent];
  }
}

/** A city without counties keeps its townships itself: its code is then the first six digits, too. */
function parentCode({ level, code }: RegisterRow): string | null {
  if (level === 1) return null;
  if (level === 2) return `${code.slice(0, 2)}0000`;
  if (level === 3) return `${code.slice(0, 4)}00`;
  return code.slice(0, level === 4 ? 6 : 9);
}

const kinds = ['province', 'prefecture', 'county', 'township', 'village'] as const;

/** One row as the load writes it. */
export function shippedPlace(row: RegisterRow, parent: number | null) {
  const { id, level, code, name, pinyin, initials } = row;
  return {
    id,
    level,
    kind: kinds[level - 1] ?? 'village',
    form: formOf(row),
    code,
    name,
    parent,
    home: code.slice(0, 6),
    pinyin,
    initials,
    source: 'register',
    since: null,
    until: null,
    version: 1,
  };
}
