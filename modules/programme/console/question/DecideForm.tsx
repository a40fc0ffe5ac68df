import {
  ChoiceField,
  DateField,
  Drawer,
  FormPage,
  NoteField,
  useAct,
  useForm,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { decideQuestion } from '../../contract.ts';
import { PaperField } from '../parts/PaperField.tsx';
import type { Question } from './QuestionsPage.tsx';
import { questionWords } from './words.ts';

export function DecideForm({ question, onClose }: { question: Question; onClose: () => void }) {
  const t = useWords(questionWords);
  const { programme, today } = useScope();
  const act = useAct(decideQuestion, { onDone: onClose });
  const form = useForm({
    shape: decideQuestion.input,
    act,
    initial: { programme, no: question.no, reading: question.inForce, since: today },
    draft: {
      key: `programme.question.${programme}.${question.no}`,
      title: t('decideTitle', { no: question.no }),
    },
  });
  const labels = { reading: t('choose'), since: t('since'), reason: t('reason'), document: t('document') };
  const reading = form.field('reading');
  const options = [
    ...question.readings.map(({ zh, clause }, index) => ({ value: String(index + 1), label: `${zh} (${clause})` })),
    { value: '0', label: t('noReading') },
  ];
  return (
    <Drawer title={t('decideTitle', { no: question.no })} onClose={onClose}>
      <p>{question.question}</p>
      <FormPage form={form} act={act} labels={labels} submit={t('decide')} onCancel={onClose}>
        <ChoiceField
          field={{ ...reading, value: String(reading.value), set: (value) => reading.set(Number(value)) }}
          label={labels.reading}
          options={options}
        />
        <DateField field={form.field('since')} label={labels.since} />
        <NoteField field={form.field('reason')} label={labels.reason} maxLength={1_000} />
        <PaperField field={form.field('document')} label={labels.document} />
      </FormPage>
    </Drawer>
  );
}
