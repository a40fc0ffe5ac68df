import { rightsOf, type Scope, useOffice } from '@qianmo/ui/office';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';

export type Division = {
  /** Division whose organisation is shown. */
  readonly home: string;
  /** The past day looked at, in the shape the reads of this module ask for. */
  readonly asked: { readonly day?: string };
  readonly can: Scope['can'];
  readonly mayAct: Scope['mayAct'];
};

/**
 * The programme's home, or the county that the page is narrowed to (`place`). Whoever has no post at the programme's
 * home sees the organisation of the own one.
 */
export function useDivision(): Division {
  const { session, scope } = useOffice();
  const { place, asOf, readOnly } = scope;
  return useMemo(() => {
    const may = (home: string) => rightsOf(session, home, false).can('organisation.read');
    // A township's records are kept by its county.
    const wanted = place !== null && /^\d{6}/.test(place) ? [place.slice(0, 6)] : [];
    const own = session.postings.map(({ home }) => home);
    const home = [...wanted, scope.home, ...own].find(may) ?? scope.home;
    return { home, asked: asOf ? { day: asOf } : {}, ...rightsOf(session, home, readOnly) };
  }, [session, scope.home, place, asOf, readOnly]);
}

/** A word of the page's own path, e.g. the id of a record. */
export function usePathWord(name: string): string {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return params[name] ?? '';
}
