/** Level of a division of the national register (GB/T 2260, GB/T 10114, village codes), or a unit with a code of ours. */
export type PlaceLevel = 'province' | 'prefecture' | 'county' | 'township' | 'village' | 'special';

const homePattern = /^[0-9A-Z]{6,12}$/;
const nationalPattern = /^[1-9]\d{5}(\d{3}(\d{3})?)?$/;

/** A home is a division's code of 6 to 12 places; ours carry a letter. */
export function isHomeCode(code: string): boolean {
  return homePattern.test(code);
}

/** Undefined when the code is neither national (6, 9 or 12 digits) nor one of ours with a letter. */
export function findPlaceLevel(code: string): PlaceLevel | undefined {
  if (homePattern.test(code) && /[A-Z]/.test(code)) return 'special';
  if (!nationalPattern.test(code)) return undefined;
  if (code.length === 12) return code.endsWith('000') ? undefined : 'village';
  if (code.length === 9) return 'township';
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') ? 'prefecture' : 'county';
}

/**
 * The code above by the register's numbering: `621221100201` → `621221100` → `621221` → `621200` → `620000` → null.
 * Who belongs to whom on a given day stands in the dated tree of places; this is only the numbering.
 * Null also for special units, whose parent is a fact of the tree.
 */
export function findParentCode(code: string): string | null {
  switch (findPlaceLevel(code)) {
    case 'village':
      return code.slice(0, 9);
    case 'township':
      return code.slice(0, 6);
    case 'county':
      return `${code.slice(0, 4)}00`;
    case 'prefecture':
      return `${code.slice(0, 2)}0000`;
    default:
      return null;
  }
}

/** Codes above, nearest first. */
export function listParentCodes(code: string): string[] {
  const codes: string[] = [];
  for (let above = findParentCode(code); above; above = findParentCode(above)) codes.push(above);
  return codes;
}
