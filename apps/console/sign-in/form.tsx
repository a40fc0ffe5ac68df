import { describedBy, Field, Mark, Notice, problemWords } from '@qianmo/ui/plain';
import { type InputHTMLAttributes, type ReactNode, useState } from 'react';

export type EntryProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> & {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

export function Entry({ id, label, help, error, onChange, ...input }: EntryProps) {
  return (
    <Field id={id} label={label} help={help} error={error}>
      <input
        {...input}
        id={id}
        className="qm-input qm-input-large"
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, error, help)}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

export type Trial = {
  readonly busy: boolean;
  readonly error: unknown;
  run(work: () => Promise<void>): void;
};

/** One attempt at a time; what went wrong stays in sight until the next. */
export function useTrial(): Trial {
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  return {
    ...state,
    run: (work) => {
      setState({ busy: true, error: null });
      work().then(
        () => setState({ busy: false, error: null }),
        (error: unknown) => setState({ busy: false, error }),
      );
    },
  };
}

export function TrialError({ error, children }: { error: unknown; children?: ReactNode }) {
  if (!error && !children) return null;
  return <Notice tone="block">{children ?? problemWords(error, 'act')}</Notice>;
}

export function Submit({ busy, children }: { busy: boolean; children: ReactNode }) {
  return (
    <button
      type="submit"
      className="qm-button qm-button-primary qm-button-large"
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
    >
      {busy && <Mark tone="running" />}
      {children}
    </button>
  );
}
