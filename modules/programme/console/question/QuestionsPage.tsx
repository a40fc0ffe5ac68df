import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  Button,
  ClauseChip,
  EmptyState,
  Facts,
  Loaded,
  Notice,
  Page,
  Status,
  useAddress,
  useQueryOp,
  useWords,
} from '@qianmo/ui/office';
import { useEffect, useState } from 'react';
import { listQuestions } from '../../contract.ts';
import { useAsked, useMayActAtHome } from '../parts/asked.ts';
import { paperWords } from '../parts/figures.ts';
import { DecideForm } from './DecideForm.tsx';
import { questionWords } from './words.ts';
import '../programme.css';

export type Question = ResultOf<typeof listQuestions>['items'][number];

/** 待明确事项: both readings of the plan, the one in force, why, by whom. */
export function QuestionsPage() {
  const t = useWords(questionWords);
  const { query, setQuery } = useAddress();
  const open = query.get('open') === '1';
  const answer = useQueryOp(listQuestions, { ...useAsked(), ...(open ? { open: true } : {}) });
  const may = useMayActAtHome('programme.question.decide');
  const [deciding, setDeciding] = useState<Question | null>(null);
  useHash(answer.data !== undefined);
  return (
    <Page
      title={{ zh: '待明确事项', en: 'Open questions' }}
      count={answer.data && t('openCount', { count: answer.data.openCount })}
    >
      <label className="qm-check">
        <input
          type="checkbox"
          checked={open}
          onChange={(event) => setQuery({ open: event.target.checked ? '1' : null })}
        />
        {t('onlyOpen')}
      </label>
      <Loaded answer={answer}>
        {({ items }) => (
          <>
            {items.length === 0 && <EmptyState title={t('none')} />}
            {items.map((question) => (
              <QuestionCard
                key={question.no}
                question={question}
                onDecide={may ? () => setDeciding(question) : undefined}
              />
            ))}
          </>
        )}
      </Loaded>
      {deciding && <DecideForm question={deciding} onClose={() => setDeciding(null)} />}
    </Page>
  );
}

/** A link to one question is followed once the questions are there. */
function useHash(ready: boolean): void {
  useEffect(() => {
    if (!ready || !location.hash.startsWith('#question-')) return;
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [ready]);
}

type CardProps = { readonly question: Question; readonly onDecide: (() => void) | undefined };

function QuestionCard({ question, onDecide }: CardProps) {
  const t = useWords(questionWords);
  const { decided } = question;
  const who =
    decided === null ? t('byPack') : `${t('byOffice')}: ${t('decidedBy', { by: decided.by, since: decided.since })}`;
  return (
    <section className="qm-card qm-stack qm-question" id={`question-${question.no}`}>
      <header className="qm-row">
        <h2>
          {question.no} · {question.question}
        </h2>
        <Status tone={question.decidedBy === 'office' ? 'pass' : 'warn'}>
          {question.decidedBy === 'office' ? t('byOffice') : t('byPack')}
        </Status>
        <ClauseChip clause={question.clause} />
        <span className="qm-toolbar-gap" />
        {onDecide && <Button onClick={onDecide}>{t('decide')}</Button>}
      </header>
      <div className="qm-readings">
        {question.readings.map((reading, index) => {
          const isChosen = question.inForce === index + 1;
          return (
            <div key={reading.zh + reading.clause} className={isChosen ? 'qm-reading qm-reading-chosen' : 'qm-reading'}>
              <span className="qm-row">
                <span className="qm-second">{t('reading', { no: index + 1 })}</span>
                {isChosen && <Status tone="pass">{t('inForce')}</Status>}
              </span>
              <span lang="zh-CN">{reading.zh}</span>
              <ClauseChip clause={reading.clause} />
            </div>
          );
        })}
      </div>
      {question.inForce === 0 && <Notice tone="off">{t('noneInForce')}</Notice>}
      {question.differsFromPack && <Notice tone="warn">{t('differs')}</Notice>}
      <Facts
        facts={[
          { label: t(decided === null ? 'decision' : 'packDecision'), value: question.decision },
          { label: t('why'), value: question.why },
          {
            label: t('who'),
            value: decided?.document ? `${who} · ${paperWords(decided.document)}` : who,
          },
          ...affected(question, t('affects')),
        ]}
      />
    </section>
  );
}

function affected({ targets, parameters, lines }: Question, label: string) {
  if (targets.length + parameters.length + lines.length === 0) return [];
  return [{ label, value: <Affected targets={targets} parameters={parameters} lines={lines} /> }];
}

function Affected({ targets, parameters, lines }: Pick<Question, 'targets' | 'parameters' | 'lines'>) {
  const { href } = useAddress();
  return (
    <span className="qm-row">
      {targets.map((id) => (
        <AppLink key={id} href={href(`programme/target/${id}`)}>
          {id}
        </AppLink>
      ))}
      {parameters.map((key) => (
        <AppLink key={key} className="qm-code" href={href('programme/parameter', { q: key })}>
          {key}
        </AppLink>
      ))}
      {lines.map((id) => (
        <AppLink key={id} href={href('programme/budget')}>
          {id}
        </AppLink>
      ))}
    </span>
  );
}
