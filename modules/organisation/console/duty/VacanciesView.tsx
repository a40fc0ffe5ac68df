import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  type Column,
  Notice,
  RegisterTable,
  Status,
  useAddress,
  useQueryOp,
  useWords,
} from '@qianmo/ui/office';
import { listVacancies } from '../../contract.ts';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { dutyWords } from './words.ts';

type Vacancy = ResultOf<typeof listVacancies>['items'][number];

export function VacanciesView() {
  const t = useWords(dutyWords);
  const { home, asked } = useDivision();
  const answer = useQueryOp(listVacancies, asked, { home });
  return (
    <>
      {answer.data && answer.data.units > 0 && (
        <Notice tone={answer.data.complete < answer.data.units ? 'warn' : 'pass'}>
          {t('complete', { units: answer.data.units, complete: answer.data.complete })}
        </Notice>
      )}
      <RegisterTable
        name="organisation.vacancy"
        caption={t('vacancyCaption')}
        columns={useColumns()}
        rowKey={(row) => `${row.unit.id} ${row.missing} ${row.post?.id}`}
        answer={{ data: answer.data?.items, error: answer.error, refetch: answer.refetch }}
        searchHint={t('searchVacancy')}
        emptyText={t('noVacancies')}
      />
    </>
  );
}

function useColumns(): readonly Column<Vacancy>[] {
  const t = useWords(dutyWords);
  const words = useWords(organisationWords);
  const { href } = useAddress();
  const { mayAct } = useDivision();
  const missing = (row: Vacancy) => (row.missing === 'reporting-post' ? (row.post?.title ?? '') : words(row.missing));
  const reports = (row: Vacancy) => row.reports.map(({ what, frequency }) => `${what}（${t(frequency)}）`).join('；');
  return [
    { key: 'unit', title: { zh: '单位', en: 'Unit' }, width: 280, text: (row) => row.unit.name },
    {
      key: 'missing',
      title: { zh: '缺什么', en: 'Missing' },
      width: 180,
      text: missing,
      cell: (row) => <Status tone="warn">{missing(row)}</Status>,
      filter: { of: (row) => words(row.missing) },
    },
    {
      key: 'reports',
      title: { zh: '无人负责的报送', en: 'Reports nobody answers for' },
      text: (row) => reports(row) || '—',
      sort: (row) => row.reports.length,
    },
    ...(mayAct('organisation.posting.assign')
      ? [
          {
            key: 'act',
            title: { zh: '办理', en: 'Act' },
            width: 120,
            sort: false as const,
            text: () => '',
            cell: (row: Vacancy) => (
              <AppLink href={href('organisation/unit', { view: 'posts', unit: row.unit.id })}>
                {row.post ? t('fill') : t('fillUnit')}
              </AppLink>
            ),
          },
        ]
      : []),
  ];
}
