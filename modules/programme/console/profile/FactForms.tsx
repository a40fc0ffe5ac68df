import {
  DateField,
  Drawer,
  EmptyState,
  FormPage,
  SelectField,
  TextField,
  useAct,
  useForm,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { listTargets, recordProfileFact, useFactAsBase } from '../../contract.ts';
import { useAsked, useOverview } from '../parts/asked.ts';
import { EvidenceField } from '../parts/Evidence.tsx';
import { programmeWords } from '../words.ts';
import type { Fact } from './FactsView.tsx';
import { profileWords } from './words.ts';

export function RecordFactForm({ onClose }: { onClose: () => void }) {
  const t = useWords(profileWords);
  const words = useWords(programmeWords);
  const { programme, today } = useScope();
  const members = useOverview().data?.members ?? [];
  const act = useAct(recordProfileFact, { onDone: onClose });
  const form = useForm({
    shape: recordProfileFact.input,
    act,
    initial: { programme, operator: '=', observedOn: today },
    draft: { key: `programme.fact.${programme}`, title: t('recordTitle') },
  });
  const labels = {
    name: words('name'),
    key: t('key'),
    place: t('place'),
    operator: t('operator'),
    value: words('value'),
    unit: t('unit'),
    observedOn: t('observedOn'),
    source: words('source'),
    evidence: words('evidence'),
  };
  return (
    <Drawer title={t('recordTitle')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('record')} onCancel={onClose}>
        <TextField field={form.field('name')} label={labels.name} maxLength={120} />
        <TextField field={form.field('key')} label={labels.key} help={t('keyHelp')} maxLength={80} />
        {members.length > 1 && (
          <SelectField
            field={form.field('place')}
            label={labels.place}
            options={members.map(({ place, name }) => ({ value: place, label: name.zh }))}
          />
        )}
        <SelectField
          field={form.field('operator')}
          label={labels.operator}
          options={[
            { value: '=', label: t('eq') },
            { value: '>=', label: t('gte') },
            { value: '<=', label: t('lte') },
          ]}
        />
        <TextField field={form.field('value')} label={labels.value} />
        <TextField field={form.field('unit')} label={labels.unit} />
        <DateField field={form.field('observedOn')} label={labels.observedOn} />
        <TextField field={form.field('source')} label={labels.source} help={t('sourceHelp')} maxLength={300} />
        <EvidenceField field={form.field('evidence')} label={labels.evidence} />
      </FormPage>
    </Drawer>
  );
}

export function UseAsBaseForm({ fact, onClose }: { fact: Fact; onClose: () => void }) {
  const t = useWords(profileWords);
  const words = useWords(programmeWords);
  const { programme } = useScope();
  const targets = useQueryOp(listTargets, { ...useAsked(), pageSize: 200 }).data?.items ?? [];
  const able = targets.filter(({ base }) => base !== null);
  const act = useAct(useFactAsBase, { onDone: onClose });
  const form = useForm({ shape: useFactAsBase.input, act, initial: { programme, fact: fact.id } });
  const target = form.field('target');
  const choose = (value: unknown) => {
    target.set(value);
    const version = able.find(({ id }) => id === value)?.base?.version ?? undefined;
    form.set('version', version);
  };
  return (
    <Drawer title={t('useTitle')} onClose={onClose}>
      <p>
        <strong>{fact.name.zh}</strong> {fact.shown} · {t('useText')}
      </p>
      {able.length === 0 ? (
        <EmptyState title={t('noBaseTarget')} />
      ) : (
        <FormPage form={form} act={act} labels={{ target: words('target') }} submit={t('useAsBase')} onCancel={onClose}>
          <SelectField
            field={{ ...target, set: choose }}
            label={words('target')}
            options={able.map(({ id, name }) => ({ value: id, label: `${id} ${name.zh}` }))}
          />
        </FormPage>
      )}
    </Drawer>
  );
}
