import type { ResultOf } from '@qianmo/platform/contract';
import { ClauseChip, type Column, RegisterTable, useQueryOp, useScope, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { endReportDuty, frequencies, listPosts, listReportDuties } from '../../contract.ts';
import { CellAct } from '../parts/CellAct.tsx';
import { EndForm } from '../parts/EndForm.tsx';
import { useDivision } from '../parts/scope.ts';
import { dutyWords } from './words.ts';

type Duty = ResultOf<typeof listReportDuties>['items'][number];

/** What units owe to this programme, and what they owe whatever the programme. */
export function DutiesView() {
  const t = useWords(dutyWords);
  const { programme } = useScope();
  const { home, asked, mayAct } = useDivision();
  const [ending, setEnding] = useState<Duty | null>(null);
  const answer = useQueryOp(listReportDuties, asked, { home });
  const items = answer.data?.items.filter((duty) => duty.programme === null || duty.programme === programme);
  return (
    <>
      <RegisterTable
        name="organisation.duty"
        caption={t('dutyCaption')}
        columns={useColumns(mayAct('organisation.duty.edit') ? setEnding : null)}
        rowKey={(duty) => duty.id}
        answer={{ data: items, error: answer.error, refetch: answer.refetch }}
        searchHint={t('searchDuty')}
        emptyText={t('noDuties')}
      />
      {ending && (
        <EndForm
          operation={endReportDuty}
          record={{ id: ending.id, version: ending.version }}
          title={ending.what}
          submit={t('endDuty')}
          consequence={t('endText', { what: ending.what })}
          onClose={() => setEnding(null)}
        />
      )}
    </>
  );
}

function useColumns(onEnd: ((duty: Duty) => void) | null): readonly Column<Duty>[] {
  const t = useWords(dutyWords);
  const { home, asked } = useDivision();
  const posts = useQueryOp(listPosts, { ...asked, limit: 200 }, { home }).data?.items ?? [];
  const owedBy = (duty: Duty) => {
    const post = posts.find(({ id }) => id === duty.post);
    if (duty.post === null) return t('bySpecialist');
    return post ? [post.title, post.holder?.name].filter(Boolean).join(' · ') : '—';
  };
  return [
    { key: 'unit', title: { zh: '单位', en: 'Unit' }, width: 240, text: (duty) => duty.unit.name },
    { key: 'what', title: { zh: '报送什么', en: 'Report' }, text: (duty) => duty.what },
    {
      key: 'frequency',
      title: { zh: '频次', en: 'How often' },
      width: 110,
      text: (duty) => t(duty.frequency),
      filter: {
        of: (duty) => duty.frequency,
        choices: frequencies.map((value) => ({ value, label: t(value) })),
      },
    },
    { key: 'post', title: { zh: '由谁报', en: 'Owed by' }, width: 180, text: owedBy },
    {
      key: 'clause',
      title: { zh: '条款', en: 'Clause' },
      width: 200,
      text: (duty) => duty.clause ?? '',
      cell: (duty) => duty.clause && <ClauseChip clause={duty.clause} />,
    },
    ...(onEnd
      ? [
          {
            key: 'act',
            title: { zh: '办理', en: 'Act' },
            width: 90,
            sort: false as const,
            text: () => '',
            cell: (duty: Duty) => duty.until === null && <CellAct onClick={() => onEnd(duty)}>{t('endDuty')}</CellAct>,
          },
        ]
      : []),
  ];
}
