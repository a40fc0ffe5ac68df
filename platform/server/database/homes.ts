import type { ClientBase } from 'pg';

/** Divisions that keep records (county and above), as a tree in memory: some 3,300 rows, read at every request. */
export type HomeTree = {
  has(home: string): boolean;
  /** From the parent upwards. */
  ancestors(home: string): readonly string[];
  /** Everything below, in no promised order. */
  descendants(home: string): readonly string[];
  name(home: string): string | undefined;
  level(home: string): string | undefined;
};

export type HomeRow = { code: string; parent: string | null; name: string; level: string };

/** The installation itself stands above all provinces: whoever is posted there reaches every home. */
export const NATION = '000000';

export function homeTree(divisions: readonly HomeRow[]): HomeTree {
  const rows = [
    { code: NATION, parent: null, name: '全国', level: 'nation' },
    ...divisions.map((row) => ({ ...row, parent: row.parent ?? NATION })),
  ];
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const below = new Map<string, string[]>();
  const above = new Map<string, string[]>();
  for (const row of rows) {
    const chain: string[] = [];
    for (let at = row.parent; at && byCode.has(at) && !chain.includes(at); at = byCode.get(at)?.parent ?? null) {
      chain.push(at);
      below.set(at, [...(below.get(at) ?? []), row.code]);
    }
    above.set(row.code, chain);
  }
  return {
    has: (home) => byCode.has(home),
    ancestors: (home) => above.get(home) ?? [],
    descendants: (home) => below.get(home) ?? [],
    name: (home) => byCode.get(home)?.name,
    level: (home) => byCode.get(home)?.level,
  };
}

/** Reads the tree as of now from the register of places. */
export async function readHomes(client: ClientBase): Promise<HomeTree> {
  const { rows } = await client.query<HomeRow>('select code, parent, name, level from place.home');
  return homeTree(rows);
}
