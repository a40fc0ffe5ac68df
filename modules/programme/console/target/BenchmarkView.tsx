import {
  Button,
  ClauseChip,
  DateField,
  Drawer,
  EmptyState,
  FormPage,
  Loaded,
  Section,
  SelectField,
  Status,
  TextField,
  useAct,
  useForm,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { listBenchmarks, recordBenchmark } from '../../contract.ts';
import { useAsked, useMayActAtHome } from '../parts/asked.ts';
import { EvidenceField } from '../parts/Evidence.tsx';
import { unitWords, valueWords } from '../parts/figures.ts';
import { programmeWords } from '../words.ts';
import { targetWords } from './words.ts';

/** Series that growth is compared with: national, provincial figures by period, each with its source. */
export function BenchmarkView() {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  const mayRecord = useMayActAtHome('programme.benchmark.record');
  const [entering, setEntering] = useState(false);
  const answer = useQueryOp(listBenchmarks, useAsked());
  return (
    <Loaded answer={answer}>
      {({ items }) => (
        <>
          {items.length === 0 && <EmptyState />}
          {mayRecord && items.length > 0 && (
            <div className="qm-row">
              <Button icon="plus" onClick={() => setEntering(true)}>
                {t('benchmarkAct')}
              </Button>
            </div>
          )}
          {items.map((item) => (
            <Section
              key={item.series}
              title={`${item.name.zh} (${unitWords(item.unit)})`}
              aside={<ClauseChip clause={item.clause} />}
            >
              <table className="qm-table qm-card">
                <caption className="qm-hidden">{item.name.zh}</caption>
                <thead>
                  <tr>
                    <th scope="col">{words('period')}</th>
                    <th scope="col" className="qm-end">
                      {words('value')}
                    </th>
                    <th scope="col">{words('source')}</th>
                    <th scope="col">{t('published')}</th>
                    <th scope="col">{words('status')}</th>
                  </tr>
                </thead>
                <tbody>
                  {item.values.length === 0 && (
                    <tr>
                      <td colSpan={5}>{t('noFigure')}</td>
                    </tr>
                  )}
                  {item.values.map((value) => (
                    <tr key={value.id}>
                      <th scope="row">{value.period}</th>
                      <td className="qm-end qm-number">{valueWords(value.value, item.unit)}</td>
                      <td>{value.source}</td>
                      <td className="qm-number">{value.publishedOn}</td>
                      <td>{value.replaced && <Status tone="off">{t('replaced')}</Status>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Section>
          ))}
          {entering && (
            <BenchmarkForm
              series={items.map(({ series, name }) => ({ value: series, label: name.zh }))}
              onClose={() => setEntering(false)}
            />
          )}
        </>
      )}
    </Loaded>
  );
}

type FormProps = { readonly series: readonly { value: string; label: string }[]; readonly onClose: () => void };

function BenchmarkForm({ series, onClose }: FormProps) {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  const { programme } = useScope();
  const act = useAct(recordBenchmark, { onDone: onClose });
  const form = useForm({
    shape: recordBenchmark.input,
    act,
    initial: { programme, series: series[0]?.value },
    draft: { key: `programme.benchmark.${programme}`, title: t('benchmarkAct') },
  });
  const labels = {
    series: t('series'),
    period: words('period'),
    value: words('value'),
    source: words('source'),
    publishedOn: t('published'),
    evidence: words('evidence'),
  };
  return (
    <Drawer title={t('benchmarkAct')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={words('save')} onCancel={onClose}>
        <SelectField field={form.field('series')} label={labels.series} options={series} />
        <TextField field={form.field('period')} label={labels.period} help={t('periodHelp')} />
        <TextField field={form.field('value')} label={labels.value} />
        <TextField field={form.field('source')} label={labels.source} maxLength={300} />
        <DateField field={form.field('publishedOn')} label={labels.publishedOn} />
        <EvidenceField field={form.field('evidence')} label={labels.evidence} />
      </FormPage>
    </Drawer>
  );
}
