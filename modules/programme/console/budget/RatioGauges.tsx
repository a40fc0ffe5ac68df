import {
  ClauseChip,
  EmptyState,
  Figure,
  Money,
  moneyText,
  Status,
  SumCheck,
  useWords,
  verdictTone,
} from '@qianmo/ui/office';
import { Quoted } from '../parts/Clause.tsx';
import { Found } from '../parts/Found.tsx';
import { operatorSign } from '../parts/figures.ts';
import type { Budget } from './BudgetPage.tsx';
import { budgetWords } from './words.ts';

type Ratio = Budget['ratios'][number];

export function RatioGauges({ budget }: { budget: Pick<Budget, 'ratios' | 'rows' | 'asOf'> }) {
  const t = useWords(budgetWords);
  if (budget.ratios.length === 0) return <EmptyState title={t('noRatios')} />;
  return (
    <div className="qm-gauges">
      {budget.ratios.map((ratio) => (
        <Gauge key={ratio.id} ratio={ratio} budget={budget} />
      ))}
    </div>
  );
}

type GaugeProps = { readonly ratio: Ratio; readonly budget: Pick<Budget, 'rows' | 'asOf'> };

/** A share against its limit: the bar from 0 to 100 %, the mark at the limit, dashed where it holds in principle only. */
function Gauge({ ratio, budget }: GaugeProps) {
  const t = useWords(budgetWords);
  const shown = ratio.sharePercent === null ? '—' : withSign(ratio.sharePercent);
  const { verdict } = ratio.finding;
  const isSoft = ratio.strictness === 'in_principle';
  const fill = Math.min(100, Number.parseFloat(ratio.sharePercent ?? '0'));
  const limit = Number.parseFloat(ratio.percent);
  const words = `${operatorSign(ratio.operator)} ${withSign(ratio.percent)}`;
  return (
    <section className="qm-gauge" aria-label={ratio.name.zh}>
      <header className="qm-gauge-head">
        <h3>{ratio.name.zh}</h3>
        <Status tone={verdictTone[verdict]}>{wordsOf(ratio, t)}</Status>
      </header>
      <div className="qm-row">
        <span className="qm-gauge-value qm-number">
          <Figure
            title={ratio.name.zh}
            definition={`${t('ofBase', { base: moneyText(ratio.baseFen, 'wan') })} · ${words}`}
            asOf={budget.asOf}
            records={() => <Counted ratio={ratio} budget={budget} />}
          >
            {shown}
          </Figure>
        </span>
        <span className="qm-second qm-number">
          {moneyText(ratio.numeratorFen, 'wan')} / {moneyText(ratio.baseFen, 'wan')}
        </span>
      </div>
      <div className="qm-gauge-bar" role="img" aria-label={`${shown}, ${t('limit')} ${words}`}>
        <span
          className={`qm-gauge-fill ${verdict === 'warn' || verdict === 'block' ? `qm-gauge-fill-${verdict}` : ''}`}
          style={{ inlineSize: `${fill}%` }}
        />
        <span
          className={isSoft ? 'qm-gauge-limit qm-gauge-limit-soft' : 'qm-gauge-limit'}
          style={{ insetInlineStart: `${limit}%` }}
        >
          <span className="qm-number">
            {words} {moneyText(ratio.limitFen, 'wan')}
          </span>
        </span>
      </div>
      <span className="qm-quoted">
        <span className="qm-second">{isSoft ? t('inPrinciple') : t('mandatory')}</span>
        <Quoted clause={ratio.clause} quote={ratio.quote} parameter={ratio.key} />
      </span>
    </section>
  );
}

type Say = (
  key: 'exact' | 'meets' | 'excess' | 'shortfall' | 'headroom' | 'share',
  params?: Record<string, string>,
) => string;

function wordsOf(ratio: Ratio, t: Say): string {
  if (ratio.excessFen !== '0') return t('excess', { amount: moneyText(ratio.excessFen, 'wan') });
  if (ratio.shortfallFen !== '0') return t('shortfall', { amount: moneyText(ratio.shortfallFen, 'wan') });
  if (ratio.headroomFen !== '0') return t('headroom', { amount: moneyText(ratio.headroomFen, 'wan') });
  if (ratio.sharePercent === null) return '—';
  return ratio.numeratorFen === ratio.limitFen ? t('exact') : t('meets');
}

/** The lines that count, which is the plan's choice, and their sum. */
function Counted({ ratio, budget }: GaugeProps) {
  const t = useWords(budgetWords);
  const rows = ratio.counted.map((id) => ({ id, row: budget.rows.find((one) => one.id === id) }));
  const sum = rows.reduce((total, { row }) => total + BigInt(row?.amountFen ?? row?.sumFen ?? '0'), 0n);
  return (
    <div className="qm-stack">
      <h3>{t('counted')}</h3>
      <ul className="qm-lines">
        {rows.map(({ id, row }) => (
          <li key={id}>
            <span className="qm-lines-what">{row?.name ?? id}</span>
            <span className="qm-lines-end">
              <Money fen={row?.amountFen ?? row?.sumFen ?? null} style="wan" />
              {row?.clause && <ClauseChip clause={row.clause} />}
            </span>
          </li>
        ))}
      </ul>
      <SumCheck
        sum={moneyText(sum, 'wan')}
        shown={moneyText(ratio.numeratorFen, 'wan')}
        agrees={String(sum) === ratio.numeratorFen}
      />
      <Found findings={[ratio.finding]} names={(id) => budget.rows.find((one) => one.id === id)?.name ?? id} />
    </div>
  );
}

function withSign(percent: string): string {
  return percent.endsWith('%') || percent === '—' ? percent : `${percent}%`;
}
