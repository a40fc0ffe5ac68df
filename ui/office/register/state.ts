import { useMemo } from 'react';
import { useAddress } from '../address.ts';
import type { RegisterState } from './column.ts';

/** Words of the query that are no filter. */
const reserved = new Set(['q', 'sort', 'page', 'cols', 'view', 'asof', 'with', 'place']);

export function readRegisterState(query: URLSearchParams): RegisterState {
  const sort = query.get('sort');
  const filters = new Map<string, readonly string[]>();
  for (const key of new Set(query.keys())) if (!reserved.has(key)) filters.set(key, query.getAll(key));
  const page = Number(query.get('page') ?? '1');
  const columns = query.get('cols');
  return {
    q: query.get('q') ?? '',
    filters,
    sort: sort ? { key: sort.replace(/^-/, ''), down: sort.startsWith('-') } : null,
    page: Number.isInteger(page) && page > 0 ? page : 1,
    columns: columns ? columns.split('.') : null,
  };
}

export type RegisterActs = {
  readonly state: RegisterState;
  search(q: string): void;
  filter(key: string, values: readonly string[]): void;
  clear(): void;
  sort(key: string): void;
  turn(page: number): void;
  show(columns: readonly string[] | null): void;
  /** The whole state as a query, for saved views. */
  readonly text: string;
  restore(text: string): void;
};

/** The state of a register lives in the URL: what one sees can be sent to a colleague. */
export function useRegisterState(): RegisterActs {
  const { query, setQuery } = useAddress();
  return useMemo(() => {
    const state = readRegisterState(query);
    const mine = [...new Set(query.keys())].filter((key) => !['asof', 'with', 'place'].includes(key));
    const none = Object.fromEntries(mine.map((key) => [key, null]));
    return {
      state,
      text: writeMine(query, mine),
      search: (q) => setQuery({ q: q === '' ? null : q, page: null }),
      filter: (key, values) => setQuery({ [key]: values.length === 0 ? null : values, page: null }),
      clear: () => setQuery(Object.fromEntries(['q', 'page', ...state.filters.keys()].map((key) => [key, null]))),
      sort: (key) => setQuery({ sort: nextSort(state, key), page: null }),
      turn: (page) => setQuery({ page: page === 1 ? null : String(page) }),
      show: (columns) => setQuery({ cols: columns === null ? null : columns.join('.') }),
      restore: (text) => {
        const wanted = new URLSearchParams(text);
        setQuery({
          ...none,
          ...Object.fromEntries([...new Set(wanted.keys())].map((key) => [key, wanted.getAll(key)])),
        });
      },
    };
  }, [query, setQuery]);
}

function writeMine(query: URLSearchParams, keys: readonly string[]): string {
  const mine = new URLSearchParams();
  for (const key of keys) if (key !== 'page') for (const value of query.getAll(key)) mine.append(key, value);
  return mine.toString();
}

/** Up, down, none: three presses come back to the register's own order. */
function nextSort({ sort }: RegisterState, key: string): string | null {
  if (sort?.key !== key) return key;
  return sort.down ? null : `-${key}`;
}
