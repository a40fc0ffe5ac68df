import type { ResultOf } from '@qianmo/platform/contract';
import { Button, type Column, pick, RegisterTable, Status, useLanguage, useScope, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import type { listProfile } from '../../contract.ts';
import { useCountyName } from '../parts/asked.ts';
import { Questions, Quoted } from '../parts/Clause.tsx';
import { operatorSign, unitWords } from '../parts/figures.ts';
import { RecordFactForm, UseAsBaseForm } from './FactForms.tsx';
import { profileWords } from './words.ts';

export type Profile = ResultOf<typeof listProfile>;
export type Fact = Profile['facts'][number];

type Props = {
  readonly answer: { readonly data: Profile | undefined; readonly error: unknown; refetch(): unknown };
};

export function FactsView({ answer }: Props) {
  const t = useWords(profileWords);
  const { mayAct } = useScope();
  const [entering, setEntering] = useState(false);
  const [using, setUsing] = useState<Fact | null>(null);
  const may = mayAct('programme.profile.record');
  const columns = useColumns(may ? setUsing : null);
  return (
    <>
      {may && (
        <div className="qm-row">
          <Button icon="plus" onClick={() => setEntering(true)}>
            {t('record')}
          </Button>
        </div>
      )}
      <RegisterTable
        name="programme.profile"
        caption={t('caption')}
        columns={columns}
        rowKey={(fact) => fact.id ?? `${fact.key}/${fact.place}/${fact.clause}/${fact.value}`}
        answer={{ data: answer.data?.facts, error: answer.error, refetch: answer.refetch }}
        searchHint={t('search')}
        emptyText={t('noFacts')}
      />
      {entering && <RecordFactForm onClose={() => setEntering(false)} />}
      {using && <UseAsBaseForm fact={using} onClose={() => setUsing(null)} />}
    </>
  );
}

function useColumns(onUse: ((fact: Fact) => void) | null): readonly Column<Fact>[] {
  const t = useWords(profileWords);
  const shown = useLanguage();
  const countyName = useCountyName();
  const nameOf = ({ name }: Fact) => pick({ zh: name.zh, en: name.en ?? name.zh }, shown);
  const placeOf = ({ place }: Fact) => (place === null ? t('wholeArea') : countyName(place));
  return [
    {
      key: 'name',
      title: { zh: '名称', en: 'Name' },
      text: (fact) => `${nameOf(fact)} ${fact.key}`,
      cell: (fact) => (
        <>
          {nameOf(fact)} <Questions numbers={fact.questions} />
          <div className="qm-second qm-code">{fact.key}</div>
        </>
      ),
    },
    {
      key: 'value',
      title: { zh: '数值', en: 'Value' },
      width: 170,
      align: 'end',
      text: (fact) =>
        `${fact.operator === '=' ? '' : `${operatorSign(fact.operator)} `}${fact.shown} ${unitWords(fact.unit)}`,
    },
    {
      key: 'place',
      title: { zh: '县区', en: 'County' },
      width: 150,
      text: placeOf,
      filter: { of: placeOf },
    },
    {
      key: 'observedOn',
      title: { zh: '调查日', en: 'Observed' },
      width: 120,
      text: (fact) => fact.observedOn ?? t('noDay'),
      sort: (fact) => fact.observedOn,
    },
    {
      key: 'origin',
      title: { zh: '来源', en: 'Source' },
      width: 300,
      text: (fact) => `${t(fact.origin)} ${fact.source} ${fact.clause ?? ''}`,
      cell: (fact) => (
        <span className="qm-row">
          <Status tone={fact.origin === 'plan' ? 'running' : 'pass'}>{t(fact.origin)}</Status>
          {fact.derived && <Status tone="off">{t('derived')}</Status>}
          {!fact.current && <Status tone="off">{t('superseded')}</Status>}
          {fact.clause ? <Quoted clause={fact.clause} quote={null} /> : fact.source}
        </span>
      ),
    },
    ...(onUse
      ? [
          {
            key: 'act',
            title: { zh: '办理', en: 'Act' },
            width: 128,
            sort: false as const,
            text: () => '',
            cell: (fact: Fact) =>
              fact.id !== null && fact.current && fact.origin === 'survey' ? (
                <Button kind="quiet" onClick={() => onUse(fact)}>
                  {t('useAsBase')}
                </Button>
              ) : null,
          },
        ]
      : []),
  ];
}
