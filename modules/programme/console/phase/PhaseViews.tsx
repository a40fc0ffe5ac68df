import type { ResultOf } from '@qianmo/platform/contract';
import {
  type Band,
  Button,
  ClauseChip,
  DateField,
  Drawer,
  EmptyState,
  FormPage,
  Gantt,
  Loaded,
  NoteField,
  Section,
  Status,
  useAct,
  useForm,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { completePhase, listPhases } from '../../contract.ts';
import { stateWords } from '../codes-rule.ts';
import { useAsked, useMayActAtHome } from '../parts/asked.ts';
import { Questions } from '../parts/Clause.tsx';
import { EvidenceField } from '../parts/Evidence.tsx';
import { phaseTone } from '../parts/tones.ts';
import { programmeWords } from '../words.ts';
import { phaseWords } from './words.ts';

type Phase = ResultOf<typeof listPhases>['items'][number];

export function PhaseViews({ isList }: { isList: boolean }) {
  const t = useWords(phaseWords);
  const answer = useQueryOp(listPhases, useAsked());
  const mayComplete = useMayActAtHome('programme.phase.complete');
  const [closing, setClosing] = useState<Phase | null>(null);
  return (
    <Loaded answer={answer}>
      {({ items, asOf }) => (
        <>
          {items.length === 0 && <EmptyState title={t('none')} />}
          {items.length > 0 && !isList && <Timeline phases={items} asOf={asOf} />}
          {items.length > 0 && isList && <PhaseList phases={items} onComplete={mayComplete ? setClosing : undefined} />}
          {closing && <CompleteForm phase={closing} onClose={() => setClosing(null)} />}
        </>
      )}
    </Loaded>
  );
}

const bandState = { upcoming: 'later', running: 'running', done: 'done', overdue: 'late', undated: 'later' } as const;

/** One picture for each plan of the programme; what has no date stands below, never on a guessed day. */
function Timeline({ phases, asOf }: { phases: readonly Phase[]; asOf: string }) {
  const t = useWords(phaseWords);
  const plans = [...new Set(phases.map(({ plan }) => plan))];
  const undated = phases.filter((phase) => (phase.start ?? phase.end) === null);
  return (
    <>
      {plans.map((plan) => {
        const bands = phases.filter((phase) => phase.plan === plan).flatMap(bandOf);
        if (bands.length === 0) return null;
        return (
          <Section key={plan ?? ''} title={plan === null ? t('caption') : t('plan', { plan })}>
            <Gantt caption={t('caption')} bands={bands} at={asOf} head={t('phase')} />
          </Section>
        );
      })}
      {undated.length > 0 && (
        <Section title={t('undatedTitle')}>
          <ul className="qm-card qm-lines">
            {undated.map((phase) => (
              <li key={phase.id}>
                <span className="qm-lines-what">
                  {phase.name}
                  {phase.text && <span className="qm-second">{phase.text}</span>}
                </span>
                <span className="qm-lines-end">
                  <Questions numbers={phase.questions} />
                  <ClauseChip clause={phase.clause} />
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function bandOf(phase: Phase): Band[] {
  const start = phase.start ?? phase.end;
  const end = phase.end ?? phase.start;
  if (start === null || end === null) return [];
  return [
    {
      key: phase.id,
      start,
      end,
      state: bandState[phase.status],
      words: spanWords(phase),
      label: (
        <>
          {phase.kind === 'milestone' && <span aria-hidden="true">◆ </span>}
          {phase.name}
          <div className="qm-second">{spanWords(phase)}</div>
        </>
      ),
    },
  ];
}

/** `2019年8月下旬 – 2019年9月上旬` where the plan says so, else the days; an end it leaves open stays open. */
function spanWords({ kind, start, end, startWords, endWords }: Phase): string {
  const from = startWords ?? start;
  const to = endWords ?? end;
  if (from === null) return `– ${to ?? ''}`;
  if (to === null) return kind === 'milestone' ? from : `${from} –`;
  return to === from ? from : `${from} – ${to}`;
}

type ListProps = { readonly phases: readonly Phase[]; readonly onComplete: ((phase: Phase) => void) | undefined };

function PhaseList({ phases, onComplete }: ListProps) {
  const t = useWords(phaseWords);
  const words = useWords(programmeWords);
  return (
    <div className="qm-card qm-wide">
      <table className="qm-table">
        <caption className="qm-hidden">{t('caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('phase')}</th>
            <th scope="col">{words('start')}</th>
            <th scope="col">{words('end')}</th>
            <th scope="col">{words('status')}</th>
            <th scope="col">{words('text')}</th>
            <th scope="col">{words('clause')}</th>
            {onComplete && <th scope="col" />}
          </tr>
        </thead>
        <tbody>
          {phases.map((phase) => (
            <PhaseRow key={phase.id} phase={phase} onComplete={onComplete} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PhaseRow({ phase, onComplete }: { phase: Phase; onComplete: ListProps['onComplete'] }) {
  const t = useWords(phaseWords);
  return (
    <tr>
      <th scope="row">
        {phase.name}
        <div className="qm-second">
          {phase.id} · {t(phase.kind)}
        </div>
      </th>
      <td className="qm-number">
        {phase.start ?? '—'}
        {phase.startWords && <div className="qm-second">{phase.startWords}</div>}
      </td>
      <td className="qm-number">
        {phase.end ?? '—'}
        {phase.endWords && <div className="qm-second">{phase.endWords}</div>}
      </td>
      <td>
        <Status tone={phaseTone[phase.status]}>{stateWords(phase.status)}</Status>
        {phase.daysLate > 0 && <div className="qm-second">{t('late', { days: phase.daysLate })}</div>}
        {phase.doneOn && <div className="qm-second">{t('doneOn', { day: phase.doneOn })}</div>}
      </td>
      <td>
        {phase.text}
        {phase.note && <div className="qm-second">{phase.note}</div>}
        <Questions numbers={phase.questions} />
      </td>
      <td>
        <ClauseChip clause={phase.clause} />
      </td>
      {onComplete && (
        <td>{phase.status !== 'done' && <Button onClick={() => onComplete(phase)}>{t('complete')}</Button>}</td>
      )}
    </tr>
  );
}

function CompleteForm({ phase, onClose }: { phase: Phase; onClose: () => void }) {
  const t = useWords(phaseWords);
  const words = useWords(programmeWords);
  const { programme, today } = useScope();
  const act = useAct(completePhase, { onDone: onClose });
  const form = useForm({
    shape: completePhase.input,
    act,
    initial: { programme, phase: phase.id, doneOn: today, evidence: [] },
  });
  const labels = { doneOn: t('doneDay'), evidence: words('evidence'), note: words('note') };
  return (
    <Drawer title={t('completeTitle', { name: phase.name })} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('complete')} onCancel={onClose}>
        <DateField field={form.field('doneOn')} label={labels.doneOn} />
        <EvidenceField field={form.field('evidence')} label={labels.evidence} />
        <NoteField field={form.field('note')} label={labels.note} />
      </FormPage>
    </Drawer>
  );
}
