import type { Operation, Shape } from '@qianmo/platform/contract';
import { DateField, Drawer, FormPage, NoteField, useAct, useForm, useScope, useWords } from '@qianmo/ui/office';
import type { z } from 'zod';
import { useDivision } from './scope.ts';
import { organisationWords } from './words.ts';

type Props<I extends Shape, R extends z.ZodType> = {
  /** Takes `id`, `version` and `until`, and `reason` where it demands one. */
  readonly operation: Operation<I, R>;
  readonly record: { readonly id: string; readonly version: number };
  readonly title: string;
  readonly submit: string;
  /** What follows, in one sentence. */
  readonly consequence?: string;
  readonly onClose: () => void;
};

/** Ends a dated record: the first day on which it no longer holds, and the reason where one is demanded. */
export function EndForm<I extends Shape, R extends z.ZodType>(props: Props<I, R>) {
  const { operation, record, title, submit, consequence, onClose } = props;
  const t = useWords(organisationWords);
  const { today } = useScope();
  const { home } = useDivision();
  const act = useAct(operation, { home, onDone: onClose });
  const form = useForm({ shape: operation.input, act, initial: { ...record, until: today } });
  const labels = { until: t('untilDay'), reason: t('reason') };
  const field = (name: 'until' | 'reason') => form.field(name as Extract<keyof I['shape'], string>);
  return (
    <Drawer title={title} onClose={onClose}>
      {consequence && <p>{consequence}</p>}
      <FormPage form={form} act={act} labels={labels} submit={submit} stop onCancel={onClose}>
        <DateField field={field('until')} label={labels.until} help={t('untilHelp')} />
        {'reason' in operation.input.shape && (
          <NoteField field={field('reason')} label={labels.reason} maxLength={200} />
        )}
      </FormPage>
    </Drawer>
  );
}
