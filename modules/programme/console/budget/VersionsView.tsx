import {
  AppLink,
  Button,
  DateField,
  Drawer,
  EmptyState,
  FormPage,
  instantWords,
  Status,
  useAct,
  useAddress,
  useForm,
  useScope,
  useWords,
  verdictTone,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { approveBudget } from '../../contract.ts';
import { useMayActAtHome } from '../parts/asked.ts';
import { paperWords } from '../parts/figures.ts';
import { PaperField } from '../parts/PaperField.tsx';
import type { Budget } from './BudgetPage.tsx';
import { budgetWords } from './words.ts';

/** Entered versions, who entered and who approved them; the plan's own budget needs neither. */
export function VersionsView({ budget }: { budget: Budget }) {
  const t = useWords(budgetWords);
  const { href } = useAddress();
  const mayApprove = useMayActAtHome('programme.budget.approve');
  const [approving, setApproving] = useState<number | null>(null);
  if (budget.versions.length === 0) return <EmptyState />;
  return (
    <>
      <table className="qm-table qm-card">
        <caption className="qm-hidden">{t('versions')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('versionNo')}</th>
            <th scope="col">{t('savedBy')}</th>
            <th scope="col">{t('verdict')}</th>
            <th scope="col">{t('note')}</th>
            <th scope="col">{t('approvedOn')}</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {budget.versions.map((version) => (
            <tr key={version.number}>
              <th scope="row">
                <AppLink href={href('programme/budget', { number: version.number })}>{version.number}</AppLink>
              </th>
              <td>
                {version.savedBy}
                <div className="qm-second qm-number">{instantWords(version.savedAt)}</div>
              </td>
              <td>
                <Status tone={verdictTone[version.verdict]}>
                  {version.verdict === 'pass' ? t('adds') : t('differs')}
                </Status>
              </td>
              <td>{version.note ?? '—'}</td>
              <td>
                {version.approvedOn ? (
                  <>
                    <span className="qm-number">{version.approvedOn}</span>
                    <div className="qm-second">{paperWords(version.document)}</div>
                  </>
                ) : (
                  t('notApproved')
                )}
              </td>
              <td>
                {mayApprove && !version.approvedOn && (
                  <Button blocked={version.verdict === 'block'} onClick={() => setApproving(version.number)}>
                    {t('approve')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {approving !== null && <ApproveForm number={approving} onClose={() => setApproving(null)} />}
    </>
  );
}

function ApproveForm({ number, onClose }: { number: number; onClose: () => void }) {
  const t = useWords(budgetWords);
  const { programme, today } = useScope();
  const act = useAct(approveBudget, { onDone: onClose });
  const form = useForm({ shape: approveBudget.input, act, initial: { programme, number, approvedOn: today } });
  const labels = { approvedOn: t('approvedOn'), document: t('approveDocument') };
  return (
    <Drawer title={t('approveTitle', { number })} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('approve')} onCancel={onClose}>
        <DateField field={form.field('approvedOn')} label={labels.approvedOn} />
        <PaperField field={form.field('document')} label={labels.document} />
      </FormPage>
    </Drawer>
  );
}
