import {
  Button,
  CheckField,
  ClauseChip,
  DateField,
  Drawer,
  EmptyState,
  FormPage,
  MoneyField,
  moneyText,
  SelectField,
  Status,
  TextField,
  useAct,
  useForm,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { registerFundSource } from '../../contract.ts';
import { useCountyName, useMayActAtHome, useOverview } from '../parts/asked.ts';
import { Questions } from '../parts/Clause.tsx';
import { paperWords } from '../parts/figures.ts';
import { ManyField } from '../parts/ManyField.tsx';
import { PaperField } from '../parts/PaperField.tsx';
import { programmeWords } from '../words.ts';
import type { Budget } from './BudgetPage.tsx';
import { budgetWords } from './words.ts';

type Source = Budget['sources'][number];

export function SourcesView({ sources }: { sources: readonly Source[] }) {
  const t = useWords(budgetWords);
  const words = useWords(programmeWords);
  const may = useMayActAtHome('programme.budget.save');
  const [registering, setRegistering] = useState(false);
  const sum = sources.reduce((total, { totalFen }) => total + BigInt(totalFen ?? '0'), 0n);
  return (
    <>
      {may && (
        <div className="qm-row">
          <Button icon="plus" onClick={() => setRegistering(true)}>
            {t('register')}
          </Button>
        </div>
      )}
      {sources.length === 0 ? (
        <EmptyState />
      ) : (
        <div className="qm-card qm-wide">
          <table className="qm-table">
            <caption className="qm-hidden">{t('sources')}</caption>
            <thead>
              <tr>
                <th scope="col">{words('name')}</th>
                <th scope="col">{t('level')}</th>
                <th scope="col" className="qm-end">
                  {t('amount')}
                </th>
                <th scope="col">{t('restriction')}</th>
                <th scope="col">{words('source')}</th>
              </tr>
            </thead>
            <tbody>
              {sources.map((source) => (
                <SourceRow key={source.id} source={source} />
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t('total')}</th>
                <td />
                <td className="qm-end qm-number">
                  <strong>{moneyText(sum, 'wan')}</strong>
                </td>
                <td />
                <td />
              </tr>
            </tfoot>
          </table>
        </div>
      )}
      {registering && <RegisterForm sources={sources} onClose={() => setRegistering(false)} />}
    </>
  );
}

const levels = ['central', 'region', 'prefecture', 'county', 'integrated'] as const;
const perWords = { programme: 'perProgramme', each_county: 'perCounty', each_year: 'perYear' } as const;

function SourceRow({ source }: { source: Source }) {
  const t = useWords(budgetWords);
  const countyName = useCountyName();
  const level = levels.find((key) => key === source.level);
  return (
    <tr>
      <th scope="row">
        {source.name.zh} <Questions numbers={source.questions} />
        <div className="qm-second">
          {source.id}
          {source.counties.length > 0 && ` · ${source.counties.map(countyName).join('、')}`}
        </div>
      </th>
      <td>{level ? t(level) : source.level}</td>
      <td className="qm-end qm-number">
        {source.amountFen === null ? (
          <Status tone="off">{t('noAmount')}</Status>
        ) : (
          <>
            {moneyText(source.amountFen, 'wan')}
            <div className="qm-second">
              {t(perWords[source.per])}
              {source.totalFen !== null &&
                source.totalFen !== source.amountFen &&
                ` = ${moneyText(source.totalFen, 'wan')}`}
            </div>
          </>
        )}
      </td>
      <td>
        {source.restriction ?? '—'}
        {source.uses.length > 0 && <div className="qm-second">{source.uses.join('、')}</div>}
      </td>
      <td>
        <Status tone={source.origin === 'plan' ? 'running' : 'pass'}>{t(source.origin)}</Status>{' '}
        {source.clause && <ClauseChip clause={source.clause} />}
        {source.document && <div className="qm-second">{paperWords(source.document)}</div>}
      </td>
    </tr>
  );
}

function RegisterForm({ sources, onClose }: { sources: readonly Source[]; onClose: () => void }) {
  const t = useWords(budgetWords);
  const words = useWords(programmeWords);
  const { programme } = useScope();
  const members = useOverview().data?.members ?? [];
  const act = useAct(registerFundSource, { onDone: onClose });
  const form = useForm({
    shape: registerFundSource.input,
    act,
    initial: { programme, per: 'programme', inKind: false, counties: members.length === 1 ? [members[0]?.place] : [] },
    draft: { key: `programme.source.${programme}`, title: t('registerTitle') },
  });
  const open = sources.filter(({ amountFen, origin }) => amountFen === null && origin === 'plan');
  const labels = {
    id: t('sourceId'),
    name: words('name'),
    level: t('level'),
    amountFen: t('amount'),
    per: t('per'),
    counties: t('counties'),
    restriction: t('restriction'),
    inKind: t('inKind'),
    document: t('document'),
    receivedOn: t('receivedOn'),
  };
  const named = open.map(({ id, name }) => `${id} ${name.zh}`).join(';');
  return (
    <Drawer title={t('registerTitle')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('register')} onCancel={onClose}>
        <TextField field={form.field('id')} label={labels.id} help={`${t('sourceIdHelp')} ${named}`} maxLength={40} />
        <TextField field={form.field('name')} label={labels.name} maxLength={120} />
        <SelectField
          field={form.field('level')}
          label={labels.level}
          options={levels.map((value) => ({ value, label: t(value) }))}
        />
        <MoneyField field={form.field('amountFen')} label={labels.amountFen} />
        <SelectField
          field={form.field('per')}
          label={labels.per}
          options={[
            { value: 'programme', label: t('perProgramme') },
            { value: 'each_year', label: t('perYear') },
          ]}
        />
        <ManyField
          field={form.field('counties')}
          label={labels.counties}
          options={members.map(({ place, name }) => ({ value: place, label: name.zh }))}
        />
        <TextField field={form.field('restriction')} label={labels.restriction} maxLength={500} />
        <CheckField field={form.field('inKind')} label={labels.inKind} />
        <PaperField field={form.field('document')} label={labels.document} />
        <DateField field={form.field('receivedOn')} label={labels.receivedOn} />
      </FormPage>
    </Drawer>
  );
}
