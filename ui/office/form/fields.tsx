import type { FocusEvent, ReactNode } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { useWords } from '../../i18n/words.ts';
import { describedBy, Field } from '../../plain/Field.tsx';
import type { Binding } from './use-form.ts';

export type FieldProps = {
  readonly field: Binding;
  readonly label: ReactNode;
  readonly help?: ReactNode;
};

export function TextField({ field, label, help, maxLength = 60 }: FieldProps & { readonly maxLength?: number }) {
  return (
    <Wrapped {...{ field, label, help }}>
      <input
        className="qm-input"
        {...controlProps(field, help)}
        value={textOf(field.value)}
        maxLength={maxLength}
        onChange={(event) => field.set(event.target.value)}
      />
    </Wrapped>
  );
}

export function NoteField({ field, label, help, maxLength = 500 }: FieldProps & { readonly maxLength?: number }) {
  return (
    <Wrapped {...{ field, label, help }}>
      <textarea
        className="qm-input"
        {...controlProps(field, help)}
        value={textOf(field.value)}
        maxLength={maxLength}
        onChange={(event) => field.set(event.target.value)}
      />
    </Wrapped>
  );
}

export function NumberField({ field, label, help, unit }: FieldProps & { readonly unit?: string }) {
  return (
    <Wrapped {...{ field, label, help }}>
      <span className="qm-suffixed">
        <input
          className="qm-input qm-number"
          inputMode="decimal"
          {...controlProps(field, help)}
          value={textOf(field.value)}
          onChange={(event) => field.set(readNumber(event.target.value))}
        />
        {unit && <span className="qm-suffix">{unit}</span>}
      </span>
    </Wrapped>
  );
}

export type Option = { readonly value: string; readonly label: string };

export function SelectField({ field, label, help, options }: FieldProps & { readonly options: readonly Option[] }) {
  const t = useWords(houseWords);
  return (
    <Wrapped {...{ field, label, help }}>
      <select
        className="qm-input"
        {...controlProps(field, help)}
        value={textOf(field.value)}
        onChange={(event) => field.set(event.target.value)}
      >
        <option value="">{t('choose')}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Wrapped>
  );
}

/** Few answers, all in sight. */
export function ChoiceField({ field, label, help, options }: FieldProps & { readonly options: readonly Option[] }) {
  return (
    <fieldset
      className="qm-field qm-choice"
      id={field.id}
      tabIndex={-1}
      aria-describedby={describedBy(field.id, field.error, help)}
    >
      <legend className="qm-field-label">{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={field.name}
            checked={field.value === option.value}
            onChange={() => field.set(option.value)}
            onBlur={field.leave}
          />
          {option.label}
        </label>
      ))}
      {field.error !== undefined && (
        <div className="qm-field-error" id={`${field.id}-error`}>
          {field.error}
        </div>
      )}
      {help !== undefined && (
        <div className="qm-field-help" id={`${field.id}-help`}>
          {help}
        </div>
      )}
    </fieldset>
  );
}

export function CheckField({ field, label, help }: FieldProps) {
  return (
    <div className="qm-field">
      <label className="qm-check">
        <input
          type="checkbox"
          {...controlProps(field, help)}
          checked={field.value === true}
          onChange={(event) => field.set(event.target.checked)}
        />
        {label}
      </label>
      {help !== undefined && (
        <div className="qm-field-help" id={`${field.id}-help`}>
          {help}
        </div>
      )}
    </div>
  );
}

/** Label, control, error and help of a field whose control is drawn by the caller. */
export function Wrapped({ field, label, help, children }: FieldProps & { readonly children: ReactNode }) {
  return (
    <Field id={field.id} label={label} error={field.error} optional={field.optional} help={help}>
      {children}
    </Field>
  );
}

/** Attributes every control of a form carries. */
export function controlProps(field: Binding, help: unknown) {
  return {
    id: field.id,
    name: field.name,
    'aria-invalid': field.error !== undefined || undefined,
    'aria-describedby': describedBy(field.id, field.error, help),
    onBlur: (event: FocusEvent) => {
      if (!goesToSubmit(event)) field.leave();
    },
  };
}

/** An error appearing now would move the button away from under the pointer; sending shows all errors anyway. */
export function goesToSubmit(event: FocusEvent): boolean {
  return event.relatedTarget instanceof HTMLButtonElement && event.relatedTarget.type === 'submit';
}

export function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/** Keeps what cannot be read as text, so that the shape names the mistake and nothing typed is lost. */
function readNumber(text: string): unknown {
  const compact = text.normalize('NFKC').replaceAll(',', '').trim();
  if (compact === '') return undefined;
  return /^-?\d+(\.\d+)?$/.test(compact) ? Number(compact) : text;
}
