import type { ResultOf } from '@qianmo/platform/contract';
import { type Column, pick, RegisterTable, Status, useLanguage, useQueryOp, useWords } from '@qianmo/ui/office';
import { listParameters } from '../../contract.ts';
import { useAsked } from '../parts/asked.ts';
import { Questions, Quoted } from '../parts/Clause.tsx';
import { conditionText, paperWords } from '../parts/figures.ts';
import { ruleWords } from './words.ts';

type Parameter = ResultOf<typeof listParameters>['items'][number];
type Value = Parameter['values'][number];

export function ParametersView() {
  const t = useWords(ruleWords);
  const answer = useQueryOp(listParameters, { ...useAsked(), pageSize: 200 });
  const found = answer.data;
  return (
    <>
      {found && (
        <p className="qm-second qm-number">
          {t('inForce', { version: found.version, day: found.effectiveOn, paper: paperWords(found.decision) })}
        </p>
      )}
      <RegisterTable
        name="programme.parameter"
        caption={t('caption')}
        columns={useColumns()}
        rowKey={(row) => row.key}
        answer={{ data: found?.items, error: answer.error, refetch: answer.refetch }}
        searchHint={t('search')}
        summary={(rows) =>
          t('count', {
            set: rows.filter(({ state }) => state === 'set').length,
            off: rows.filter(({ state }) => state === 'off').length,
          })
        }
      />
    </>
  );
}

function useColumns(): readonly Column<Parameter>[] {
  const t = useWords(ruleWords);
  const shown = useLanguage();
  const nameOf = ({ name }: Parameter) => pick({ zh: name.zh, en: name.en ?? name.zh }, shown);
  return [
    {
      key: 'name',
      title: { zh: '规则', en: 'Rule' },
      width: 220,
      text: (row) => `${nameOf(row)} ${row.key}`,
      cell: (row) => (
        <>
          {nameOf(row)}
          <div className="qm-second qm-code">{row.key}</div>
        </>
      ),
    },
    {
      key: 'state',
      title: { zh: '状态', en: 'State' },
      width: 104,
      text: (row) => t(row.state),
      cell: (row) => <Status tone={row.state === 'set' ? 'pass' : 'off'}>{t(row.state)}</Status>,
      filter: {
        of: (row) => row.state,
        choices: [
          { value: 'set', label: t('set') },
          { value: 'off', label: t('off') },
        ],
      },
    },
    {
      key: 'values',
      title: { zh: '值与条款', en: 'Values and clauses' },
      text: (row) => row.values.map((value) => `${valueText(value)} ${value.clause} ${value.quote ?? ''}`).join('\n'),
      cell: (row) =>
        row.state === 'off' ? <span className="qm-second">{t('offText')}</span> : <Values parameter={row} />,
      sort: false,
    },
  ];
}

function Values({ parameter }: { parameter: Parameter }) {
  const t = useWords(ruleWords);
  return (
    <ul className="qm-lines">
      {parameter.values.map((value) => (
        <li key={`${value.subject}/${value.clause}/${valueText(value)}`}>
          <span className="qm-lines-what">
            <span className="qm-row">
              <strong className="qm-number">{valueText(value)}</strong>
              {value.subject && <span className="qm-second">{value.subject}</span>}
              {value.strictness && (
                <Status tone={value.strictness === 'in_principle' ? 'warn' : 'running'}>
                  {t(value.strictness === 'in_principle' ? 'in_principle' : 'mandatory')}
                </Status>
              )}
              {value.derived && <Status tone="off">{t('derived')}</Status>}
              <Questions numbers={value.questions} />
            </span>
            {value.note && <span className="qm-second">{value.note}</span>}
          </span>
          <Quoted clause={value.clause} quote={value.quote} parameter={parameter.key} />
        </li>
      ))}
    </ul>
  );
}

export function valueText(value: Pick<Value, 'operator' | 'value' | 'range' | 'text' | 'items' | 'unit'>): string {
  if (value.items) return value.items.join('、');
  return value.text ?? conditionText(value);
}
