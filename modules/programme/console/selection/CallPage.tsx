import {
  Button,
  EmptyState,
  Facts,
  LifeCycle,
  Loaded,
  Page,
  RecordBody,
  Section,
  Status,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { addShares, parseShare, zeroShare } from '@qianmo/values/share';
import { useState } from 'react';
import { listSelection } from '../../contract.ts';
import { useAsked, useMayActAtHome, usePathWord } from '../parts/asked.ts';
import { EvidenceList } from '../parts/Evidence.tsx';
import { Found } from '../parts/Found.tsx';
import { numberWords } from '../parts/figures.ts';
import { programmeWords } from '../words.ts';
import { Applications } from './Applications.tsx';
import { ApplyForm, CloseReviewForm } from './CallForms.tsx';
import { OpenCallForm } from './OpenCallForm.tsx';
import { PublishForm } from './PublishForm.tsx';
import { type Call, callTone } from './SelectionPage.tsx';
import { selectionWords } from './words.ts';
import '../programme.css';

/** One call: its life, the applications with reviews as far as they may be seen, what was published. */
export function CallPage() {
  const t = useWords(selectionWords);
  const id = usePathWord('id');
  const answer = useQueryOp(listSelection, useAsked());
  if (id === 'new')
    return (
      <Page title={{ zh: '发布申报通知', en: 'Open a call' }} wide={false}>
        <OpenCallForm />
      </Page>
    );
  const call = answer.data?.items.find((one) => one.id === id);
  return (
    <Page title={{ zh: call?.title ?? '示范县遴选', en: call?.title ?? 'Selection' }}>
      <Loaded answer={answer}>
        {() => (call ? <CallRecord call={call} /> : <EmptyState title={t('notFound')} />)}
      </Loaded>
    </Page>
  );
}

const path = ['upcoming', 'open', 'review', 'closed', 'preliminary', 'final'];
const transitions = path
  .slice(1)
  .map((to, index) => ({ from: path[index] ?? '', to, operation: 'programme.selection' }));

function CallRecord({ call }: { call: Call }) {
  const t = useWords(selectionWords);
  const words = useWords(programmeWords);
  const states = [
    'state.upcoming',
    'state.open',
    'state.review',
    'state.closed',
    'state.preliminary',
    'state.final',
  ] as const;
  const stateOf = (state: string) => t(states.find((key) => key === `state.${state}`) ?? 'state.upcoming');
  const names = (county: string) => call.applications.find((one) => one.county === county)?.name ?? county;
  return (
    <>
      <CallActs call={call} />
      <LifeCycle
        transitions={transitions}
        path={path}
        current={call.state}
        stateWords={stateOf}
        history={call.reviewClosedOn ? [{ state: 'closed', at: call.reviewClosedOn }] : []}
      />
      <RecordBody
        findings={
          call.findings.length > 0 ? (
            <div className="qm-stack">
              <h2 className="qm-second">{words('findings')}</h2>
              <Found findings={call.findings} names={names} />
            </div>
          ) : undefined
        }
      >
        <CallFacts call={call} />
        <Section title={t('applications')} aside={call.reviewClosedOn === null ? t('blind') : undefined}>
          <Applications call={call} />
        </Section>
        <Publications call={call} names={names} />
      </RecordBody>
    </>
  );
}

function CallActs({ call }: { call: Call }) {
  const t = useWords(selectionWords);
  const { mayAct, home } = useScope();
  const mayRun = useMayActAtHome('programme.selection.run');
  const [acting, setActing] = useState<'apply' | 'close' | 'publish' | null>(null);
  const close = () => setActing(null);
  const mayApply = call.state === 'open' && home !== call.home && mayAct('programme.selection.apply');
  return (
    <div className="qm-row">
      <Status tone={callTone[call.state]}>{t(`state.${call.state}`)}</Status>
      {mayApply && (
        <Button kind="primary" onClick={() => setActing('apply')}>
          {t('apply')}
        </Button>
      )}
      {mayRun && call.state === 'review' && <Button onClick={() => setActing('close')}>{t('closeReview')}</Button>}
      {mayRun && (call.state === 'closed' || call.state === 'preliminary') && (
        <Button kind="primary" onClick={() => setActing('publish')}>
          {t('publish')}
        </Button>
      )}
      {acting === 'apply' && <ApplyForm call={call} onClose={close} />}
      {acting === 'close' && <CloseReviewForm call={call} onClose={close} />}
      {acting === 'publish' && <PublishForm call={call} onClose={close} />}
    </div>
  );
}

function CallFacts({ call }: { call: Call }) {
  const t = useWords(selectionWords);
  const sum = call.criteria.reduce((total, { points }) => addShares(total, parseShare(points)), zeroShare);
  const total = `${sum.numerator}/${sum.denominator}`;
  return (
    <div className="qm-card">
      <Facts
        facts={[
          { label: t('opensOn'), value: `${call.opensOn} – ${call.closesOn}` },
          { label: t('places'), value: call.places },
          { label: t('minimumExperts'), value: call.minimumExperts },
          {
            label: t('criteria'),
            value: (
              <ol>
                {call.criteria.map((criterion) => (
                  <li key={criterion.no}>
                    {criterion.no}. {criterion.text} · {numberWords(criterion.points)} {t('points')}
                  </li>
                ))}
                <li className="qm-second">{t('total', { points: numberWords(total) })}</li>
              </ol>
            ),
          },
        ]}
      />
    </div>
  );
}

function Publications({ call, names }: { call: Call; names: (county: string) => string }) {
  const t = useWords(selectionWords);
  return (
    <Section title={t('publications')}>
      <ul className="qm-card qm-lines">
        {call.publications.length === 0 && <li>{t('noPublications')}</li>}
        {call.publications.map((publication) => (
          <li key={publication.id}>
            <span className="qm-lines-what">
              <strong>
                {t(`kind.${publication.kind}`)} <span className="qm-number">{publication.publishedOn}</span>
              </strong>
              <span className="qm-second">{publication.publishedAt}</span>
              {publication.text}
              {publication.counties.length > 0 && <span>{publication.counties.map(names).join('、')}</span>}
              {publication.reason && <span className="qm-second">{publication.reason}</span>}
            </span>
            <EvidenceList items={publication.evidence} home={call.home} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
