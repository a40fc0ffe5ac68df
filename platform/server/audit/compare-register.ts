import { type Register, type RegisterRow, readRegister } from '@qianmo/database/places';
import type { ClientBase } from 'pg';
import { choose, listShipped, shippedPlace } from '../../places/server/shipped.ts';
import type { Recorder } from './report.ts';

/** The one table that is filled past the log: the shipped register would copy the country into it. */
export const REGISTER_TABLE = 'place.place';

const FIRST_OWN_ID = 10_000_000; // below stand the ordinals of the shipped register
const PAGE = 5_000;

/** SQL: the rows of the register's table that the log must know, read as `t`. */
export const loggedPlaces = `t.id >= ${FIRST_OWN_ID}
  or to_jsonb(t.id) in (select c.key -> 'id' from audit.change c where c.table_name = '${REGISTER_TABLE}')`;

/**
 * Compares the places that no act ever touched with the register this program ships: each must be there as shipped,
 * and none beside them. Whatever the log has seen is compared with the log instead.
 */
export async function verifyRegister(client: ClientBase, found: Recorder): Promise<void> {
  const register = readRegister();
  const expected = await listExpected(client, found, register);
  const touched = await listTouched(client);
  const live = liveRows(client);
  let row = (await live.next()).value;
  for (const [shipped, parent] of expected) {
    while (row && row.id < shipped.id) {
      unknown(found, row);
      row = (await live.next()).value;
    }
    if (row?.id === shipped.id) {
      compare(found, row, shippedPlace(shipped, parent));
      row = (await live.next()).value;
    } else if (!touched.has(shipped.id)) {
      found.add('row-missing', {
        ...where(shipped.id, shipped.code.slice(0, 6)),
        detail: 'the shipped register has it',
      });
    }
  }
  for (; row; row = (await live.next()).value) unknown(found, row);
}

function where(id: number, home: string | null) {
  return { table: REGISTER_TABLE, key: JSON.stringify({ id }), home };
}

type Shipped = ReturnType<typeof shippedPlace>;
const columns = [
  ...(['level', 'kind', 'form', 'code', 'name', 'parent', 'home', 'pinyin', 'initials'] as const),
  ...(['source', 'since', 'until', 'version'] as const),
] satisfies (keyof Shipped)[];

type LiveRow = { readonly id: number; readonly values: readonly (string | null)[] };

function unknown(found: Recorder, row: LiveRow): void {
  const home = row.values[columns.indexOf('home')] ?? null;
  found.add('row-unlogged', { ...where(row.id, home), detail: 'neither the log nor the shipped register knows it' });
}

function compare(found: Recorder, row: LiveRow, shipped: Shipped): void {
  const text = (value: string | number | null) => (value === null ? null : String(value));
  const different = columns.filter((column, at) => row.values[at] !== text(shipped[column]));
  if (different.length === 0) return;
  found.add('row-differs', {
    ...where(row.id, shipped.home),
    detail: `not as shipped: columns ${different.join(', ')}`,
  });
}

/** What was loaded: nothing, some homes, or the country; rows with the id of their parent, in id order. */
async function listExpected(
  client: ClientBase,
  found: Recorder,
  register: Register,
): Promise<Iterable<readonly [RegisterRow, number | null]>> {
  const { rows } = await client.query<{ edition: string; homes: string[] | null }>(
    'select e.edition, e.homes from place.edition e order by e.edition',
  );
  for (const { edition } of rows.filter((each) => each.edition !== register.edition)) {
    found.add('row-unlogged', {
      table: REGISTER_TABLE,
      detail: `edition ${edition} is not the one that this program ships (${register.edition})`,
    });
  }
  const loaded = rows.find(({ edition }) => edition === register.edition);
  return loaded ? listShipped(choose(register, loaded.homes ?? undefined).rows()) : [];
}

async function listTouched(client: ClientBase): Promise<Set<number>> {
  const { rows } = await client.query<{ id: string }>(
    `select distinct c.key ->> 'id' as id from audit.change c where c.table_name = $1`,
    [REGISTER_TABLE],
  );
  return new Set(rows.map(({ id }) => Number(id)));
}

/** Places below our own ids that the log has never seen, in id order. */
async function* liveRows(client: ClientBase): AsyncGenerator<LiveRow, undefined> {
  const texts = columns.map((column) => `t.${column}::text`).join(', ');
  await client.query(
    `declare untouched no scroll cursor for select t.id::text, ${texts} from place.place t
     where not (${loggedPlaces}) order by t.id`,
  );
  for (;;) {
    const { rows } = await client.query<(string | null)[]>({ text: `fetch ${PAGE} from untouched`, rowMode: 'array' });
    for (const [id, ...values] of rows) yield { id: Number(id), values };
    if (rows.length < PAGE) break;
  }
  await client.query('close untouched');
  return undefined;
}
