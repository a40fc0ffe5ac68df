import { Drawer, FormPage, NoteField, useAct, useForm, useScope, useWords } from '@qianmo/ui/office';
import { applyToCall, closeReview } from '../../contract.ts';
import { EvidenceField } from '../parts/Evidence.tsx';
import type { Call } from './SelectionPage.tsx';
import { selectionWords } from './words.ts';

type Props = { readonly call: Call; readonly onClose: () => void };

export function ApplyForm({ call, onClose }: Props) {
  const t = useWords(selectionWords);
  const act = useAct(applyToCall, { onDone: onClose });
  const form = useForm({
    shape: applyToCall.input,
    act,
    initial: { callHome: call.home, call: call.id, files: [] },
    draft: { key: `programme.apply.${call.id}`, title: t('applyTitle', { title: call.title }) },
  });
  const labels = { statement: t('statementText'), files: t('files') };
  return (
    <Drawer title={t('applyTitle', { title: call.title })} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('apply')} onCancel={onClose}>
        <NoteField field={form.field('statement')} label={labels.statement} maxLength={4_000} />
        <EvidenceField field={form.field('files')} label={labels.files} />
      </FormPage>
    </Drawer>
  );
}

export function CloseReviewForm({ call, onClose }: Props) {
  const t = useWords(selectionWords);
  const { programme } = useScope();
  const act = useAct(closeReview, { onDone: onClose });
  const form = useForm({ shape: closeReview.input, act, initial: { programme, call: call.id } });
  return (
    <Drawer title={t('closeReview')} onClose={onClose}>
      <FormPage form={form} act={act} labels={{}} submit={t('closeReview')} onCancel={onClose}>
        <p>{t('closeText')}</p>
      </FormPage>
    </Drawer>
  );
}
