import type { ResultOf } from '@qianmo/platform/contract';
import { Button, ClauseChip, EmptyState, Loaded, Status, useQueryOp, useScope, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { listFilings } from '../../contract.ts';
import { useAsked } from '../parts/asked.ts';
import { Questions } from '../parts/Clause.tsx';
import { EvidenceList } from '../parts/Evidence.tsx';
import { paperWords } from '../parts/figures.ts';
import { programmeWords } from '../words.ts';
import { AnswerForm, SendForm } from './FilingForms.tsx';
import { versionWords } from './words.ts';

export type Filing = ResultOf<typeof listFilings>['items'][number];

/** What has to be filed or approved upwards: sent when, received when, and what is still owed. */
export function FilingsView() {
  const t = useWords(versionWords);
  const { mayAct } = useScope();
  const answer = useQueryOp(listFilings, useAsked());
  const [sending, setSending] = useState<Filing | 'other' | null>(null);
  const [answering, setAnswering] = useState<Filing | null>(null);
  const may = mayAct('programme.filing.record');
  return (
    <>
      {may && (
        <div className="qm-row">
          <Button icon="plus" onClick={() => setSending('other')}>
            {t('sendOther')}
          </Button>
        </div>
      )}
      <Loaded answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noFilings')} />
          ) : (
            <FilingTable items={items} {...(may ? { onSend: setSending, onAnswer: setAnswering } : {})} />
          )
        }
      </Loaded>
      {sending && <SendForm filing={sending === 'other' ? null : sending} onClose={() => setSending(null)} />}
      {answering && <AnswerForm filing={answering} onClose={() => setAnswering(null)} />}
    </>
  );
}

type Acts = { readonly onSend?: (filing: Filing) => void; readonly onAnswer?: (filing: Filing) => void };

function FilingTable({ items, ...acts }: Acts & { items: readonly Filing[] }) {
  const t = useWords(versionWords);
  const words = useWords(programmeWords);
  return (
    <div className="qm-card qm-wide">
      <table className="qm-table">
        <caption className="qm-hidden">{t('filingCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('what')}</th>
            <th scope="col">{t('to')}</th>
            <th scope="col">{words('deadline')}</th>
            <th scope="col">{t('sent')}</th>
            <th scope="col">{t('receipt')}</th>
            <th scope="col">{words('status')}</th>
            {acts.onSend && <th scope="col" />}
          </tr>
        </thead>
        <tbody>
          {items.map((filing) => (
            <FilingRow key={`${filing.duty}/${filing.id}`} filing={filing} {...acts} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const outcomeWords = { received: 'outcomeReceived', approved: 'outcomeApproved', returned: 'outcomeReturned' } as const;

function FilingRow({ filing, onSend, onAnswer }: Acts & { filing: Filing }) {
  const t = useWords(versionWords);
  const { home } = useScope();
  return (
    <tr>
      <th scope="row">
        {filing.what} <Questions numbers={filing.questions} />
        <div className="qm-row">
          <span className="qm-second">{t(filing.kind === 'filing' ? 'kindFiling' : 'kindApproval')}</span>
          {filing.clause && <ClauseChip clause={filing.clause} />}
        </div>
      </th>
      <td>
        {filing.to.join('、')}
        {filing.from.length > 0 && (
          <div className="qm-second">
            {t('from')}: {filing.from.join('、')}
          </div>
        )}
      </td>
      <td className="qm-number">{filing.deadline ?? t('noDeadline')}</td>
      <td>
        {filing.sentOn ? (
          <>
            <span className="qm-number">{filing.sentOn}</span>
            <div className="qm-second">
              {paperWords(filing.document)} {filing.edition !== null && t('edition', { edition: filing.edition })}
            </div>
            <EvidenceList items={filing.evidence} home={filing.home} />
          </>
        ) : (
          '—'
        )}
      </td>
      <td>
        {filing.outcome ? (
          <>
            {t(outcomeWords[filing.outcome])} {filing.receiptNo}
            <div className="qm-second qm-number">{filing.receivedOn}</div>
          </>
        ) : (
          t('open')
        )}
      </td>
      <td>
        <FilingState filing={filing} />
      </td>
      {onSend && (
        <td>
          {filing.id === null || filing.outcome === 'returned' ? (
            <Button onClick={() => onSend(filing)}>{t('send')}</Button>
          ) : (
            filing.outcome === null &&
            filing.home === home && <Button onClick={() => onAnswer?.(filing)}>{t('answer')}</Button>
          )}
        </td>
      )}
    </tr>
  );
}

function FilingState({ filing }: { filing: Filing }) {
  const t = useWords(versionWords);
  if (filing.status === 'pass') return <Status tone="pass">{t('pass')}</Status>;
  if (filing.status === 'open') return <Status tone="running">{t('open')}</Status>;
  return (
    <Status tone={filing.receivedOn ? 'warn' : 'block'}>
      {t(filing.receivedOn ? 'late' : 'lateOpen', { days: filing.daysLate })}
    </Status>
  );
}
