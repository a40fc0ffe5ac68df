import type { PlaceKind, ResolutionHow } from '../shapes.ts';
import type { Sql } from './sql.ts';

/** What decides whether a place may be changed: where it stands, who keeps it, and since when it is as it is. */
export type Standing = {
  readonly id: number;
  readonly level: number;
  readonly kind: PlaceKind;
  readonly form: string;
  readonly code: string;
  readonly home: string;
  readonly parent: number | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly version: number;
};

/** Locks the places, in id order so that two writers never wait for each other; absent ones are left out. */
export async function lockPlaces(sql: Sql, ids: readonly number[]): Promise<Standing[]> {
  const { rows } = await sql.query(
    `select id, level, kind, form, code, home, parent, since::text as since, until::text as until, version
     from place.place where id = any ($1::integer[]) order by id for update`,
    [[...ids]],
  );
  return rows as Standing[];
}

/** First and last day of what holds now; undefined for an unknown id. */
export async function findLifetime(
  sql: Sql,
  id: number,
): Promise<{ since: string | null; until: string | null } | undefined> {
  const { rows } = await sql.query('select since::text as since, until::text as until from place.place where id = $1', [
    id,
  ]);
  return (rows as { since: string | null; until: string | null }[])[0];
}

/** Whether a place has living units below it. */
export async function hasLivingChildren(sql: Sql, id: number): Promise<boolean> {
  const { rows } = await sql.query(
    'select exists (select from place.place where parent = $1 and until is null) as found',
    [id],
  );
  return (rows as { found: boolean }[])[0]?.found ?? false;
}

/** The first code of a home with this letter that no place ever had: `621221T01`. */
export async function nextSpecialCode(sql: Sql, home: string, letter: string): Promise<string> {
  const stem = `${home.slice(0, 6)}${letter}`;
  // One at a time per home and letter, so that two writers do not both find the same number.
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`place.code:${stem}`]);
  const { rows } = await sql.query(
    `select code from place.place where starts_with(code, $1) union select code from place.former where starts_with(code, $1)`,
    [stem],
  );
  const numbers = (rows as { code: string }[]).map(({ code }) => Number(code.slice(stem.length)) || 0);
  return `${stem}${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}

export type ResolutionTally = { readonly how: ResolutionHow | null; readonly count: number };

/** How many names of a home (and source) were found in which way; null: still open. */
export async function countResolutions(
  sql: Sql,
  home: string,
  source: string | undefined,
): Promise<readonly ResolutionTally[]> {
  const { rows } = await sql.query(
    `select how, count(*)::integer as count from place.resolution
     where home = $1 and ($2::text is null or source = $2) group by how`,
    [home, source ?? null],
  );
  return rows as ResolutionTally[];
}

/** Version of one name's answer; undefined when there is no such row. */
export async function findResolutionVersion(
  sql: Sql,
  key: { readonly home: string; readonly source: string; readonly rowKey: string },
): Promise<number | undefined> {
  const { rows } = await sql.query(
    'select version from place.resolution where home = $1 and source = $2 and row_key = $3 for update',
    [key.home, key.source, key.rowKey],
  );
  return (rows as { version: number }[])[0]?.version;
}
