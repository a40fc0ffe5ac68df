import { DateField, Drawer, FormPage, TextField, useAct, useForm, useScope, useWords } from '@qianmo/ui/office';
import { setResponsibility } from '../../contract.ts';
import { UnitsField } from '../parts/choices.tsx';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import type { MatrixRow } from './MatrixPage.tsx';
import { matrixWords } from './words.ts';

/** Who leads and who joins from a day on; what stood before is kept until the day before. */
export function ResponsibilityForm({ row, onClose }: { row: MatrixRow; onClose: () => void }) {
  const t = useWords(matrixWords);
  const words = useWords(organisationWords);
  const { programme, today } = useScope();
  const { home } = useDivision();
  const { kind, id, name } = row.subject;
  const act = useAct(setResponsibility, { home, onDone: onClose });
  const form = useForm({
    shape: setResponsibility.input,
    act,
    initial: {
      programme,
      subject: { kind, id, ...(name ? { name } : {}) },
      lead: row.lead.map((unit) => unit.id),
      with: row.with.map((unit) => unit.id),
      clause: row.clause,
      from: today,
      ...(row.version ? { version: row.version } : {}),
    },
  });
  const labels = { lead: t('lead'), with: t('with'), clause: words('clause'), from: words('from') };
  return (
    <Drawer title={`${t('set')} · ${name ?? id}`} onClose={onClose}>
      <p>{t('setText')}</p>
      <FormPage form={form} act={act} labels={labels} submit={t('set')} onCancel={onClose}>
        <UnitsField field={form.field('lead')} label={labels.lead} help={t('leadHelp')} known={row.lead} />
        <UnitsField field={form.field('with')} label={labels.with} known={row.with} />
        <TextField field={form.field('clause')} label={labels.clause} help={t('clauseHelp')} maxLength={200} />
        <DateField field={form.field('from')} label={labels.from} />
      </FormPage>
    </Drawer>
  );
}
