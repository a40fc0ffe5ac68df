import {
  DateField,
  Drawer,
  FormPage,
  NoteField,
  TextField,
  useAct,
  useForm,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { declareDualOffice } from '../../contract.ts';
import { UnitField } from '../parts/choices.tsx';
import { LinesField } from '../parts/LinesField.tsx';
import { useDivision } from '../parts/scope.ts';
import { integrityWords } from './words.ts';

export function DualOfficeForm({ onClose }: { onClose: () => void }) {
  const t = useWords(integrityWords);
  const { today } = useScope();
  const { home } = useDivision();
  const act = useAct(declareDualOffice, { home, onDone: onClose });
  const form = useForm({
    shape: declareDualOffice.input,
    act,
    initial: { from: today, parts: [] },
    draft: { key: `organisation.dual.${home}`, title: t('dual') },
  });
  const labels = { unit: t('unit'), parts: t('parts'), ground: t('ground'), clause: t('clause'), from: t('from') };
  return (
    <Drawer title={t('dual')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('dual')} onCancel={onClose}>
        <UnitField field={form.field('unit')} label={labels.unit} />
        <LinesField field={form.field('parts')} label={labels.parts} help={t('partsHelp')} />
        <NoteField field={form.field('ground')} label={labels.ground} />
        <TextField field={form.field('clause')} label={labels.clause} maxLength={200} />
        <DateField field={form.field('from')} label={labels.from} />
      </FormPage>
    </Drawer>
  );
}
