import type { ReactNode } from 'react';
import { houseWords } from '../i18n/house-words.ts';
import { useWords } from '../i18n/words.ts';
import { Mark } from './Status.tsx';

export type FieldProps = {
  readonly id: string;
  readonly label: ReactNode;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly children: ReactNode;
};

/** Label above, help below, the error under the field; `describedBy` ties them to the control. */
export function Field({ id, label, help, error, optional = false, children }: FieldProps) {
  const t = useWords(houseWords);
  return (
    <div className="qm-field">
      <label htmlFor={id}>
        {label}
        {optional && <span className="qm-field-optional"> {t('optional')}</span>}
      </label>
      {children}
      {error !== undefined && (
        <div className="qm-field-error" id={`${id}-error`}>
          <Mark tone="block" />
          {error}
        </div>
      )}
      {help !== undefined && (
        <div className="qm-field-help" id={`${id}-help`}>
          {help}
        </div>
      )}
    </div>
  );
}

export function describedBy(id: string, error: unknown, help: unknown): string | undefined {
  const ids = [error === undefined ? '' : `${id}-error`, help === undefined ? '' : `${id}-help`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(' ');
}
