import type { Finding } from '@qianmo/platform/contract';
import { type ReactNode, useId, useState } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { useWords } from '../../i18n/words.ts';
import { Mark, Status } from '../../plain/Status.tsx';
import { Button } from '../Button.tsx';
import { conclusionOf } from '../Findings.tsx';
import './record.css';

export type Decision = {
  readonly key: string;
  /** Verb and amount, e.g. 批准支付 1,080.00 元. */
  readonly label: string;
  readonly kind?: 'primary' | 'stop' | 'plain';
  /** Findings that block stop this decision; returning a case they do not. */
  readonly guarded?: boolean;
  /** The reason must be given whatever the findings say. */
  readonly needsReason?: boolean;
};

export type DecisionBarProps = {
  readonly findings: readonly Finding[];
  readonly decisions: readonly Decision[];
  readonly busy: boolean;
  readonly onDecide: (decision: string, reason: string) => void;
  readonly children?: ReactNode;
};

/** The acts at the foot of a case. A blocked one stays in reach: pressing it leads to the first finding that blocks. */
export function DecisionBar({ findings, decisions, busy, onDecide, children }: DecisionBarProps) {
  const t = useWords(houseWords);
  const id = useId();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const { blocks, warns } = conclusionOf(findings);
  const decide = (decision: Decision) => {
    if (decision.guarded && blocks > 0) return focusFirstBlock();
    const needed = decision.needsReason || (decision.guarded && warns > 0);
    if (needed && reason.trim() === '') {
      setMissing(true);
      document.getElementById(id)?.focus();
      return;
    }
    onDecide(decision.key, reason.trim());
  };
  return (
    <footer className="qm-decision-bar">
      {children}
      <label htmlFor={id}>{t('reason')}</label>
      <input
        id={id}
        className="qm-input"
        value={reason}
        maxLength={500}
        placeholder={t('reasonNeeded')}
        aria-invalid={missing || undefined}
        onChange={(event) => {
          setReason(event.target.value);
          setMissing(false);
        }}
      />
      {decisions.map((decision) => (
        <Button
          key={decision.key}
          kind={decision.kind ?? 'plain'}
          busy={busy}
          blocked={decision.guarded === true && blocks > 0}
          onClick={() => decide(decision)}
        >
          {decision.label}
        </Button>
      ))}
    </footer>
  );
}

function focusFirstBlock(): void {
  const first = document.querySelector<HTMLElement>('.qm-finding[data-verdict="block"]');
  first?.scrollIntoView({ block: 'center' });
  first?.focus();
}

/** `结论:暂不能办理(1 项不符,1 项提醒)` */
export function Conclusion({ findings }: { findings: readonly Finding[] }) {
  const t = useWords(houseWords);
  const { tone, blocks, warns } = conclusionOf(findings);
  const words = blocks > 0 ? t('cannotAct', { blocks, warns }) : warns > 0 ? t('canActWarned', { warns }) : t('canAct');
  return <Status tone={tone}>{words}</Status>;
}

/** After the act: what happened, its number, and what comes next. */
export function Outcome({ id, children }: { id: string | null; children: ReactNode }) {
  const t = useWords(houseWords);
  return (
    <div className="qm-notice qm-tone-pass" role="status">
      <Mark tone="pass" />
      <div className="qm-notice-text">
        {children}
        {id && <p className="qm-second qm-code">{t('operationNumber', { id })}</p>}
      </div>
    </div>
  );
}
