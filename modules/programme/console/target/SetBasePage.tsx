import {
  FormPage,
  Loaded,
  Page,
  TextField,
  useAct,
  useAddress,
  useForm,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { getTarget, setBase } from '../../contract.ts';
import { useAsked, usePathWord, useSubject } from '../parts/asked.ts';
import { Quoted } from '../parts/Clause.tsx';
import { EvidenceField } from '../parts/Evidence.tsx';
import { SubjectPicker } from '../parts/SubjectPicker.tsx';
import { programmeWords } from '../words.ts';
import type { TargetRecord } from './TargetPage.tsx';
import { targetWords } from './words.ts';
import '../programme.css';

/** 登记基数: what growth is measured from. */
export function SetBasePage() {
  const target = usePathWord('id');
  const answer = useQueryOp(getTarget, { ...useAsked(), ...useSubject(), target });
  return (
    <Page title={{ zh: '登记基数', en: 'Enter the base' }} wide={false} actions={<SubjectPicker />}>
      <Loaded answer={answer}>{(record) => <BaseForm record={record} />}</Loaded>
    </Page>
  );
}

function BaseForm({ record }: { record: TargetRecord }) {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  const { programme } = useScope();
  const { county } = useSubject();
  const { href, go } = useAddress();
  const { target } = record;
  const back = () => go(href(`programme/target/${target.id}`));
  const act = useAct(setBase, { onDone: back });
  const form = useForm({
    shape: setBase.input,
    act,
    initial: {
      programme,
      target: target.id,
      ...(county ? { county } : {}),
      ...(target.base?.period ? { period: target.base.period } : {}),
      ...(target.base?.unit ? { unit: target.base.unit } : {}),
      ...(target.base?.version ? { version: target.base.version } : {}),
    },
    draft: { key: `programme.base.${programme}.${target.id}`, title: t('baseTitle', { name: target.name.zh }) },
  });
  const labels = {
    period: t('basePeriod'),
    value: t('baseValue'),
    unit: t('baseUnit'),
    source: t('baseSource'),
    evidence: words('evidence'),
  };
  return (
    <>
      <div>
        <strong>{target.name.zh}</strong> <Quoted clause={target.clause} quote={target.quote} />
      </div>
      <FormPage form={form} act={act} labels={labels} submit={t('setBaseAct')} onCancel={back}>
        <TextField field={form.field('period')} label={labels.period} help={t('periodHelp')} />
        <TextField field={form.field('value')} label={labels.value} />
        <TextField field={form.field('unit')} label={labels.unit} />
        <TextField field={form.field('source')} label={labels.source} maxLength={300} />
        <EvidenceField field={form.field('evidence')} label={labels.evidence} />
      </FormPage>
    </>
  );
}
