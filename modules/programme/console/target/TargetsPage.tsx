import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  type Column,
  Loaded,
  Page,
  pick,
  RegisterTable,
  Status,
  Tabs,
  useAddress,
  useLanguage,
  useQueryOp,
  useWords,
} from '@qianmo/ui/office';
import { listTargets } from '../../contract.ts';
import { useAsked, useSubject } from '../parts/asked.ts';
import { Questions } from '../parts/Clause.tsx';
import { conditionText, valueWords } from '../parts/figures.ts';
import { SubjectPicker } from '../parts/SubjectPicker.tsx';
import { targetStates, targetTone } from '../parts/tones.ts';
import { programmeWords } from '../words.ts';
import { BenchmarkView } from './BenchmarkView.tsx';
import { TargetBoard } from './TargetBoard.tsx';
import { TargetCompare } from './TargetCompare.tsx';
import { targetWords } from './words.ts';
import '../programme.css';

export type TargetItem = ResultOf<typeof listTargets>['items'][number];

const views = ['list', 'board', 'compare', 'benchmark'] as const;

export function TargetsPage() {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  const { query, setQuery } = useAddress();
  const view = views.find((key) => key === query.get('view')) ?? 'list';
  const answer = useQueryOp(
    listTargets,
    { ...useAsked(), ...useSubject(), pageSize: 200 },
    { enabled: view !== 'benchmark' },
  );
  const tabs = [
    { key: 'list', label: words('list') },
    { key: 'board', label: words('board') },
    { key: 'compare', label: words('compare') },
    { key: 'benchmark', label: t('benchmarks') },
  ];
  return (
    <Page title={{ zh: '目标', en: 'Targets' }} count={answer.data?.total} actions={<SubjectPicker />}>
      <Tabs
        label={t('caption')}
        tabs={tabs}
        active={view}
        onChange={(key) => setQuery({ view: key === 'list' ? null : key })}
      >
        {view === 'list' && <TargetRegister answer={answer} />}
        {view === 'board' && <Loaded answer={answer}>{({ items }) => <TargetBoard items={items} />}</Loaded>}
        {view === 'compare' && <Loaded answer={answer}>{(now) => <TargetCompare now={now} />}</Loaded>}
        {view === 'benchmark' && <BenchmarkView />}
      </Tabs>
    </Page>
  );
}

type Answer = ReturnType<typeof useQueryOp<(typeof listTargets)['input'], (typeof listTargets)['result']>>;

function TargetRegister({ answer }: { answer: Answer }) {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  const { href } = useAddress();
  return (
    <RegisterTable
      name="programme.target"
      caption={t('caption')}
      columns={useColumns()}
      rowKey={(row) => row.id}
      rowHref={(row) => href(`programme/target/${row.id}`)}
      answer={{ data: answer.data?.items, error: answer.error, refetch: answer.refetch }}
      searchHint={t('search')}
      emptyText={t('empty')}
      summary={(rows) =>
        targetStates
          .map((state) => `${words(state)} ${rows.filter(({ judged }) => judged.state === state).length}`)
          .join(' · ')
      }
    />
  );
}

function useColumns(): readonly Column<TargetItem>[] {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  const shown = useLanguage();
  const nameOf = (row: TargetItem) => pick({ zh: row.name.zh, en: row.name.en ?? row.name.zh }, shown);
  return [
    { key: 'id', title: { zh: '编号', en: 'No.' }, width: 84, text: (row) => row.id },
    {
      key: 'name',
      title: { zh: '目标', en: 'Target' },
      text: (row) => `${nameOf(row)} ${row.quote}`,
      cell: (row) => (
        <>
          {nameOf(row)} <Questions numbers={row.questions} />
        </>
      ),
    },
    {
      key: 'state',
      title: { zh: '状态', en: 'State' },
      width: 100,
      text: (row) => words(row.judged.state),
      cell: (row) => <Status tone={targetTone[row.judged.state]}>{words(row.judged.state)}</Status>,
      sort: (row) => targetStates.indexOf(row.judged.state),
      filter: {
        of: (row) => row.judged.state,
        choices: targetStates.map((state) => ({ value: state, label: words(state) })),
      },
    },
    {
      key: 'current',
      title: { zh: '现值', en: 'Now' },
      width: 112,
      align: 'end',
      text: (row) => (row.current.value === null ? t('noFigure') : valueWords(row.current.value, row.current.unit)),
    },
    {
      key: 'value',
      title: { zh: '目标值', en: 'Target value' },
      width: 124,
      align: 'end',
      text: (row) => (row.operator === 'qualitative' ? words('qualitative') : conditionText(row)),
    },
    {
      key: 'progress',
      title: { zh: '进度', en: 'Progress' },
      width: 76,
      align: 'end',
      text: (row) => percentOf(row.judged.progressPercent),
      sort: (row) => (row.judged.progressPercent === null ? null : Number.parseFloat(row.judged.progressPercent)),
    },
    { key: 'deadline', title: { zh: '期限', en: 'Deadline' }, width: 108, text: (row) => row.deadline ?? '—' },
    {
      key: 'unit',
      title: { zh: '责任单位', en: 'Responsible' },
      width: 156,
      text: (row) => row.responsible.map(({ zh }) => zh).join('、') || '—',
      filter: { of: (row) => row.responsible.map(({ zh }) => zh) },
    },
    { key: 'clause', title: { zh: '条款', en: 'Clause' }, width: 124, text: (row) => row.clause },
    {
      key: 'scope',
      title: { zh: '口径', en: 'Counted for' },
      width: 110,
      hidden: true,
      text: (row) => t(scopeKey(row.scope)),
    },
  ];
}

export function scopeKey(scope: string) {
  const keys = [
    'scope.programme',
    'scope.each_county',
    'scope.each_store',
    'scope.e_town',
    'scope.each_e_town_year',
  ] as const;
  return keys.find((key) => key === `scope.${scope}`) ?? 'scope.programme';
}

/** The server answers `63.33` or `63.33%`; people always see the sign. */
export function percentOf(text: string | null): string {
  if (text === null) return '—';
  return text.endsWith('%') ? text : `${text}%`;
}

export function TargetLink({ item }: { item: TargetItem }) {
  const { href } = useAddress();
  const shown = useLanguage();
  const name = pick({ zh: item.name.zh, en: item.name.en ?? item.name.zh }, shown);
  return <AppLink href={href(`programme/target/${item.id}`)}>{name}</AppLink>;
}
