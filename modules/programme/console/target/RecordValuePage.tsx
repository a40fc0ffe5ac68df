import {
  ChoiceField,
  DateField,
  FormPage,
  Loaded,
  NoteField,
  Page,
  TextField,
  useAct,
  useAddress,
  useForm,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { correctTargetValue, getTarget, recordTargetValue } from '../../contract.ts';
import { useAsked, usePathWord, useSubject } from '../parts/asked.ts';
import { Quoted } from '../parts/Clause.tsx';
import { CountsField } from '../parts/CountsField.tsx';
import { EvidenceField } from '../parts/Evidence.tsx';
import { conditionText, unitWords } from '../parts/figures.ts';
import { SubjectPicker } from '../parts/SubjectPicker.tsx';
import { programmeWords } from '../words.ts';
import type { TargetRecord } from './TargetPage.tsx';
import { targetWords } from './words.ts';
import '../programme.css';

/** 填报 and, with `?value=`, 更正 of a figure. */
export function RecordValuePage() {
  const { query } = useAddress();
  const target = usePathWord('id');
  const answer = useQueryOp(getTarget, { ...useAsked(), ...useSubject(), target });
  const correcting = query.get('value');
  return (
    <Page
      title={correcting ? { zh: '更正数值', en: 'Correct a figure' } : { zh: '填报数值', en: 'Enter a figure' }}
      wide={false}
      actions={!correcting && <SubjectPicker />}
    >
      <Loaded answer={answer}>
        {(record) => {
          const old = record.values.find(({ id }) => id === correcting);
          return (
            <>
              <div>
                <strong>{record.target.name.zh}</strong> {conditionText(record.target)}{' '}
                <Quoted clause={record.target.clause} quote={record.target.quote} />
              </div>
              {old ? <CorrectForm record={record} old={old} /> : <RecordForm record={record} />}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function useLabels() {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  return {
    value: words('value'),
    counts: `${t('numerator')} / ${t('denominator')}`,
    period: words('period'),
    observedOn: t('observedOn'),
    evidence: words('evidence'),
    note: words('note'),
    reason: t('correctReason'),
  };
}

function useReturn(record: TargetRecord) {
  const { href, go } = useAddress();
  return () => go(href(`programme/target/${record.target.id}`));
}

function RecordForm({ record }: { record: TargetRecord }) {
  const t = useWords(targetWords);
  const { programme, today } = useScope();
  const labels = useLabels();
  const back = useReturn(record);
  const subject = useSubject();
  const { target } = record;
  const act = useAct(recordTargetValue, { onDone: back });
  const form = useForm({
    shape: recordTargetValue.input,
    act,
    initial: { programme, target: target.id, ...subject, observedOn: today, evidence: [] },
    draft: { key: `programme.value.${programme}.${target.id}`, title: t('recordTitle', { name: target.name.zh }) },
  });
  const [way, setWay] = useWay(target.unit, (name) => form.set(name, undefined));
  return (
    <FormPage form={form} act={act} labels={labels} submit={t('recordAct')} onCancel={back}>
      <ChoiceField field={wayField(way, setWay)} label={t('way')} options={wayOptions(t)} />
      {way === 'value' ? (
        <TextField
          field={{ ...form.field('value'), optional: false }}
          label={labels.value}
          help={t('valueHelp', { unit: unitWords(target.unit) })}
        />
      ) : (
        <CountsField
          field={{ ...form.field('counts'), optional: false }}
          label={labels.counts}
          help={t('countsHelp')}
        />
      )}
      <DateField field={form.field('observedOn')} label={labels.observedOn} />
      <TextField field={form.field('period')} label={labels.period} help={t('periodHelp')} />
      <EvidenceField field={form.field('evidence')} label={labels.evidence} />
      <NoteField field={form.field('note')} label={labels.note} />
    </FormPage>
  );
}

function CorrectForm({ record, old }: { record: TargetRecord; old: TargetRecord['values'][number] }) {
  const t = useWords(targetWords);
  const { programme } = useScope();
  const labels = useLabels();
  const back = useReturn(record);
  const { target } = record;
  const act = useAct(correctTargetValue, { onDone: back });
  const plain = (exact: string) => exact.replace(/\/1$/, '');
  const counts =
    old.numerator && old.denominator ? { numerator: plain(old.numerator), denominator: plain(old.denominator) } : null;
  const form = useForm({
    shape: correctTargetValue.input,
    act,
    initial: {
      programme,
      id: old.id,
      observedOn: old.observedOn,
      evidence: [],
      ...(counts ? { counts } : { value: old.shown }),
      ...(old.period ? { period: old.period } : {}),
    },
    draft: { key: `programme.correct.${old.id}`, title: t('correctTitle', { name: target.name.zh }) },
  });
  const [way, setWay] = useWay(counts ? 'percent' : target.unit, (name) => form.set(name, undefined), !counts);
  return (
    <FormPage form={form} act={act} labels={labels} submit={t('correct')} onCancel={back}>
      <ChoiceField field={wayField(way, setWay)} label={t('way')} options={wayOptions(t)} />
      {way === 'value' ? (
        <TextField
          field={{ ...form.field('value'), optional: false }}
          label={labels.value}
          help={t('valueHelp', { unit: unitWords(target.unit) })}
        />
      ) : (
        <CountsField
          field={{ ...form.field('counts'), optional: false }}
          label={labels.counts}
          help={t('countsHelp')}
        />
      )}
      <DateField field={form.field('observedOn')} label={labels.observedOn} />
      <TextField field={form.field('period')} label={labels.period} help={t('periodHelp')} />
      <NoteField field={form.field('reason')} label={labels.reason} />
      <EvidenceField field={form.field('evidence')} label={labels.evidence} />
      <NoteField field={form.field('note')} label={labels.note} />
    </FormPage>
  );
}

type Way = 'value' | 'counts';

/** Shares are asked for by their parts; whoever knows the value only may give that. */
function useWay(unit: string, clear: (name: Way) => void, plain = false): [Way, (way: Way) => void] {
  const [way, setWay] = useState<Way>(unit === 'percent' && !plain ? 'counts' : 'value');
  return [
    way,
    (next) => {
      clear(next === 'value' ? 'counts' : 'value');
      setWay(next);
    },
  ];
}

function wayField(way: Way, setWay: (way: Way) => void) {
  return {
    id: 'field-way',
    name: 'way',
    value: way,
    error: undefined,
    optional: false,
    set: (value: unknown) => setWay(value === 'counts' ? 'counts' : 'value'),
    leave: () => undefined,
  };
}

function wayOptions(t: (key: 'byValue' | 'byCounts') => string) {
  return [
    { value: 'value', label: t('byValue') },
    { value: 'counts', label: t('byCounts') },
  ];
}
