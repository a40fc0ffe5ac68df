import { indicator } from '@qianmo/platform/contract';
import { Figure, Loaded, SumCheck, useQueryOp, useWords } from '@qianmo/ui/office';
import { useAsked } from '../parts/asked.ts';
import { conditionText, valueWords } from '../parts/figures.ts';
import type { TargetRecord } from './TargetPage.tsx';
import { ValueTable } from './ValueHistory.tsx';
import { targetWords } from './words.ts';

/** The value of a target; opens the records of its indicator, or the entries with their evidence. */
export function TargetFigure({ record }: { record: TargetRecord }) {
  const t = useWords(targetWords);
  const { current } = record.target;
  const value = current.value === null ? t('noFigure') : valueWords(current.value, current.unit);
  const parts = [
    current.period,
    current.observedOn && t('currentOn', { day: current.observedOn }),
    t('records', { count: current.records }),
    current.counties && t('counties', current.counties),
  ];
  return (
    <span className="qm-inline">
      <Figure
        title={record.target.name.zh}
        definition={`${t(`source.${current.source}`)} · ${conditionText(record.target)} · ${record.target.clause}`}
        asOf={record.asOf}
        records={() =>
          record.indicator ? (
            <IndicatorRecords indicatorKey={record.indicator} value={current.value} />
          ) : (
            <ValueTable values={record.values} />
          )
        }
      >
        {value}
      </Figure>
      <span className="qm-second">{parts.filter(Boolean).join(' · ')}</span>
    </span>
  );
}

/** Records of an indicator with what each adds; they must add up to the value. */
function IndicatorRecords({ indicatorKey, value }: { indicatorKey: string; value: string | null }) {
  const t = useWords(targetWords);
  const { programme, asOf } = useAsked();
  const question = { key: indicatorKey, programme, ...(asOf ? { at: asOf } : {}) };
  const answer = useQueryOp(indicator.listIndicatorRecords, { ...question, limit: 500 });
  return (
    <Loaded answer={answer}>
      {({ items, next }) => {
        const numerator = items.reduce((sum, item) => sum + BigInt(item.numerator), 0n);
        const denominator = items.reduce((sum, item) => sum + BigInt(item.denominator), 0n);
        return (
          <div className="qm-stack">
            {next === null && items.length > 0 && (
              <SumCheck
                sum={`${numerator} / ${denominator}`}
                shown={value ?? '—'}
                agrees={value !== null && agree(numerator, denominator, value)}
              />
            )}
            <ul className="qm-lines">
              {items.length === 0 && <li>{t('recordsNone')}</li>}
              {items.map((item) => (
                <li key={`${item.home}/${item.kind}/${item.id}`}>
                  <span className="qm-lines-what">
                    {item.label}
                    <span className="qm-second qm-number">{item.day}</span>
                  </span>
                  <span className="qm-number">
                    {item.numerator} / {item.denominator}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        );
      }}
    </Loaded>
  );
}

/** The value is `n/d` in the target's unit: a share in percent is a hundred times its fraction. */
function agree(numerator: bigint, denominator: bigint, value: string): boolean {
  const [n = '0', d = '1'] = value.split('/');
  const left = numerator * BigInt(d);
  const right = BigInt(n) * (denominator === 0n ? 1n : denominator);
  return left === right || left * 100n === right;
}
