import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  Button,
  type Column,
  LifeCycle,
  Notice,
  Page,
  RegisterTable,
  useAddress,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { listStatements, listTargets } from '../../contract.ts';
import { stateWords } from '../codes-rule.ts';
import { useAsked } from '../parts/asked.ts';
import { EvidenceList } from '../parts/Evidence.tsx';
import { FileForm, IssueForm, SignForm } from './StatementForms.tsx';
import { statementWords } from './words.ts';
import '../programme.css';

export type Statement = ResultOf<typeof listStatements>['items'][number];
type Acting = { readonly kind: 'issue' } | { readonly kind: 'sign' | 'file'; readonly statement: Statement };

/** 目标责任书: issued to a unit for its targets, signed by the scan, put on file; targets without one are named. */
export function StatementsPage() {
  const t = useWords(statementWords);
  const { mayAct } = useScope();
  const [acting, setActing] = useState<Acting | null>(null);
  const answer = useQueryOp(listStatements, useAsked());
  const columns = useColumns(setActing);
  const close = () => setActing(null);
  return (
    <Page
      title={{ zh: '目标责任书', en: 'Responsibility statements' }}
      count={answer.data?.items.length}
      actions={
        mayAct('programme.statement.issue') && (
          <Button kind="primary" onClick={() => setActing({ kind: 'issue' })}>
            {t('issue')}
          </Button>
        )
      }
    >
      {answer.data && <Coverage uncovered={answer.data.uncovered} />}
      <RegisterTable
        name="programme.statement"
        caption={t('caption')}
        columns={columns}
        rowKey={(row) => row.id}
        answer={{ data: answer.data?.items, error: answer.error, refetch: answer.refetch }}
        searchHint={t('search')}
        emptyText={t('empty')}
      />
      {acting?.kind === 'issue' && <IssueForm onClose={close} />}
      {acting?.kind === 'sign' && <SignForm statement={acting.statement} onClose={close} />}
      {acting?.kind === 'file' && <FileForm statement={acting.statement} onClose={close} />}
    </Page>
  );
}

function Coverage({ uncovered }: { uncovered: readonly string[] }) {
  const t = useWords(statementWords);
  const { data } = useQueryOp(listTargets, { ...useAsked(), pageSize: 200 });
  const { href } = useAddress();
  if (uncovered.length === 0) return <Notice tone="pass">{t('allCovered')}</Notice>;
  const nameOf = (id: string) => data?.items.find((target) => target.id === id)?.name.zh ?? id;
  return (
    <details className="qm-card">
      <summary>
        {t('uncovered', { count: uncovered.length, names: uncovered.slice(0, 3).map(nameOf).join('、') })}
      </summary>
      <ul className="qm-lines">
        {uncovered.map((id) => (
          <li key={id}>
            <AppLink href={href(`programme/target/${id}`)}>{nameOf(id)}</AppLink>
          </li>
        ))}
      </ul>
    </details>
  );
}

const transitions = [
  { from: 'issued', to: 'signed', operation: 'programme.signStatement' },
  { from: 'signed', to: 'filed', operation: 'programme.fileStatement' },
];
const path = ['issued', 'signed', 'filed'];

function historyOf(row: Statement) {
  return [
    { state: 'issued', at: row.issuedOn },
    ...(row.signedOn ? [{ state: 'signed', at: row.signedOn, by: row.signerPost ?? '' }] : []),
    ...(row.filedOn ? [{ state: 'filed', at: row.filedOn, by: row.archiveNo ?? '' }] : []),
  ];
}

function useColumns(onAct: (acting: Acting) => void): readonly Column<Statement>[] {
  const t = useWords(statementWords);
  const { href } = useAddress();
  const { mayAct, home } = useScope();
  return [
    {
      key: 'title',
      title: { zh: '责任书', en: 'Statement' },
      width: 240,
      text: (row) => row.title,
      cell: (row) => (
        <>
          {row.title}
          {row.scan && <EvidenceList items={[{ kind: 'file', id: row.scan }]} home={row.home} />}
        </>
      ),
    },
    {
      key: 'unit',
      title: { zh: '责任单位', en: 'Unit' },
      width: 170,
      text: (row) => row.unit.name,
      filter: { of: (row) => row.unit.name },
    },
    {
      key: 'targets',
      title: { zh: '目标', en: 'Targets' },
      text: (row) => row.targets.map(({ name }) => name).join('、'),
      cell: (row) => (
        <details open={row.targets.length <= 3}>
          <summary>{t('targetCount', { count: row.targets.length })}</summary>
          <ul>
            {row.targets.map((target) => (
              <li key={target.id}>
                <AppLink href={href(`programme/target/${target.id}`)}>{target.name}</AppLink>
              </li>
            ))}
          </ul>
        </details>
      ),
    },
    {
      key: 'state',
      title: { zh: '办理情况', en: 'Where it stands' },
      width: 330,
      text: (row) => stateWords(row.state),
      cell: (row) => (
        <LifeCycle
          transitions={transitions}
          path={path}
          current={row.state}
          stateWords={stateWords}
          history={historyOf(row)}
        />
      ),
      filter: { of: (row) => stateWords(row.state) },
    },
    {
      key: 'act',
      title: { zh: '办理', en: 'Act' },
      width: 112,
      sort: false,
      text: () => '',
      cell: (row) => (
        <>
          {row.state === 'issued' && row.home === home && mayAct('programme.statement.sign') && (
            <Button onClick={() => onAct({ kind: 'sign', statement: row })}>{t('sign')}</Button>
          )}
          {row.state === 'signed' && row.home === home && mayAct('programme.statement.issue') && (
            <Button onClick={() => onAct({ kind: 'file', statement: row })}>{t('file')}</Button>
          )}
        </>
      ),
    },
  ];
}
