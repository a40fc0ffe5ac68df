import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  type Column,
  RegisterTable,
  Status,
  useAddress,
  useQueryOp,
  useRegisterState,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { closeUnit, listUnits, unitKinds } from '../../contract.ts';
import { CellAct } from '../parts/CellAct.tsx';
import { EndForm } from '../parts/EndForm.tsx';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { UnitForm } from './UnitForms.tsx';
import { unitWords } from './words.ts';

export type Unit = ResultOf<typeof listUnits>['items'][number];
type Acting = { readonly kind: 'edit' | 'close'; readonly unit: Unit };

const pageSize = 100;

export function UnitsView() {
  const t = useWords(unitWords);
  const { home, asked, mayAct } = useDivision();
  const { state } = useRegisterState();
  const [acting, setActing] = useState<Acting | null>(null);
  const kind = unitKinds.find((one) => one === state.filters.get('kind')?.[0]);
  const answer = useQueryOp(
    listUnits,
    {
      ...asked,
      ...(state.q ? { search: state.q } : {}),
      ...(kind ? { kind } : {}),
      limit: pageSize,
      offset: (state.page - 1) * pageSize,
    },
    { home, keepPrevious: true },
  );
  return (
    <>
      <RegisterTable
        name="organisation.unit"
        caption={t('unitCaption')}
        columns={useColumns(mayAct('organisation.unit.edit') ? setActing : null)}
        rowKey={(unit) => unit.id}
        answer={{ data: answer.data?.items, error: answer.error, refetch: answer.refetch }}
        server={{ total: answer.data?.total ?? 0, pageSize }}
        searchHint={t('searchUnit')}
        emptyText={t('noUnits')}
      />
      {acting?.kind === 'edit' && <UnitForm unit={acting.unit} onClose={() => setActing(null)} />}
      {acting?.kind === 'close' && (
        <EndForm
          operation={closeUnit}
          record={{ id: acting.unit.id, version: acting.unit.version }}
          title={t('closeUnit')}
          submit={t('closeUnit')}
          consequence={t('closeUnitText', { name: acting.unit.name })}
          onClose={() => setActing(null)}
        />
      )}
    </>
  );
}

function useColumns(onAct: ((acting: Acting) => void) | null): readonly Column<Unit>[] {
  const words = useWords(organisationWords);
  return [
    { key: 'name', title: { zh: '单位', en: 'Unit' }, sort: false, text: (unit) => unit.name },
    {
      key: 'kind',
      title: { zh: '类别', en: 'Kind' },
      width: 170,
      sort: false,
      text: (unit) => words(kindOf(unit)),
      filter: { of: kindOf, choices: unitKinds.map((value) => ({ value, label: words(value) })) },
    },
    {
      key: 'function',
      title: { zh: '职能', en: 'Function' },
      width: 170,
      sort: false,
      text: (unit) => unit.function ?? '—',
    },
    {
      key: 'posts',
      title: { zh: '岗位', en: 'Posts' },
      width: 200,
      sort: false,
      text: (unit) => String(unit.posts),
      cell: (unit) => <PostCount unit={unit} />,
    },
    {
      key: 'from',
      title: { zh: '登记', en: 'Since' },
      width: 120,
      sort: false,
      text: (unit) => unit.from ?? '',
    },
    ...(onAct ? [actColumn(onAct, words)] : []),
  ];
}

function PostCount({ unit }: { unit: Unit }) {
  const t = useWords(unitWords);
  const { href } = useAddress();
  if (unit.kind === 'collective') return <span className="qm-second">{t('collectiveNote')}</span>;
  if (unit.posts === 0) return <span className="qm-second">{unit.kind === 'outside' ? t('outsideNote') : '—'}</span>;
  const to = href('organisation/unit', { view: 'posts', unit: unit.id });
  return (
    <AppLink href={to} className="qm-row">
      {unit.vacant > 0 ? (
        <Status tone="warn">{t('ofPosts', { posts: unit.posts, vacant: unit.vacant })}</Status>
      ) : (
        <Status tone="pass">{t('allHeld', { posts: unit.posts })}</Status>
      )}
    </AppLink>
  );
}

function actColumn(onAct: (acting: Acting) => void, words: (key: 'edit' | 'close') => string): Column<Unit> {
  return {
    key: 'act',
    title: { zh: '办理', en: 'Act' },
    width: 150,
    sort: false,
    text: () => '',
    cell: (unit) =>
      unit.until === null && (
        <>
          <CellAct onClick={() => onAct({ kind: 'edit', unit })}>{words('edit')}</CellAct>
          <CellAct onClick={() => onAct({ kind: 'close', unit })}>{words('close')}</CellAct>
        </>
      ),
  };
}

function kindOf({ kind }: Unit): (typeof unitKinds)[number] {
  return unitKinds.find((one) => one === kind) ?? 'department';
}
