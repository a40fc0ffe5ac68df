import {
  DateField,
  Drawer,
  FormPage,
  NoteField,
  ScanField,
  SelectField,
  TextField,
  useAct,
  useForm,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { decisionKinds, recordAccountability, recordUndertaking } from '../../contract.ts';
import { useDivision } from '../parts/scope.ts';
import type { PostIntegrity } from './IntegrityPage.tsx';
import { integrityWords } from './words.ts';

export type FormProps = { readonly post: PostIntegrity['post']; readonly onClose: () => void };

export function UndertakingForm({ post, onClose }: FormProps) {
  const t = useWords(integrityWords);
  const { today } = useScope();
  const { home } = useDivision();
  const act = useAct(recordUndertaking, { home, onDone: onClose });
  const form = useForm({
    shape: recordUndertaking.input,
    act,
    initial: { post: post.id, title: t('undertakings'), signedOn: today },
  });
  const labels = { title: t('title'), signedOn: t('signedOn'), file: t('scan') };
  return (
    <Drawer title={`${t('undertaking')} · ${post.title}`} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('undertaking')} onCancel={onClose}>
        <TextField field={form.field('title')} label={labels.title} maxLength={120} />
        <DateField field={form.field('signedOn')} label={labels.signedOn} />
        <ScanField field={form.field('file')} label={labels.file} home={home} />
      </FormPage>
    </Drawer>
  );
}

export function DecisionForm({ post, onClose }: FormProps) {
  const t = useWords(integrityWords);
  const { today } = useScope();
  const { home } = useDivision();
  const act = useAct(recordAccountability, { home, onDone: onClose });
  const form = useForm({
    shape: recordAccountability.input,
    act,
    initial: { post: post.id, decidedOn: today },
    draft: { key: `organisation.decision.${post.id}`, title: `${t('decide')} · ${post.title}` },
  });
  const labels = {
    ...{ kind: t('kind'), decidedOn: t('decidedOn'), decidedBy: t('decidedBy') },
    ...{ documentNo: t('documentNo'), text: t('text'), file: t('scan') },
  };
  return (
    <Drawer title={`${t('decide')} · ${post.title}`} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('decide')} onCancel={onClose}>
        <SelectField
          field={form.field('kind')}
          label={labels.kind}
          options={decisionKinds.map((value) => ({ value, label: t(value) }))}
        />
        <DateField field={form.field('decidedOn')} label={labels.decidedOn} />
        <TextField field={form.field('decidedBy')} label={labels.decidedBy} maxLength={120} />
        <TextField field={form.field('documentNo')} label={labels.documentNo} maxLength={80} />
        <NoteField field={form.field('text')} label={labels.text} maxLength={2_000} />
        <ScanField field={form.field('file')} label={labels.file} home={home} />
      </FormPage>
    </Drawer>
  );
}
