import { place as places } from '@qianmo/platform/contract';
import { houseWords } from '../i18n/house-words.ts';
import { useWords } from '../i18n/words.ts';
import { useQueryOp, useScope } from './runtime.tsx';

const codeForm = /^\d{6}[0-9A-Z]{0,6}$/;

export type Narrowing = 'county' | 'township';

/**
 * Name of what the page is narrowed to: a group of counties, a county, a township. Null where it is not. A page whose
 * records stand no lower than the county names the county, whatever was chosen within it.
 */
export function usePlaceName(lowest: Narrowing = 'township'): string | null {
  const t = useWords(houseWords);
  const { place: chosen, asOf } = useScope();
  const place = lowest === 'county' && chosen && codeForm.test(chosen) ? chosen.slice(0, 6) : chosen;
  const isCode = place !== null && codeForm.test(place);
  const found = useQueryOp(
    places.getPlace,
    { code: isCode ? place : '000000', ...(asOf ? { asOf } : {}) },
    { enabled: isCode },
  );
  if (place === 'national' || place === 'coordinated') return t(place);
  return isCode ? (found.data?.place.name ?? place) : null;
}
