import {
  ChoiceField,
  DateField,
  Drawer,
  FormPage,
  NoteField,
  NumberField,
  TextField,
  useAct,
  useForm,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { receiveFiling, recordFiling } from '../../contract.ts';
import { EvidenceField } from '../parts/Evidence.tsx';
import { PaperField } from '../parts/PaperField.tsx';
import { programmeWords } from '../words.ts';
import type { Filing } from './FilingsView.tsx';
import { versionWords } from './words.ts';

export function SendForm({ filing, onClose }: { filing: Filing | null; onClose: () => void }) {
  const t = useWords(versionWords);
  const words = useWords(programmeWords);
  const { programme, today } = useScope();
  const act = useAct(recordFiling, { onDone: onClose });
  const form = useForm({
    shape: recordFiling.input,
    act,
    initial: {
      programme,
      kind: filing?.kind ?? 'filing',
      sentOn: today,
      evidence: [],
      edition: (filing?.edition ?? 0) + 1,
      ...(filing ? { what: filing.what, to: filing.to, deadline: filing.deadline } : {}),
      ...(filing?.duty ? { duty: filing.duty } : {}),
    },
    draft: { key: `programme.filing.${programme}.${filing?.duty ?? 'other'}`, title: t('sendTitle') },
  });
  const labels = {
    what: t('what'),
    kind: t('kind'),
    to: t('to'),
    document: words('document'),
    edition: t('editionLabel'),
    sentOn: t('sent'),
    evidence: words('evidence'),
    deadline: words('deadline'),
  };
  const to = form.field('to');
  return (
    <Drawer title={t('sendTitle')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('send')} onCancel={onClose}>
        <TextField field={form.field('what')} label={labels.what} maxLength={200} />
        <ChoiceField
          field={form.field('kind')}
          label={labels.kind}
          options={[
            { value: 'filing', label: t('kindFiling') },
            { value: 'approval', label: t('kindApproval') },
          ]}
        />
        <NoteField
          field={{
            ...to,
            value: Array.isArray(to.value) ? to.value.join('\n') : '',
            set: (value) => to.set(String(value).split('\n')),
            leave: () => {
              if (Array.isArray(to.value)) to.set(to.value.map((unit) => String(unit).trim()).filter(Boolean));
              to.leave();
            },
          }}
          label={labels.to}
          help={t('toHelp')}
        />
        <PaperField field={form.field('document')} label={labels.document} />
        <NumberField field={form.field('edition')} label={labels.edition} />
        <DateField field={form.field('sentOn')} label={labels.sentOn} />
        {filing === null && <DateField field={form.field('deadline')} label={labels.deadline} />}
        <EvidenceField field={form.field('evidence')} label={labels.evidence} />
      </FormPage>
    </Drawer>
  );
}

export function AnswerForm({ filing, onClose }: { filing: Filing; onClose: () => void }) {
  const t = useWords(versionWords);
  const words = useWords(programmeWords);
  const { programme, today } = useScope();
  const act = useAct(receiveFiling, { onDone: onClose });
  const good = filing.kind === 'filing' ? 'received' : 'approved';
  const form = useForm({
    shape: receiveFiling.input,
    act,
    initial: { programme, id: filing.id, version: filing.version, outcome: good, receivedOn: today, evidence: [] },
  });
  const labels = {
    outcome: t('outcome'),
    receiptNo: t('receiptNo'),
    receivedOn: t('receivedOn'),
    evidence: words('evidence'),
    note: words('note'),
  };
  return (
    <Drawer title={t('answerTitle')} onClose={onClose}>
      <p>{filing.what}</p>
      <FormPage form={form} act={act} labels={labels} submit={t('answer')} onCancel={onClose}>
        <ChoiceField
          field={form.field('outcome')}
          label={labels.outcome}
          options={[
            { value: good, label: t(good === 'received' ? 'outcomeReceived' : 'outcomeApproved') },
            { value: 'returned', label: t('outcomeReturned') },
          ]}
        />
        <TextField field={form.field('receiptNo')} label={labels.receiptNo} maxLength={80} />
        <DateField field={form.field('receivedOn')} label={labels.receivedOn} />
        <EvidenceField field={form.field('evidence')} label={labels.evidence} />
        <NoteField field={form.field('note')} label={labels.note} />
      </FormPage>
    </Drawer>
  );
}
