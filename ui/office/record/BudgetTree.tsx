import { absentText, type Fen } from '@qianmo/values/money';
import { type ReactNode, useMemo, useState } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { useWords } from '../../i18n/words.ts';
import { Icon } from '../../plain/Icon.tsx';
import { ClauseChip } from '../ClauseChip.tsx';
import { Money } from '../Money.tsx';
import './record.css';

export type BudgetLine = {
  readonly id: string;
  readonly parent: string | null;
  readonly name: ReactNode;
  /** Null where the plan names the item without an amount: shown as absent, never as 0. */
  readonly amountFen: Fen | string | null;
  readonly quantity?: string | null;
  readonly unitAmountFen?: Fen | string | null;
  readonly clause?: string | null;
  /** Further cells, in the order of `more`. */
  readonly cells?: readonly ReactNode[];
};

export type BudgetTreeProps = {
  readonly caption: string;
  readonly lines: readonly BudgetLine[];
  /** Heads of further columns. */
  readonly more?: readonly string[];
  /** The plan's own total, shown against the sum of the lines. */
  readonly totalFen?: Fen | string;
};

type Drawn = { readonly line: BudgetLine; readonly depth: number; readonly parent: boolean };

/** Groups, lines and details; every sum level is shown and the total is checked against its lines. */
export function BudgetTree({ caption, lines, more = [], totalFen }: BudgetTreeProps) {
  const t = useWords(houseWords);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const drawn = useMemo(() => drawLines(lines, folded), [lines, folded]);
  const sum = lines
    .filter(({ parent }) => parent === null)
    .reduce((total, { amountFen }) => total + BigInt(amountFen ?? 0n), 0n);
  const total = totalFen === undefined ? sum : BigInt(totalFen);
  const toggle = (id: string) =>
    setFolded((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  return (
    <div className="qm-card" style={{ padding: 0, overflowX: 'auto' }}>
      <table className="qm-table">
        <caption className="qm-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('item')}</th>
            <th scope="col" className="qm-end">
              {t('quantity')}
            </th>
            <th scope="col" className="qm-end">
              {t('unitAmount')}
            </th>
            <th scope="col" className="qm-end">
              {t('amount')}
            </th>
            <th scope="col" className="qm-end">
              {t('share')}
            </th>
            {more.map((head) => (
              <th key={head} scope="col" className="qm-end">
                {head}
              </th>
            ))}
            <th scope="col">{t('clause')}</th>
          </tr>
        </thead>
        <tbody>
          {drawn.map((one) => (
            <TreeRow key={one.line.id} {...one} total={total} folded={folded.has(one.line.id)} onToggle={toggle} />
          ))}
        </tbody>
        <tfoot>
          <tr className="qm-tree-sum">
            <th scope="row">{t('total')}</th>
            <td />
            <td />
            <td className="qm-end">
              <Money fen={total} style="wan" />
            </td>
            <td className="qm-end qm-number">{sum === total ? '✓ 100%' : ''}</td>
            {more.map((head) => (
              <td key={head} />
            ))}
            <td>{sum === total ? null : t('sumDiffers', { sum: String(sum) })}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

type RowProps = Drawn & { readonly total: bigint; readonly folded: boolean; readonly onToggle: (id: string) => void };

function TreeRow({ line, depth, parent, total, folded, onToggle }: RowProps) {
  const t = useWords(houseWords);
  return (
    <tr className={parent && depth === 0 ? 'qm-tree-sum' : undefined}>
      <th scope="row" style={{ fontWeight: parent ? 600 : 400 }}>
        <span className="qm-tree-row" style={{ paddingInlineStart: depth * 20 }}>
          {parent ? (
            <button type="button" aria-expanded={!folded} aria-label={t('open')} onClick={() => onToggle(line.id)}>
              <Icon name={folded ? 'right' : 'down'} small />
            </button>
          ) : (
            <span style={{ inlineSize: 24 }} />
          )}
          {line.name}
        </span>
      </th>
      <td className="qm-end qm-number">{line.quantity}</td>
      <td className="qm-end">{line.unitAmountFen != null && <Money fen={line.unitAmountFen} style="wan" />}</td>
      <td className="qm-end">
        <Money fen={line.amountFen} style="wan" />
      </td>
      <td className="qm-end qm-number">
        {line.amountFen === null ? absentText : shareOf(BigInt(line.amountFen), total)}
      </td>
      {line.cells?.map((cell, index) => (
        <td key={index} className="qm-end qm-number">
          {cell}
        </td>
      ))}
      <td>{line.clause && <ClauseChip clause={line.clause} />}</td>
    </tr>
  );
}

function drawLines(lines: readonly BudgetLine[], folded: ReadonlySet<string>): Drawn[] {
  const below = (parent: string | null, depth: number): Drawn[] =>
    lines
      .filter((line) => line.parent === parent)
      .flatMap((line) => [
        { line, depth, parent: lines.some((one) => one.parent === line.id) },
        ...(folded.has(line.id) ? [] : below(line.id, depth + 1)),
      ]);
  return below(null, 0);
}

/** Two decimals, rounded half up, from exact fen. */
function shareOf(part: bigint, whole: bigint): string {
  if (whole === 0n) return '—';
  const hundredths = (part * 100_000n + whole * 5n) / (whole * 10n);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}%`;
}
