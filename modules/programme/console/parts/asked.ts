import { useQueryOp, useScope } from '@qianmo/ui/office';
import { useParams } from '@tanstack/react-router';
import { programmeOverview } from '../../contract.ts';

export type Subject = { readonly group?: 'national' | 'coordinated'; readonly county?: string };

/** Which programme, as of which day: what every read of this module is asked with. */
export function useAsked(): { readonly programme: string; readonly asOf?: string } {
  const { programme, asOf } = useScope();
  return asOf ? { programme, asOf } : { programme };
}

/** Part of the programme that the page is narrowed to; it stands in the URL as `place` and follows the person. */
export function useSubject(): Subject {
  const { place, home } = useScope();
  if (place === 'national' || place === 'coordinated') return { group: place };
  // Figures of a programme are kept by county; within its own home there is nothing to narrow to.
  const county = place !== null && /^\d{6}/.test(place) ? place.slice(0, 6) : home;
  return county === home ? {} : { county };
}

/** The programme as a whole, whatever the page is narrowed to. */
export function useOverview() {
  return useQueryOp(programmeOverview, useAsked());
}

/** Acts on the programme itself happen at its home; from elsewhere they are not even offered. */
export function useMayActAtHome(permission: string): boolean {
  const { mayAct, home } = useScope();
  const overview = useOverview();
  return mayAct(permission) && overview.data?.home === home;
}

/** A word of the page's own path, e.g. the id of a record. */
export function usePathWord(name: string): string {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return params[name] ?? '';
}

/** Name of a county of the programme; its code where the plan does not know it. */
export function useCountyName(): (code: string) => string {
  const members = useOverview().data?.members ?? [];
  return (code) => members.find(({ place }) => place === code)?.name.zh ?? code;
}
