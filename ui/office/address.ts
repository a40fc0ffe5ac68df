import { useLocation, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useScope } from './runtime.tsx';

/** Words of the query that follow the person from page to page. */
const lasting = ['asof', 'place'] as const;

/** Query of the URL as plain text values; a repeated word is a list. */
export function parseQuery(text: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const key of new Set(new URLSearchParams(text).keys())) {
    const values = new URLSearchParams(text).getAll(key);
    found[key] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return found;
}

export function writeQuery(values: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values))
    for (const item of Array.isArray(value) ? value : [value])
      if (item !== undefined && item !== null && item !== '') query.append(key, String(item));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

export type Address = {
  readonly query: URLSearchParams;
  /** Href of a page of this programme, with the scope's place and day kept. */
  href(page: string, values?: Readonly<Record<string, unknown>>): string;
  /** Href of a page that belongs to no programme, e.g. `inbox`, `system/audit`. */
  outside(page: string, values?: Readonly<Record<string, unknown>>): string;
  go(href: string): void;
  /** Changes words of the query in place; null removes one. Each change of a filter is no step of the history. */
  setQuery(values: Readonly<Record<string, string | readonly string[] | null>>): void;
};

export function useAddress(): Address {
  const router = useRouter();
  const location = useLocation();
  const { programme } = useScope();
  const query = useMemo(() => new URLSearchParams(location.searchStr), [location.searchStr]);
  const go = useCallback((href: string) => router.history.push(href), [router]);
  const setQuery = useCallback<Address['setQuery']>(
    (values) => {
      const next = new URLSearchParams(router.state.location.searchStr);
      for (const [key, value] of Object.entries(values)) {
        next.delete(key);
        for (const item of value === null ? [] : [value].flat()) next.append(key, item);
      }
      const text = next.toString();
      router.history.replace(router.state.location.pathname + (text ? `?${text}` : ''));
    },
    [router],
  );
  return useMemo(() => {
    const kept = Object.fromEntries(lasting.map((key) => [key, query.get(key)]));
    return {
      query,
      go,
      setQuery,
      href: (page, values = {}) => `/console/${programme}/${page}${writeQuery({ ...kept, ...values })}`,
      outside: (page, values = {}) => `/console/${page}${writeQuery(values)}`,
    };
  }, [query, go, setQuery, programme]);
}
