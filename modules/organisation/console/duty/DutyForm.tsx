import {
  DateField,
  Drawer,
  FormPage,
  SelectField,
  TextField,
  useAct,
  useForm,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { frequencies, setReportDuty } from '../../contract.ts';
import { PostField, UnitField } from '../parts/choices.tsx';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { dutyWords } from './words.ts';

export function DutyForm({ onClose }: { onClose: () => void }) {
  const t = useWords(dutyWords);
  const words = useWords(organisationWords);
  const { programme } = useScope();
  const { home } = useDivision();
  const act = useAct(setReportDuty, { home, onDone: onClose });
  const form = useForm({
    shape: setReportDuty.input,
    act,
    initial: { programme },
    draft: { key: `organisation.duty.${home}`, title: t('newDuty') },
  });
  const labels = {
    ...{ unit: t('unit'), post: t('post'), what: t('what'), frequency: t('frequency') },
    ...{ clause: words('clause'), from: words('from') },
  };
  const { unit } = form.values;
  return (
    <Drawer title={t('newDuty')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={words('save')} onCancel={onClose}>
        <UnitField field={form.field('unit')} label={labels.unit} />
        {typeof unit === 'string' && (
          <PostField field={form.field('post')} label={labels.post} help={t('postHelp')} unit={unit} />
        )}
        <TextField field={form.field('what')} label={labels.what} maxLength={200} />
        <SelectField
          field={form.field('frequency')}
          label={labels.frequency}
          options={frequencies.map((value) => ({ value, label: t(value) }))}
        />
        <TextField field={form.field('clause')} label={labels.clause} maxLength={200} />
        <DateField field={form.field('from')} label={labels.from} help={words('fromHelp')} />
      </FormPage>
    </Drawer>
  );
}
