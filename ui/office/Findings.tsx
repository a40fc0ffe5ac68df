import type { Finding, Verdict } from '@qianmo/platform/contract';
import type { ReactNode } from 'react';
import { codeWords } from '../i18n/codes.ts';
import { houseWords } from '../i18n/house-words.ts';
import { useLanguage } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { Mark, type Tone } from '../plain/Status.tsx';
import { ClauseChip } from './ClauseChip.tsx';

const order: readonly Verdict[] = ['block', 'warn', 'pass', 'pending', 'off'];

export const verdictTone: Readonly<Record<Verdict, Tone>> = {
  block: 'block',
  warn: 'warn',
  pass: 'pass',
  pending: 'running',
  off: 'off',
};

export type FindingsProps = {
  readonly findings: readonly Finding[];
  /** What cures a finding: a link to the act that does it. */
  readonly cure?: (finding: Finding) => ReactNode;
  /** Where the figures compared come from. */
  readonly records?: (finding: Finding) => ReactNode;
};

/** What blocks first, then warnings, what is met, what waits; what the plan does not ask is folded. */
export function Findings({ findings, cure, records }: FindingsProps) {
  const t = useWords(houseWords);
  const sorted = [...findings].sort((left, right) => order.indexOf(left.verdict) - order.indexOf(right.verdict));
  const shown = sorted.filter(({ verdict }) => verdict !== 'off');
  const off = sorted.filter(({ verdict }) => verdict === 'off');
  // One rule may speak of many records with the same clause: only the place in the list tells them apart.
  const line = (finding: Finding, index: number) => (
    <FindingLine key={`${finding.rule}/${finding.clause}/${index}`} {...{ finding, cure, records }} />
  );
  return (
    <div className="qm-findings">
      {shown.map(line)}
      {off.length > 0 && (
        <details>
          <summary>{t('notRequired', { count: off.length })}</summary>
          {off.map(line)}
        </details>
      )}
    </div>
  );
}

type LineProps = {
  readonly finding: Finding;
  readonly cure: FindingsProps['cure'] | undefined;
  readonly records: FindingsProps['records'] | undefined;
};

function FindingLine({ finding, cure, records }: LineProps) {
  const t = useWords(houseWords);
  const shown = useLanguage();
  const { verdict, rule, clause, inputs, parameter } = finding;
  const remedy = cure?.(finding);
  const source = records?.(finding);
  return (
    <div className={`qm-finding qm-finding-${verdict}`} data-verdict={verdict} tabIndex={-1}>
      <Mark tone={verdictTone[verdict]} />
      <span>
        <span className="qm-hidden">{t(verdict)} </span>
        {codeWords('rule', `${rule}.${verdict}`, inputs, shown) === `${rule}.${verdict}`
          ? codeWords('rule', rule, inputs, shown)
          : codeWords('rule', `${rule}.${verdict}`, inputs, shown)}
      </span>
      <span>{clause && <ClauseChip clause={clause} parameter={parameter} />}</span>
      {(remedy || source) && (
        <span className="qm-finding-cure">
          {remedy && (
            <>
              {t('howToCure')}: {remedy}
            </>
          )}
          {source && (
            <>
              {' '}
              {t('records')}: {source}
            </>
          )}
        </span>
      )}
    </div>
  );
}

/** One sentence over the findings: may the act be done, and what stands against it. */
export function conclusionOf(findings: readonly Finding[]): { tone: Tone; blocks: number; warns: number } {
  const blocks = findings.filter(({ verdict }) => verdict === 'block').length;
  const warns = findings.filter(({ verdict }) => verdict === 'warn').length;
  return { blocks, warns, tone: blocks > 0 ? 'block' : warns > 0 ? 'warn' : 'pass' };
}
