import { file as files } from '@qianmo/platform/contract';
import { useQueries } from '@tanstack/react-query';
import { useRef } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Icon } from '../../plain/Icon.tsx';
import { Status } from '../../plain/Status.tsx';
import { AppLink } from '../AppLink.tsx';
import { useAddress } from '../address.ts';
import { Button } from '../Button.tsx';
import { type FieldProps, Wrapped } from '../form/fields.tsx';
import { useOffice } from '../runtime.tsx';
import { findSubjectPath } from '../subjects.ts';
import { FileChooser } from './FileChooser.tsx';
import { FileLink } from './FileLink.tsx';
import { evidenceWords } from './words.ts';
import './evidence.css';

/** A stored file, or a record of the house. */
export type EvidenceItem =
  | { readonly kind: 'file'; readonly id: string }
  | { readonly kind: 'record'; readonly subject: string; readonly id: string };

/** What a rule demands: `照片≥2`. */
export type Demand = {
  readonly key: string;
  readonly words: string;
  readonly least: number;
  /** Pictures only, papers only, or anything. */
  readonly form: 'picture' | 'paper' | 'any';
};

/** Papers and pictures behind a statement: each is stored when it is chosen; the act only names it. */
export function EvidenceField({ field, label, help, demands = [] }: FieldProps & { demands?: readonly Demand[] }) {
  const t = useWords(evidenceWords);
  const given: readonly EvidenceItem[] = Array.isArray(field.value) ? field.value : [];
  // Several files are stored one after another while the page still shows the list of the beginning.
  const latest = useRef(given);
  latest.current = given;
  const add = (id: string) => {
    latest.current = [...latest.current, { kind: 'file', id }];
    field.set(latest.current);
  };
  return (
    <Wrapped field={field} label={label} help={help ?? t('help')}>
      {demands.length > 0 && <Demands demands={demands} items={given} />}
      <EvidenceList items={given} onRemove={(at) => field.set(given.filter((_, index) => index !== at))} />
      <FileChooser id={field.id} multiple onStored={add} />
    </Wrapped>
  );
}

/** One scan, e.g. of a signed paper; the field's value is the file's id. */
export function ScanField({ field, label, help, home }: FieldProps & { readonly home?: string }) {
  const t = useWords(evidenceWords);
  const id = typeof field.value === 'string' ? field.value : null;
  const at = home ? { home } : {};
  return (
    <Wrapped field={field} label={label} help={help ?? t('help')}>
      {id !== null && <EvidenceList items={[{ kind: 'file', id }]} {...at} onRemove={() => field.set(undefined)} />}
      <FileChooser id={field.id} {...at} onStored={field.set} />
    </Wrapped>
  );
}

/** Chips of what is demanded, ticked as it arrives. */
function Demands({ demands, items }: { demands: readonly Demand[]; items: readonly EvidenceItem[] }) {
  const t = useWords(evidenceWords);
  const forms = useForms(items);
  return (
    <ul className="qm-demands" aria-label={t('demanded')}>
      {demands.map(({ key, words, least, form }) => {
        const has = forms.filter((one) => form === 'any' || one === form).length;
        return (
          <li key={key}>
            <Status tone={has >= least ? 'pass' : 'warn'}>
              {words} {Math.min(has, least)}/{least}
            </Status>
          </li>
        );
      })}
    </ul>
  );
}

function useForms(items: readonly EvidenceItem[]): readonly ('picture' | 'paper')[] {
  const { call, scope } = useOffice();
  const ids = items.flatMap((item) => (item.kind === 'file' ? [item.id] : []));
  const cards = useQueries({
    queries: ids.map((id) => ({
      queryKey: [files.getFile.name, scope.home, { id }],
      queryFn: () => call(files.getFile, { home: scope.home, input: { id } }),
    })),
  });
  return cards.flatMap(({ data }) => (data ? [data.mediaType?.startsWith('image/') ? 'picture' : 'paper'] : []));
}

type ListProps = {
  readonly items: readonly EvidenceItem[];
  /** Home that keeps the files; by default that of the scope. */
  readonly home?: string;
  readonly onRemove?: (index: number) => void;
};

export function EvidenceList({ items, home, onRemove }: ListProps) {
  const t = useWords(evidenceWords);
  const { href } = useAddress();
  if (items.length === 0) return onRemove ? null : <span className="qm-second">{t('none')}</span>;
  return (
    <ul className="qm-evidence">
      {items.map((item, index) => {
        const path = item.kind === 'record' ? findSubjectPath({ kind: item.subject, id: item.id }) : undefined;
        return (
          <li key={item.id}>
            <Icon name={item.kind === 'file' ? 'file' : 'link'} small />
            {item.kind === 'file' ? (
              <FileLink id={item.id} home={home} details={onRemove !== undefined} />
            ) : path ? (
              <AppLink href={href(path)}>{item.id}</AppLink>
            ) : (
              <span className="qm-code">{item.id}</span>
            )}
            {onRemove && (
              <Button
                kind="quiet"
                icon="close"
                label={t('remove', { name: String(index + 1) })}
                onClick={() => onRemove(index)}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
