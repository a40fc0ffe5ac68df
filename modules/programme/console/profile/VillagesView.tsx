import type { ResultOf } from '@qianmo/platform/contract';
import {
  Button,
  ChoiceField,
  type Column,
  DateField,
  Drawer,
  FormPage,
  Notice,
  RegisterTable,
  Section,
  Status,
  TextField,
  useAct,
  useForm,
  useQueryOp,
  useRegisterState,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { listVillages, setVillageClass } from '../../contract.ts';
import { useCountyName, useSubject } from '../parts/asked.ts';
import { programmeWords } from '../words.ts';
import type { Profile } from './FactsView.tsx';
import { profileWords } from './words.ts';

type Village = ResultOf<typeof listVillages>['items'][number];

const pageSize = 100;
const classes = ['poor', 'deeply-poor', 'non-poor'] as const;
const asked = [...classes, 'unclassed'] as const;

/** Villages with their poverty class on the day; counts by county, and the register of this home. */
export function VillagesView({ profile }: { profile: Profile }) {
  const t = useWords(profileWords);
  return (
    <>
      {profile.villageTable && (
        <Notice tone={profile.villageTable.open > 0 ? 'warn' : 'pass'}>{t('table', profile.villageTable)}</Notice>
      )}
      {profile.villageClasses.length > 0 && <ClassCounts profile={profile} />}
      <CountyVillages profile={profile} />
    </>
  );
}

function ClassCounts({ profile }: { profile: Profile }) {
  const t = useWords(profileWords);
  const words = useWords(programmeWords);
  const countyName = useCountyName();
  return (
    <Section title={t('classes')}>
      <table className="qm-table qm-card">
        <caption className="qm-hidden">{t('classes')}</caption>
        <thead>
          <tr>
            <th scope="col">{words('county')}</th>
            {asked.map((key) => (
              <th key={key} scope="col" className="qm-end">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {profile.villageClasses.map((row) => (
            <tr key={row.home}>
              <th scope="row">{countyName(row.home)}</th>
              {[row.poor, row.deeplyPoor, row.nonPoor, row.unclassed].map((count, index) => (
                <td key={asked[index]} className="qm-end qm-number">
                  {count}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** Villages are kept by their county: a prefecture or region looks at one county at a time. */
function CountyVillages({ profile }: { profile: Profile }) {
  const t = useWords(profileWords);
  const { home } = useScope();
  const { county } = useSubject();
  const isCounty = profile.members.some(({ place }) => place === home);
  if (county) return <VillageRegister key={county} home={county} />;
  if (isCounty) return <VillageRegister home={home} />;
  return <Notice tone="running">{t('chooseCounty')}</Notice>;
}

function VillageRegister({ home }: { home: string }) {
  const t = useWords(profileWords);
  const { asOf, mayAct, home: own } = useScope();
  const { state } = useRegisterState();
  const [setting, setSetting] = useState<Village | null>(null);
  const wanted = asked.find((key) => key === state.filters.get('class')?.[0]);
  const answer = useQueryOp(
    listVillages,
    {
      ...(asOf ? { asOf } : {}),
      ...(state.q ? { q: state.q } : {}),
      ...(wanted ? { class: wanted } : {}),
      page: state.page,
      pageSize,
    },
    { keepPrevious: true, home },
  );
  return (
    <>
      <RegisterTable
        name="programme.village"
        caption={t('villages')}
        columns={useColumns(mayAct('programme.profile.record') && home === own ? setSetting : null)}
        rowKey={(village) => String(village.place)}
        answer={{ data: answer.data?.items, error: answer.error, refetch: answer.refetch }}
        server={{ total: answer.data?.total ?? 0, pageSize }}
        searchHint={t('searchVillage')}
        emptyText={t('noVillages')}
      />
      {setting && <ClassForm village={setting} onClose={() => setSetting(null)} />}
    </>
  );
}

function useColumns(onSet: ((village: Village) => void) | null): readonly Column<Village>[] {
  const t = useWords(profileWords);
  return [
    {
      key: 'name',
      title: { zh: '村', en: 'Village' },
      sort: false,
      text: (village) => village.name,
      cell: (village) => (
        <>
          {village.name} {village.nameShared && <Status tone="off">{t('sameName')}</Status>}
        </>
      ),
    },
    {
      key: 'township',
      title: { zh: '乡镇', en: 'Township' },
      width: 200,
      sort: false,
      text: (row) => row.township.name,
    },
    { key: 'code', title: { zh: '代码', en: 'Code' }, width: 140, sort: false, text: (row) => row.code },
    {
      key: 'class',
      title: { zh: '类别', en: 'Class' },
      width: 130,
      sort: false,
      text: (row) => t(row.class ?? 'unclassed'),
      cell: (row) => <Status tone={row.class === null ? 'off' : 'running'}>{t(row.class ?? 'unclassed')}</Status>,
      filter: { of: (row) => row.class ?? 'unclassed', choices: asked.map((value) => ({ value, label: t(value) })) },
    },
    {
      key: 'source',
      title: { zh: '依据', en: 'Source' },
      width: 260,
      sort: false,
      text: (row) => [row.classFrom, row.source].filter(Boolean).join(' '),
    },
    ...(onSet
      ? [
          {
            key: 'act',
            title: { zh: '办理', en: 'Act' },
            width: 110,
            sort: false as const,
            text: () => '',
            cell: (row: Village) => (
              <Button kind="quiet" onClick={() => onSet(row)}>
                {t('setClass')}
              </Button>
            ),
          },
        ]
      : []),
  ];
}

function ClassForm({ village, onClose }: { village: Village; onClose: () => void }) {
  const t = useWords(profileWords);
  const words = useWords(programmeWords);
  const { today } = useScope();
  const act = useAct(setVillageClass, { onDone: onClose });
  const initial = { place: village.place, from: today, ...(village.class ? { class: village.class } : {}) };
  const form = useForm({ shape: setVillageClass.input, act, initial });
  const labels = {
    class: t('className'),
    from: t('since'),
    to: t('until'),
    source: words('source'),
    note: words('note'),
  };
  return (
    <Drawer title={t('setTitle', { name: village.name })} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('setClass')} onCancel={onClose}>
        <ChoiceField
          field={form.field('class')}
          label={labels.class}
          options={classes.map((value) => ({ value, label: t(value) }))}
        />
        <DateField field={form.field('from')} label={labels.from} />
        <DateField field={form.field('to')} label={labels.to} />
        <TextField field={form.field('source')} label={labels.source} maxLength={300} />
        <TextField field={form.field('note')} label={labels.note} maxLength={300} />
      </FormPage>
    </Drawer>
  );
}
