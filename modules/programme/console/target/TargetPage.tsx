import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  Chart,
  Facts,
  Loaded,
  Page,
  pick,
  RecordBody,
  Section,
  Status,
  useAddress,
  useLanguage,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { getTarget } from '../../contract.ts';
import { stateWords } from '../codes-rule.ts';
import { useAsked, usePathWord, useSubject } from '../parts/asked.ts';
import { Questions, Quoted } from '../parts/Clause.tsx';
import { Found } from '../parts/Found.tsx';
import { conditionText, valueWords } from '../parts/figures.ts';
import { SubjectPicker } from '../parts/SubjectPicker.tsx';
import { targetTone } from '../parts/tones.ts';
import { programmeWords } from '../words.ts';
import { TargetFigure } from './TargetFigure.tsx';
import { percentOf, scopeKey } from './TargetsPage.tsx';
import { ValueHistory } from './ValueHistory.tsx';
import { targetWords } from './words.ts';
import '../programme.css';

export type TargetRecord = ResultOf<typeof getTarget>;

export function TargetPage() {
  const target = usePathWord('id');
  const answer = useQueryOp(getTarget, { ...useAsked(), ...useSubject(), target });
  const shown = useLanguage();
  const name = answer.data?.target.name;
  const title = name ? { zh: name.zh, en: name.en ?? name.zh } : { zh: '目标', en: 'Target' };
  return (
    <Page title={title} count={target} actions={answer.data && <Acts record={answer.data} />}>
      <Loaded answer={answer}>{(record) => <Body key={shown} record={record} />}</Loaded>
    </Page>
  );
}

function Acts({ record }: { record: TargetRecord }) {
  const t = useWords(targetWords);
  const { mayAct } = useScope();
  const { href } = useAddress();
  const page = `programme/target/${record.target.id}`;
  const may = mayAct('programme.target.record');
  return (
    <>
      <SubjectPicker />
      {may && record.target.base && (
        <AppLink className="qm-button" href={href(`${page}/base`)}>
          {t('setBaseAct')}
        </AppLink>
      )}
      {may && record.indicator === null && (
        <AppLink className="qm-button qm-button-primary" href={href(`${page}/record`)}>
          {t('recordAct')}
        </AppLink>
      )}
    </>
  );
}

function Body({ record }: { record: TargetRecord }) {
  const words = useWords(programmeWords);
  const { judged } = record.target;
  return (
    <RecordBody
      findings={
        <div className="qm-stack">
          <h2 className="qm-second">{words('findings')}</h2>
          <Found findings={judged.findings} />
        </div>
      }
    >
      <TargetFacts record={record} />
      <ValueChart record={record} />
      <Counties record={record} />
      <ValueHistory record={record} />
      <Linked record={record} />
    </RecordBody>
  );
}

function TargetFacts({ record }: { record: TargetRecord }) {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  const { target } = record;
  const { judged } = target;
  const deadline = `${target.deadline ?? '—'} (${t(deadlineKey(target.deadlineBasis))})`;
  return (
    <div className="qm-card">
      <Facts
        facts={[
          {
            label: words('status'),
            value: (
              <span className="qm-row">
                <Status tone={targetTone[judged.state]}>{words(judged.state)}</Status>
                {judged.reason && <span>{stateWords(judged.reason)}</span>}
                {judged.reachedLate && <Status tone="warn">{t('reachedLate')}</Status>}
                {judged.isBeyond && <Status tone="warn">{t('isBeyond')}</Status>}
              </span>
            ),
          },
          {
            label: t('current'),
            value: <TargetFigure record={record} />,
            ...(target.current.source === 'none'
              ? {}
              : { source: target.current.source === 'indicator' ? ('computed' as const) : ('entered' as const) }),
          },
          {
            label: t('targetValue'),
            value: target.operator === 'qualitative' ? words('qualitative') : conditionText(target),
            source: 'imported',
          },
          ...splitFacts(record, (key) => t(key)),
          {
            label: t('progress'),
            value: `${percentOf(judged.progressPercent)} / ${t('elapsed')} ${percentOf(judged.elapsedPercent)}`,
          },
          { label: words('deadline'), value: deadline },
          { label: t('scope'), value: t(scopeKey(target.scope)) },
          ...baseFacts(record, (key, params) => t(key, params)),
          { label: words('unit'), value: target.responsible.map(({ zh }) => zh).join('、') || '—' },
          { label: t('how'), value: `${t(sourceKey(target.current.source))} · ${target.metric}` },
          { label: words('clause'), value: <Quoted clause={target.clause} quote={target.quote} /> },
          ...(target.note ? [{ label: words('note'), value: target.note }] : []),
          ...(target.questions.length > 0
            ? [{ label: t('unclear'), value: <Questions numbers={target.questions} /> }]
            : []),
        ]}
      />
    </div>
  );
}

type Say = (
  key: Parameters<ReturnType<typeof useWords<keyof typeof targetWords.zh>>>[0],
  params?: Record<string, string>,
) => string;

function splitFacts({ target }: TargetRecord, t: Say) {
  if (target.split.length === 0) return [];
  const parts = target.split.map(({ part, value }) => `${t(partKey(part))} ${valueWords(value, target.unit)}`);
  return [{ label: t('split'), value: parts.join(' + ') }];
}

function baseFacts({ target }: TargetRecord, t: Say) {
  const { base, benchmark } = target;
  return [
    ...(base
      ? [
          {
            label: t('base'),
            value:
              base.value === null ? (
                <Status tone="warn">{t('baseMissing')}</Status>
              ) : (
                `${base.period ?? '—'}: ${valueWords(base.value, base.unit)} · ${t(`origin.${base.origin}`)}${base.source ? ` · ${base.source}` : ''}`
              ),
          },
        ]
      : []),
    ...(benchmark
      ? [
          {
            label: t('benchmark'),
            value: `${benchmark.series} ${benchmark.period ?? ''} ${valueWords(benchmark.value, 'percent')} ${
              benchmark.gapPoints === null ? '' : t('gap', { points: benchmark.gapPoints })
            }`,
          },
        ]
      : []),
  ];
}

function deadlineKey(basis: string) {
  return (['stated', 'inferred_from_phase', 'none'] as const).find((key) => key === basis) ?? 'none';
}

function sourceKey(source: 'indicator' | 'entered' | 'none') {
  return `source.${source}` as const;
}

function partKey(part: string) {
  const keys = ['part.national', 'part.coordinated', 'part.poor_village', 'part.non_poor_village'] as const;
  return keys.find((key) => key === `part.${part}`) ?? 'part.national';
}

/** Only values of one and the same subject make a line; corrected ones are left out. */
function ValueChart({ record }: { record: TargetRecord }) {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  const points = record.values
    .filter(({ correctedBy, county, group }) => correctedBy === null && county === null && group === null)
    .toSorted((left, right) => left.observedOn.localeCompare(right.observedOn));
  if (points.length < 2) return null;
  const { target } = record;
  const limit = target.value === null ? Number.NaN : Number(target.value);
  return (
    <Chart
      title={t('chartTitle')}
      kind="line"
      table={{
        groupHead: words('day'),
        series: [{ name: target.name.zh, unit: points[0]?.unit ?? '' }],
        rows: points.map(({ observedOn, shown }) => ({ group: observedOn, values: [Number(shown)] })),
      }}
      {...(Number.isFinite(limit) ? { target: { value: limit, words: conditionText(target) } } : {})}
    />
  );
}

function Counties({ record }: { record: TargetRecord }) {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  const shown = useLanguage();
  const { href } = useAddress();
  if (record.counties.length < 2) return null;
  return (
    <Section title={t('byCounty')}>
      <table className="qm-table qm-card">
        <caption className="qm-hidden">{t('byCounty')}</caption>
        <thead>
          <tr>
            <th scope="col">{words('county')}</th>
            <th scope="col">{words('group')}</th>
            <th scope="col">{words('status')}</th>
            <th scope="col" className="qm-end">
              {t('current')}
            </th>
            <th scope="col" className="qm-end">
              {t('progress')}
            </th>
          </tr>
        </thead>
        <tbody>
          {record.counties.map((county) => (
            <tr key={county.place}>
              <th scope="row">
                <AppLink href={href(`programme/target/${record.target.id}`, { place: county.place })}>
                  {pick({ zh: county.name.zh, en: county.name.en ?? county.name.zh }, shown)}
                </AppLink>
              </th>
              <td>{words(county.group === 'national' || county.group === 'coordinated' ? county.group : 'none')}</td>
              <td>
                <Status tone={targetTone[county.judged.state]}>{words(county.judged.state)}</Status>
              </td>
              <td className="qm-end qm-number">
                {county.current.value === null
                  ? t('notReported')
                  : valueWords(county.current.value, county.current.unit)}
              </td>
              <td className="qm-end qm-number">{percentOf(county.judged.progressPercent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Linked({ record }: { record: TargetRecord }) {
  const t = useWords(targetWords);
  const { href } = useAddress();
  return (
    <>
      <Section title={t('statements')}>
        <ul className="qm-card qm-lines">
          {record.statements.length === 0 && <li>{t('noStatement')}</li>}
          {record.statements.map((statement) => (
            <li key={statement.id}>
              <AppLink href={href('programme/statement', { q: statement.title })}>{statement.title}</AppLink>
              <span className="qm-lines-end">
                {statement.unit} <Status tone="running">{stateWords(statement.state)}</Status>
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('tasks')}>
        <ul className="qm-card qm-lines">
          {record.tasks.length === 0 && <li>{t('noTask')}</li>}
          {record.tasks.map((task) => (
            <li key={task.id}>
              <AppLink href={href(`programme/task/${task.id}`)}>{task.title}</AppLink>
              <span className="qm-lines-end qm-number">
                {task.dueOn ?? '—'}{' '}
                <Status tone={task.status === 'done' ? 'pass' : 'running'}>{stateWords(task.status)}</Status>
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
