import { place } from '@qianmo/platform/contract';
import type { ReactNode } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { useWords } from '../../i18n/words.ts';
import { describedBy } from '../../plain/Field.tsx';
import { useOffice, useQueryOp } from '../runtime.tsx';
import { Combobox, type Found } from './Combobox.tsx';
import { Wrapped } from './fields.tsx';
import { readRecent, rememberRecent } from './recent.ts';
import type { Binding } from './use-form.ts';

export type PlaceFound = Found & { readonly id: number; readonly code: string; readonly home: string };

export type PlaceBoxProps = {
  readonly id?: string;
  readonly label?: string;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
  readonly levels?: readonly (typeof place.placeLevels)[number][];
  readonly current: PlaceFound | null;
  readonly onPick: (found: PlaceFound | null) => void;
  readonly onLeave?: () => void;
};

/** Any place of the country by 汉字, pinyin, initials or code; the path stands under each, the own scope first. */
export function PlaceBox({ levels, onPick, ...rest }: PlaceBoxProps) {
  const t = useWords(houseWords);
  const { call, scope, session } = useOffice();
  const recentKey = `places.${session.user}`;
  const search = async (text: string, signal: AbortSignal): Promise<readonly PlaceFound[]> => {
    const input = levels ? { text, levels: [...levels] } : { text };
    const { items } = await call(place.searchPlaces, { home: scope.home, input, signal });
    return items.map((hit) => ({
      key: String(hit.id),
      id: hit.id,
      code: hit.code,
      home: hit.home,
      label: hit.name,
      detail: [hit.path.join(' / '), hit.matchedText && `「${hit.matchedText}」`, hit.code].filter(Boolean).join(' · '),
    }));
  };
  return (
    <Combobox
      {...rest}
      name={`place.${scope.home}.${levels?.join() ?? ''}`}
      placeholder={t('placeHint')}
      search={search}
      first={readRecent<PlaceFound>(recentKey)}
      onPick={(found) => {
        if (found) rememberRecent(recentKey, found);
        onPick(found);
      }}
    />
  );
}

export type PlacePickerProps = {
  /** Its value is the place's permanent id. */
  readonly field: Binding;
  readonly label: ReactNode;
  readonly help?: ReactNode;
  readonly levels?: PlaceBoxProps['levels'];
};

export function PlacePicker({ field, label, help, levels }: PlacePickerProps) {
  const id = typeof field.value === 'number' ? field.value : undefined;
  const known = useQueryOp(place.getPlace, { id: id ?? 0 }, { enabled: id !== undefined });
  const card = known.data?.place;
  const current = card
    ? { key: String(card.id), id: card.id, code: card.code, home: card.home, label: card.name, detail: '' }
    : null;
  return (
    <Wrapped
      field={field}
      label={label}
      help={help ?? (card ? card.path.map(({ name }) => name).join(' / ') : undefined)}
    >
      <PlaceBox
        id={field.id}
        invalid={field.error !== undefined || undefined}
        describedBy={describedBy(field.id, field.error, help ?? card)}
        {...(levels ? { levels } : {})}
        current={id === undefined ? null : current}
        onPick={(found) => field.set(found?.id)}
        onLeave={field.leave}
      />
    </Wrapped>
  );
}
