import { type Binding, useWords, Wrapped } from '@qianmo/ui/office';
import { programmeWords } from '../words.ts';

type Paper = { readonly no: string | null; readonly title: string };

/** A paper by its title and, where it has one, its number. */
export function PaperField({ field, label }: { field: Binding; label: string }) {
  const t = useWords(programmeWords);
  const paper: Paper = isPaper(field.value) ? field.value : { no: null, title: '' };
  const set = (next: Paper) => field.set(next.title === '' && next.no === null ? undefined : next);
  return (
    <Wrapped field={field} label={label} help={t('paperHelp')}>
      <span className="qm-paper-field">
        <input
          id={field.id}
          className="qm-input"
          placeholder={t('paperTitle')}
          value={paper.title}
          maxLength={200}
          aria-invalid={field.error !== undefined || undefined}
          onChange={(event) => set({ ...paper, title: event.target.value })}
          onBlur={field.leave}
        />
        <input
          className="qm-input"
          aria-label={t('paperNo')}
          placeholder={t('paperNo')}
          value={paper.no ?? ''}
          maxLength={80}
          onChange={(event) => set({ ...paper, no: event.target.value || null })}
        />
      </span>
    </Wrapped>
  );
}

function isPaper(value: unknown): value is Paper {
  return typeof value === 'object' && value !== null && 'title' in value && 'no' in value;
}
