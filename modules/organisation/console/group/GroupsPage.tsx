import type { ResultOf } from '@qianmo/platform/contract';
import { type Column, Page, Popover, RegisterTable, Status, useAddress, useQueryOp, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { listGroups } from '../../contract.ts';
import { AssociationForm } from '../association/AssociationForms.tsx';
import { associationWords } from '../association/words.ts';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { AdHocForm } from './AdHocForm.tsx';
import { LeadingForm, SubGroupForm } from './GroupForms.tsx';
import { groupWords } from './words.ts';
import '../organisation.css';

export type GroupRow = ResultOf<typeof listGroups>['items'][number];
type Making = 'leading' | 'sub' | 'ad-hoc' | 'association';

/** 领导小组: leading groups here and above, bodies of townships, ad-hoc groups and associations, with vacancies. */
export function GroupsPage() {
  const t = useWords(groupWords);
  const { home, asked } = useDivision();
  const { href } = useAddress();
  const answer = useQueryOp(listGroups, asked, { home });
  return (
    <Page
      title={{ zh: '领导小组', en: 'Leading groups' }}
      count={answer.data?.items.length}
      actions={<NewGroup groups={answer.data?.items ?? []} />}
    >
      <RegisterTable
        name="organisation.group"
        caption={t('caption')}
        columns={useColumns(home)}
        rowKey={(row) => `${row.home}/${row.id}`}
        rowHref={(row) => href(`organisation/${row.kind === 'association' ? 'association' : 'group'}/${row.id}`)}
        answer={{ data: answer.data?.items, error: answer.error, refetch: answer.refetch }}
        searchHint={t('search')}
        emptyText={t('empty')}
      />
    </Page>
  );
}

function NewGroup({ groups }: { groups: readonly GroupRow[] }) {
  const t = useWords(groupWords);
  const words = useWords(associationWords);
  const { mayAct } = useDivision();
  const [making, setMaking] = useState<Making | null>(null);
  const close = () => setMaking(null);
  const offers: readonly { readonly key: Making; readonly words: string; readonly permission: string }[] = [
    { key: 'leading', words: t('newLeading'), permission: 'organisation.group.edit' },
    { key: 'sub', words: t('newSub'), permission: 'organisation.group.sub' },
    { key: 'ad-hoc', words: t('newAdHoc'), permission: 'organisation.group.edit' },
    { key: 'association', words: words('newAssociation'), permission: 'organisation.association.edit' },
  ];
  const open = offers.filter(({ permission }) => mayAct(permission));
  if (open.length === 0) return null;
  return (
    <>
      <Popover className="qm-button qm-button-primary" align="end" width={200} button={t('newGroup')}>
        {(dismiss) => (
          <div className="qm-menu">
            {open.map((offer) => (
              <button
                key={offer.key}
                type="button"
                onClick={() => {
                  dismiss();
                  setMaking(offer.key);
                }}
              >
                {offer.words}
              </button>
            ))}
          </div>
        )}
      </Popover>
      {making === 'leading' && <LeadingForm onClose={close} />}
      {making === 'sub' && <SubGroupForm groups={groups} onClose={close} />}
      {making === 'ad-hoc' && <AdHocForm groups={groups} onClose={close} />}
      {making === 'association' && <AssociationForm onClose={close} />}
    </>
  );
}

function useColumns(home: string): readonly Column<GroupRow>[] {
  const t = useWords(groupWords);
  const words = useWords(organisationWords);
  return [
    {
      key: 'name',
      title: { zh: '名称', en: 'Name' },
      text: (row) => row.name,
      cell: (row) => (
        <>
          {row.name} {row.home !== home && <span className="qm-second">{t('inherited')}</span>}
        </>
      ),
    },
    {
      key: 'kind',
      title: { zh: '类别', en: 'Kind' },
      width: 150,
      text: (row) => t(row.kind),
      filter: { of: (row) => t(row.kind) },
    },
    {
      key: 'unit',
      title: { zh: '所属单位', en: 'Body of' },
      width: 200,
      text: (row) => row.unit?.name ?? t('byCounty'),
    },
    {
      key: 'seats',
      title: { zh: '席位', en: 'Seats' },
      width: 100,
      align: 'end',
      text: (row) => (row.seats === 0 ? '—' : String(row.seats)),
      sort: (row) => row.seats,
    },
    {
      key: 'vacant',
      title: { zh: '空缺', en: 'Vacant' },
      width: 120,
      text: (row) => (row.vacant > 0 ? String(row.vacant) : ''),
      sort: (row) => row.vacant,
      cell: (row) =>
        row.vacant > 0 ? <Status tone="warn">{words('vacancies', { count: row.vacant })}</Status> : <span>—</span>,
    },
    {
      key: 'documentNo',
      title: { zh: '文号', en: 'Paper no.' },
      width: 180,
      text: (row) => row.documentNo ?? '',
    },
    { key: 'from', title: { zh: '成立', en: 'Since' }, width: 120, text: (row) => row.from ?? '' },
  ];
}
