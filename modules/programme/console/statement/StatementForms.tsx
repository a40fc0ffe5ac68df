import {
  DateField,
  Drawer,
  FormPage,
  TextField,
  useAct,
  useForm,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { fileStatement, issueStatement, listTargets, signStatement } from '../../contract.ts';
import { useAsked } from '../parts/asked.ts';
import { ScanField } from '../parts/Evidence.tsx';
import { ManyField } from '../parts/ManyField.tsx';
import { UnitField, unitsOf } from '../parts/UnitField.tsx';
import type { Statement } from './StatementsPage.tsx';
import { statementWords } from './words.ts';

export function IssueForm({ onClose }: { onClose: () => void }) {
  const t = useWords(statementWords);
  const { programme, today } = useScope();
  const targets = useQueryOp(listTargets, { ...useAsked(), pageSize: 200 }).data?.items ?? [];
  const act = useAct(issueStatement, { onDone: onClose });
  const form = useForm({
    shape: issueStatement.input,
    act,
    initial: { programme, issuedOn: today, targets: [] },
    draft: { key: `programme.statement.${programme}`, title: t('issue') },
  });
  const labels = { title: t('title'), unit: t('unitName'), targets: t('targets'), issuedOn: t('issuedOn') };
  const unit = form.field('unit');
  // A unit of the plan answers for its own targets: they are ticked when it is chosen.
  const choose = (value: unknown) => {
    unit.set(value);
    const ref = typeof value === 'object' && value !== null && 'ref' in value ? value.ref : null;
    const own = targets.filter(({ responsible }) => responsible.some(({ id }) => id === ref)).map(({ id }) => id);
    if (own.length > 0) form.set('targets', own);
  };
  return (
    <Drawer title={t('issue')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('issue')} onCancel={onClose}>
        <TextField field={form.field('title')} label={labels.title} maxLength={200} />
        <UnitField
          field={{ ...unit, set: choose }}
          label={labels.unit}
          help={t('issueHelp')}
          known={unitsOf(targets)}
        />
        <ManyField
          field={form.field('targets')}
          label={labels.targets}
          options={targets.map(({ id, name }) => ({ value: id, label: `${id} ${name.zh}` }))}
        />
        <DateField field={form.field('issuedOn')} label={labels.issuedOn} />
      </FormPage>
    </Drawer>
  );
}

type Props = { readonly statement: Statement; readonly onClose: () => void };

export function SignForm({ statement, onClose }: Props) {
  const t = useWords(statementWords);
  const { programme, today } = useScope();
  const act = useAct(signStatement, { onDone: onClose });
  const form = useForm({
    shape: signStatement.input,
    act,
    initial: { programme, id: statement.id, version: statement.version, signedOn: today },
  });
  const labels = { signedOn: t('signedOn'), signerPost: t('signerPost'), scan: t('scan') };
  return (
    <Drawer title={t('of', { title: statement.title, unit: statement.unit.name })} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('sign')} onCancel={onClose}>
        <DateField field={form.field('signedOn')} label={labels.signedOn} />
        <TextField field={form.field('signerPost')} label={labels.signerPost} help={t('signerHelp')} maxLength={120} />
        <ScanField field={form.field('scan')} label={labels.scan} help={t('scanHelp')} />
      </FormPage>
    </Drawer>
  );
}

export function FileForm({ statement, onClose }: Props) {
  const t = useWords(statementWords);
  const { programme, today } = useScope();
  const act = useAct(fileStatement, { onDone: onClose });
  const form = useForm({
    shape: fileStatement.input,
    act,
    initial: { programme, id: statement.id, version: statement.version, filedOn: today },
  });
  const labels = { filedOn: t('filedOn'), archiveNo: t('archiveNo') };
  return (
    <Drawer title={t('of', { title: statement.title, unit: statement.unit.name })} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('file')} onCancel={onClose}>
        <DateField field={form.field('filedOn')} label={labels.filedOn} />
        <TextField field={form.field('archiveNo')} label={labels.archiveNo} maxLength={80} />
      </FormPage>
    </Drawer>
  );
}
