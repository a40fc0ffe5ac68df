import { type ResultOf, type Sheet, sheet as sheets } from '@qianmo/platform/contract';
import { useEffect, useState } from 'react';
import { codeWords } from '../../i18n/codes.ts';
import { useWords } from '../../i18n/words.ts';
import { Notice } from '../../plain/Notice.tsx';
import { useAddress } from '../address.ts';
import { Button } from '../Button.tsx';
import { Outcome } from '../record/DecisionBar.tsx';
import { useAct, useQueryOp } from '../runtime.tsx';
import { Loaded, ProblemNotice } from '../States.tsx';
import { ConfirmStep } from './ConfirmStep.tsx';
import { PreviewStep } from './PreviewStep.tsx';
import { TemplateStep, UploadStep } from './StartSteps.tsx';
import { importWords } from './words.ts';
import './import.css';

export type Staged = ResultOf<typeof sheets.previewSheet>;
export type Only = 'new' | 'changed' | 'same' | 'wrong';

const steps = ['template', 'upload', 'preview', 'confirm', 'result'] as const;
type Step = (typeof steps)[number];

export const pageRows = 50;

/**
 * W: template, upload, preview, confirm, result. Step and import stand in the URL, so one can leave and come back; until
 * the confirmation nothing has entered the register.
 */
export function ImportWizard({ sheet }: { sheet: Sheet }) {
  const { query, setQuery } = useAddress();
  const stage = query.get('stage');
  const wanted = steps.find((one) => one === query.get('step')) ?? 'template';
  const goTo = (step: Step, id: string | null = stage) => setQuery({ step, stage: id, only: null, page: null });
  if (stage !== null) return <OfStage {...{ sheet, stage, wanted, goTo }} />;
  return (
    <>
      <Steps current={wanted === 'upload' ? 'upload' : 'template'} />
      {wanted === 'upload' ? (
        <UploadStep sheet={sheet} onStaged={(id) => goTo('preview', id)} onBack={() => goTo('template', null)} />
      ) : (
        <TemplateStep sheet={sheet} onNext={() => goTo('upload', null)} />
      )}
    </>
  );
}

type StageProps = {
  readonly sheet: Sheet;
  readonly stage: string;
  readonly wanted: Step;
  readonly goTo: (step: Step, stage?: string | null) => void;
};

function OfStage({ sheet, stage, wanted, goTo }: StageProps) {
  const { query } = useAddress();
  const only = (['new', 'changed', 'same', 'wrong'] as const).find((one) => one === query.get('only'));
  const page = Math.max(1, Number(query.get('page') ?? '1') || 1);
  const [reading, setReading] = useState(true);
  const answer = useQueryOp(
    sheets.previewSheet,
    { stage, ...(only ? { only } : {}), limit: pageRows, offset: (page - 1) * pageRows },
    { keepPrevious: true, ...(reading ? { everyMs: 1_500 } : {}) },
  );
  const state = answer.data?.state;
  useEffect(() => setReading(state === 'reading'), [state]);
  const current: Step =
    state === 'confirmed' ? 'result' : wanted === 'confirm' && state === 'ready' ? 'confirm' : 'preview';
  return (
    <>
      <Steps current={current} />
      <Loaded answer={answer}>
        {(staged) => {
          if (staged.state === 'confirmed')
            return <ResultStep staged={staged} onAgain={() => goTo('template', null)} />;
          if (staged.state !== 'ready') return <NotReady staged={staged} onAgain={() => goTo('upload', null)} />;
          if (current === 'confirm') return <ConfirmStep {...{ sheet, staged }} onBack={() => goTo('preview')} />;
          return (
            <>
              <PreviewStep {...{ sheet, staged, page }} {...(only ? { only } : {})} onNext={() => goTo('confirm')} />
              <GiveUp stage={stage} onDone={() => goTo('template', null)} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Steps({ current }: { current: Step }) {
  const t = useWords(importWords);
  return (
    <ol className="qm-import-steps" aria-label={t('steps')}>
      {steps.map((step, index) => (
        <li key={step} aria-current={step === current ? 'step' : undefined}>
          <span className="qm-number">{index + 1}</span> {t(step)}
        </li>
      ))}
    </ol>
  );
}

function NotReady({ staged, onAgain }: { staged: Staged; onAgain: () => void }) {
  const t = useWords(importWords);
  if (staged.state === 'reading') return <Notice tone="running">{t('reading', { name: staged.fileName })}</Notice>;
  const why = codeWords('problem', staged.errorCode ?? 'sheet-unreadable', staged.errorParams);
  return (
    <Notice tone="block" acts={<Button onClick={onAgain}>{t('again')}</Button>}>
      {t('failed', { why })}
    </Notice>
  );
}

function ResultStep({ staged, onAgain }: { staged: Staged; onAgain: () => void }) {
  const t = useWords(importWords);
  return (
    <div className="qm-stack">
      <Outcome id={null}>
        <p>{t('done', { count: staged.imported ?? 0 })}</p>
        <p className="qm-second">{t('undo')}</p>
        <p className="qm-second">{t('number', { id: staged.stage })}</p>
      </Outcome>
      <span className="qm-row">
        <Button onClick={onAgain}>{t('importAgain')}</Button>
      </span>
    </div>
  );
}

function GiveUp({ stage, onDone }: { stage: string; onDone: () => void }) {
  const t = useWords(importWords);
  const act = useAct(sheets.cancelSheet, { onDone });
  return (
    <>
      <ProblemNotice error={act.error} />
      <span className="qm-row">
        <Button kind="quiet" busy={act.busy} onClick={() => void act.run({ stage })}>
          {t('cancel')}
        </Button>
      </span>
    </>
  );
}
