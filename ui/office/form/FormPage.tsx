import type { Shape } from '@qianmo/platform/contract';
import { type ReactNode, useEffect, useRef } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { useWords } from '../../i18n/words.ts';
import { Notice } from '../../plain/Notice.tsx';
import { Button } from '../Button.tsx';
import { ProblemNotice } from '../States.tsx';
import type { Form } from './use-form.ts';
import './form.css';

export type FormPageProps<I extends Shape> = {
  readonly form: Form<I>;
  readonly act: { readonly busy: boolean; readonly error: unknown };
  /** Words of each field, for the list of errors on top. */
  readonly labels: Readonly<Record<string, string>>;
  /** Verb of the button, e.g. 保存更正. */
  readonly submit: string;
  readonly stop?: boolean;
  readonly aside?: ReactNode;
  readonly onCancel?: () => void;
  readonly children: ReactNode;
};

/** One column of fields, errors listed on top with the focus, the act at the end, the draft's time beside it. */
export function FormPage<I extends Shape>(props: FormPageProps<I>) {
  const { form, act, labels, submit, stop = false, aside, onCancel, children } = props;
  const t = useWords(houseWords);
  const summary = useRef<HTMLDivElement>(null);
  const { refusals } = form;
  useEffect(() => {
    if (refusals > 0) summary.current?.focus();
  }, [refusals]);
  return (
    <form className="qm-form" noValidate onSubmit={form.submit}>
      {form.draft.foundAt && !form.draft.savedAt && (
        <Notice tone="running">{t('draftFound', { time: clockWords(form.draft.foundAt) })}</Notice>
      )}
      <div ref={summary} tabIndex={-1} className="qm-form-summary">
        {refusals > 0 && form.problems.length > 0 && (
          <Notice tone="block">
            {t('errorSummary', { count: form.problems.length })}
            <ul>
              {form.problems.map(({ id, name, words }) => (
                <li key={`${name}${words}`}>
                  <a href={`#${id}`} onClick={(event) => focusField(event, id)}>
                    {t('errorLine', { field: labels[name] ?? name, error: words })}
                  </a>
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {act.error !== null && form.problems.length === 0 && <ProblemNotice error={act.error} />}
      </div>
      {children}
      {aside}
      <div className="qm-form-acts">
        <Button kind={stop ? 'stop' : 'primary'} submit busy={act.busy}>
          {submit}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('cancel')}</Button>}
        <span className="qm-field-help" role="status">
          {form.draft.savedAt && t('draftSaved', { time: clockWords(form.draft.savedAt) })}
          {form.draft.failed && t('draftFailed')}
        </span>
      </div>
    </form>
  );
}

function focusField(event: { preventDefault(): void }, id: string): void {
  event.preventDefault();
  const field = document.getElementById(id);
  field?.scrollIntoView({ block: 'center' });
  field?.focus();
}

/** `14:02` of an instant, in China's time. */
export function clockWords(instant: string): string {
  return new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(instant));
}

/** `2019-09-24 14:02` of an instant, in China's time, for tables. */
export function instantWords(instant: string): string {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date(instant));
  return `${day} ${clockWords(instant)}`;
}
