import { Button, EmptyState, Status, type Tone, useScope, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { EvidenceList } from '../parts/Evidence.tsx';
import { numberWords } from '../parts/figures.ts';
import { DeclareForm, ScoreForm } from './ReviewForms.tsx';
import type { Call } from './SelectionPage.tsx';
import { selectionWords } from './words.ts';

export type Application = Call['applications'][number];

const outcomeTone: Readonly<Record<NonNullable<Application['outcome']>, Tone>> = {
  selected: 'pass',
  tied: 'warn',
  not_selected: 'off',
  incomplete: 'running',
};

type Acting = { readonly kind: 'declare' | 'score'; readonly application: Application };

/** Counties by rank once there is one; before, by the day they applied. */
export function Applications({ call }: { call: Call }) {
  const t = useWords(selectionWords);
  const [acting, setActing] = useState<Acting | null>(null);
  const sorted = call.applications.toSorted((left, right) => (left.rank ?? 999) - (right.rank ?? 999));
  if (sorted.length === 0) return <EmptyState title={t('noApplications')} />;
  const close = () => setActing(null);
  return (
    <div className="qm-card qm-wide">
      <table className="qm-table">
        <caption className="qm-hidden">{t('applications')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('rank')}</th>
            <th scope="col">{t('applications')}</th>
            <th scope="col" className="qm-end">
              {t('mean')}
            </th>
            <th scope="col">{t('outcome')}</th>
            <th scope="col">{t('experts')}</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {sorted.map((application) => (
            <ApplicationRow key={application.id} call={call} application={application} onAct={setActing} />
          ))}
        </tbody>
      </table>
      {acting?.kind === 'declare' && <DeclareForm call={call} application={acting.application} onClose={close} />}
      {acting?.kind === 'score' && <ScoreForm call={call} application={acting.application} onClose={close} />}
    </div>
  );
}

type RowProps = {
  readonly call: Call;
  readonly application: Application;
  readonly onAct: (acting: Acting) => void;
};

function ApplicationRow({ call, application, onAct }: RowProps) {
  const t = useWords(selectionWords);
  const { mayAct } = useScope();
  const own = application.reviews.find((review) => review.own);
  const mayReview = call.state === 'review' && mayAct('programme.selection.review');
  return (
    <tr>
      <td className="qm-number">{application.rank ?? '—'}</td>
      <th scope="row">
        {application.name}
        <div className="qm-second qm-number">
          {t('appliedOn')} {application.appliedOn}
        </div>
        <details>
          <summary>{t('statementText')}</summary>
          <p>{application.statement}</p>
          <EvidenceList items={application.files} home={application.county} />
        </details>
      </th>
      <td className="qm-end qm-number">{application.mean ?? '—'}</td>
      <td>
        {application.outcome && <Status tone={outcomeTone[application.outcome]}>{t(application.outcome)}</Status>}
      </td>
      <td>
        <div className="qm-second">
          {t('scoresIn')} {application.scoresIn}
        </div>
        <ul>
          {application.reviews.map((review) => (
            <li key={review.expert}>
              {review.own ? t('own') : review.expert} ·{' '}
              {t(review.declaration === 'none' ? 'declaredNone' : 'declaredConflict')}
              {review.score !== null && <span className="qm-number"> · {numberWords(review.score)}</span>}
              {review.remark && <div className="qm-second">{review.remark}</div>}
            </li>
          ))}
        </ul>
      </td>
      <td>
        {mayReview && !own && <Button onClick={() => onAct({ kind: 'declare', application })}>{t('declare')}</Button>}
        {mayReview && own?.declaration === 'none' && own.score === null && (
          <Button kind="primary" onClick={() => onAct({ kind: 'score', application })}>
            {t('score')}
          </Button>
        )}
      </td>
    </tr>
  );
}
