import type { DraftStore, Session } from '@qianmo/client';
import { type Office, type ProgrammeChoice, rightsOf, type Scope } from '@qianmo/ui/office';
import { isPlainDate } from '@qianmo/values/plain-date';
import { useLocation } from '@tanstack/react-router';
import { createContext, useContext, useMemo } from 'react';
import { call } from '../boot.ts';

/** What stays the same while the console is open. */
export type Base = {
  readonly session: Session;
  readonly programmes: readonly ProgrammeChoice[];
  readonly drafts: DraftStore;
};

const BaseContext = createContext<Base | null>(null);
export const BaseProvider = BaseContext.Provider;

const lastKey = 'qianmo.programme';

/** Scope of the page from its URL: programme, place and day stand there, so that a link says all. */
export function useOfficeFromUrl(): Office {
  const base = useContext(BaseContext);
  if (!base) throw new Error('the frame must stand inside BaseProvider');
  const { pathname, searchStr } = useLocation();
  return useMemo(
    () => ({ ...base, call, scope: scopeOf(base, pathname, new URLSearchParams(searchStr)) }),
    [base, pathname, searchStr],
  );
}

export function scopeOf({ session, programmes }: Base, pathname: string, query: URLSearchParams): Scope {
  const named = pathname.split('/')[2] ?? '';
  const chosen = programmes.find(({ programme }) => programme === named) ?? lastProgramme(programmes);
  const posting = session.postings[0];
  const { today } = session.installation;
  const asked = query.get('asof');
  const asOf = asked && isPlainDate(asked) && asked < today ? asked : null;
  const home = chosen?.home ?? posting?.home ?? '';
  return {
    programme: chosen?.programme ?? '',
    programmeName: chosen?.name ?? '',
    home,
    homeName: chosen?.homeName ?? (posting && nameOf(posting)) ?? home,
    place: query.get('place'),
    asOf,
    today,
    readOnly: asOf !== null,
    ...rightsOf(session, home, asOf !== null),
  };
}

/** The whole installation is no division and has no name in the register. */
function nameOf({ home, homeName }: Session['postings'][number]): string {
  return home === '000000' ? '全国' : homeName;
}

/** Pages that belong to no programme keep the one looked at last. */
function lastProgramme(programmes: readonly ProgrammeChoice[]): ProgrammeChoice | undefined {
  const last = sessionStorage.getItem(lastKey);
  return programmes.find(({ programme }) => programme === last) ?? programmes[0];
}

export function rememberProgramme(programme: string): void {
  if (programme !== '') sessionStorage.setItem(lastKey, programme);
}
