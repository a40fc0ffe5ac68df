import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  ClauseChip,
  type Column,
  findSubjectPath,
  Notice,
  Page,
  RegisterTable,
  Status,
  Tabs,
  type Translate,
  useAddress,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { listMatrix, subjectKinds } from '../../contract.ts';
import { CellAct } from '../parts/CellAct.tsx';
import { useDivision } from '../parts/scope.ts';
import { ByUnit } from './ByUnit.tsx';
import { ResponsibilityForm } from './ResponsibilityForm.tsx';
import { matrixWords } from './words.ts';
import '../organisation.css';

export type MatrixRow = ResultOf<typeof listMatrix>['items'][number];

/** 责任矩阵: every target, task, budget line and duty with the unit in the lead, and what nobody leads. */
export function MatrixPage() {
  const t = useWords(matrixWords);
  const { programme } = useScope();
  const { home, asked, mayAct } = useDivision();
  const { query, setQuery } = useAddress();
  const [setting, setSetting] = useState<MatrixRow | null>(null);
  const answer = useQueryOp(listMatrix, { programme, ...asked }, { home });
  const isByUnit = query.get('view') === 'unit';
  const columns = useColumns(mayAct('organisation.matrix.edit') ? setSetting : null);
  return (
    <Page title={{ zh: '责任矩阵', en: 'Responsibility matrix' }} count={answer.data?.items.length}>
      {answer.data && (
        <Notice tone={answer.data.gaps > 0 ? 'warn' : 'pass'}>
          {answer.data.gaps > 0 ? t('gaps', { gaps: answer.data.gaps }) : t('noGaps')}
        </Notice>
      )}
      <Tabs
        label={t('views')}
        tabs={[
          { key: 'item', label: t('byItem') },
          { key: 'unit', label: t('byUnit') },
        ]}
        active={isByUnit ? 'unit' : 'item'}
        onChange={(key) =>
          setQuery({ view: key === 'unit' ? 'unit' : null, q: null, kind: null, state: null, sort: null })
        }
      >
        {isByUnit ? (
          <ByUnit answer={answer} />
        ) : (
          <RegisterTable
            name="organisation.matrix"
            caption={t('caption')}
            columns={columns}
            rowKey={(row) => `${row.subject.kind} ${row.subject.id}`}
            answer={{ data: answer.data?.items, error: answer.error, refetch: answer.refetch }}
            searchHint={t('search')}
            emptyText={t('empty')}
          />
        )}
      </Tabs>
      {setting && <ResponsibilityForm row={setting} onClose={() => setSetting(null)} />}
    </Page>
  );
}

const pageKinds: Readonly<Record<string, string>> = { target: 'programme.target', task: 'programme.task' };

/** Opens the target or task; lines and duties have no page of their own. */
export function SubjectName({ row }: { row: MatrixRow }) {
  const { href } = useAddress();
  const { kind, id, name } = row.subject;
  const path = findSubjectPath({ kind: pageKinds[kind] ?? '', id });
  return path ? <AppLink href={href(path)}>{name ?? id}</AppLink> : (name ?? id);
}

/** Two names stand in the row; the others are opened. */
function Units({ units }: { units: MatrixRow['with'] }) {
  const t = useWords(matrixWords);
  if (units.length <= 3) return names(units);
  return (
    <details>
      <summary>
        {names(units.slice(0, 2))} {t('andOthers', { count: units.length })}
      </summary>
      {names(units.slice(2))}
    </details>
  );
}

type State = 'clear' | 'missing' | 'several';
const tones = { clear: 'pass', missing: 'block', several: 'warn' } as const;

function stateOf({ lead }: MatrixRow): State {
  return lead.length === 1 ? 'clear' : lead.length === 0 ? 'missing' : 'several';
}

const names = (units: readonly { name: string }[]) => units.map(({ name }) => name).join('、');

function useColumns(onSet: ((row: MatrixRow) => void) | null): readonly Column<MatrixRow>[] {
  const t = useWords(matrixWords);
  return [
    {
      key: 'subject',
      title: { zh: '事项', en: 'What' },
      text: (row) => row.subject.name ?? row.subject.id,
      cell: (row) => <SubjectName row={row} />,
    },
    {
      key: 'kind',
      title: { zh: '类别', en: 'Kind' },
      width: 110,
      text: (row) => t(row.subject.kind),
      filter: { of: (row) => row.subject.kind, choices: subjectKinds.map((value) => ({ value, label: t(value) })) },
    },
    {
      key: 'lead',
      title: { zh: '牵头单位', en: 'In the lead' },
      width: 220,
      text: (row) => names(row.lead),
      filter: { of: (row) => row.lead.map(({ name }) => name) },
    },
    {
      key: 'with',
      title: { zh: '配合单位', en: 'Co-operating' },
      width: 240,
      text: (row) => names(row.with),
      cell: (row) => <Units units={row.with} />,
    },
    ...stateColumns(t),
    ...(onSet ? [actColumn(t, onSet)] : []),
  ];
}

function stateColumns(t: Translate<State>): readonly Column<MatrixRow>[] {
  return [
    {
      key: 'state',
      title: { zh: '分工', en: 'State' },
      width: 120,
      text: (row) => t(stateOf(row)),
      cell: (row) => <Status tone={tones[stateOf(row)]}>{t(stateOf(row))}</Status>,
      filter: {
        of: stateOf,
        choices: (['missing', 'several', 'clear'] as const).map((value) => ({ value, label: t(value) })),
      },
    },
    {
      key: 'clause',
      title: { zh: '条款', en: 'Clause' },
      width: 140,
      text: (row) => row.clause ?? '',
      cell: (row) => row.clause && <ClauseChip clause={row.clause} />,
    },
  ];
}

function actColumn(t: Translate<'set'>, onSet: (row: MatrixRow) => void): Column<MatrixRow> {
  return {
    key: 'act',
    title: { zh: '办理', en: 'Act' },
    width: 90,
    sort: false,
    text: () => '',
    cell: (row) => <CellAct onClick={() => onSet(row)}>{t('set')}</CellAct>,
  };
}
