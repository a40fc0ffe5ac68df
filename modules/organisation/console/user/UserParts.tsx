import { Button, codeWords, EmptyState, Facts, Section, Status, useScope, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { isInForce } from '../../rules/span.ts';
import { CellAct } from '../parts/CellAct.tsx';
import { postName } from '../parts/names.ts';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { Masked, RevealForm, useRevealed } from './Reveal.tsx';
import type { Posting, User } from './UserPage.tsx';
import { userWords } from './words.ts';

type PostingsProps = { readonly user: User; readonly onEnd: (posting: Posting) => void };

export function Postings({ user, onEnd }: PostingsProps) {
  const t = useWords(userWords);
  const words = useWords(organisationWords);
  const { asOf, today } = useScope();
  const { home, mayAct } = useDivision();
  if (user.postings.length === 0) return <EmptyState title={t('noPostings')} />;
  const day = asOf ?? today;
  return (
    <table className="qm-table qm-card">
      <thead>
        <tr>
          <th scope="col">{words('post')}</th>
          <th scope="col">{words('role')}</th>
          <th scope="col">{words('from')}</th>
          <th scope="col">{words('untilDay')}</th>
          <th scope="col" aria-label={words('act')} />
        </tr>
      </thead>
      <tbody>
        {user.postings.map((posting) => (
          <tr key={posting.id}>
            <td>
              {postName(posting)}{' '}
              {posting.from !== null && (
                <Status tone={isInForce(posting, day) ? 'pass' : 'off'}>
                  {t(isInForce(posting, day) ? 'present' : posting.from > day ? 'coming' : 'past')}
                </Status>
              )}
              {posting.endedReason && <p className="qm-second">{posting.endedReason}</p>}
            </td>
            <td>{codeWords('role', posting.role)}</td>
            <td className="qm-number qm-nowrap">{posting.from ?? words('neverInForce')}</td>
            <td className="qm-number qm-nowrap">{posting.until ?? '—'}</td>
            <td className="qm-end">
              {posting.from !== null &&
                posting.until === null &&
                posting.home === home &&
                mayAct('organisation.posting.assign') && (
                  <CellAct onClick={() => onEnd(posting)}>{t('endPosting')}</CellAct>
                )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Identity number and phone behind their mask; seen in full for a minute, with a purpose, logged. */
export function Identity({ user }: { user: User }) {
  const t = useWords(userWords);
  const { mayAct } = useDivision();
  const [asking, setAsking] = useState(false);
  const { revealed, left, show, hide } = useRevealed();
  const may = mayAct('organisation.person.reveal') && !user.erased && (user.idNumber ?? user.phone) !== null;
  return (
    <Section
      title={t('identity')}
      aside={
        may &&
        revealed === null && (
          <Button icon="eye" onClick={() => setAsking(true)}>
            {t('reveal')}
          </Button>
        )
      }
    >
      <div className="qm-card">
        <Facts
          facts={[
            { label: t('login'), value: user.account?.login ?? t('noAccount') },
            { label: t('secondFactor'), value: t(user.account?.secondFactor ? 'enrolled' : 'notEnrolled') },
            {
              label: t('idNumber'),
              value: <Masked mask={user.idNumber} value={revealed?.idNumber} left={left} onHide={hide} />,
            },
            {
              label: t('phone'),
              value: <Masked mask={user.phone} value={revealed?.phone} left={left} onHide={hide} />,
            },
          ]}
        />
      </div>
      {asking && <RevealForm person={user.person} onShow={show} onClose={() => setAsking(false)} />}
    </Section>
  );
}
