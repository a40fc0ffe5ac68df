import { Button, useWords } from '@qianmo/ui/office';
import type { Budget } from './BudgetPage.tsx';
import { type DraftRow, emptyRow, freeId, inOrder, withoutRow } from './rows.ts';
import { budgetWords } from './words.ts';

type Props = {
  readonly rows: readonly DraftRow[];
  readonly sources: Budget['sources'];
  readonly onChange: (rows: readonly DraftRow[]) => void;
};

export function EditRows({ rows, sources, onChange }: Props) {
  const t = useWords(budgetWords);
  const set = (id: string, part: Partial<DraftRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  return (
    <div className="qm-card qm-wide">
      <table className="qm-table qm-budget-edit">
        <caption className="qm-hidden">{t('editTitle')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('item')}</th>
            <th scope="col" style={{ inlineSize: 90 }}>
              {t('quantity')}
            </th>
            <th scope="col" style={{ inlineSize: 120 }}>
              {t('unitAmount')}
            </th>
            <th scope="col" style={{ inlineSize: 130 }}>
              {t('amountWan')}
            </th>
            <th scope="col" style={{ inlineSize: 180 }}>
              {t('sourceHead')}
            </th>
            <th scope="col" style={{ inlineSize: 88 }} />
          </tr>
        </thead>
        <tbody>
          {inOrder(rows).map(({ row, depth }) => (
            <EditRow
              key={row.id}
              row={row}
              depth={depth}
              isSum={rows.some(({ parent }) => parent === row.id)}
              sources={sources}
              onSet={(part) => set(row.id, part)}
              onAdd={() => onChange([...rows, emptyRow(freeId(rows), row.id)])}
              onRemove={depth === 0 ? undefined : () => onChange(withoutRow(rows, row.id))}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = {
  readonly row: DraftRow;
  readonly depth: number;
  readonly isSum: boolean;
  readonly sources: Budget['sources'];
  readonly onSet: (part: Partial<DraftRow>) => void;
  readonly onAdd: () => void;
  readonly onRemove: (() => void) | undefined;
};

function EditRow({ row, depth, isSum, sources, onSet, onAdd, onRemove }: RowProps) {
  const t = useWords(budgetWords);
  const input = (key: 'name' | 'quantity' | 'unitAmount' | 'amount', label: string) => (
    <input
      className={key === 'name' ? 'qm-input' : 'qm-input qm-number qm-end'}
      aria-label={`${row.name} ${label}`}
      maxLength={key === 'name' ? 200 : 24}
      value={row[key]}
      onChange={(event) => onSet({ [key]: event.target.value })}
    />
  );
  return (
    <tr className={isSum ? 'qm-tree-sum' : undefined}>
      <td style={{ paddingInlineStart: 4 + depth * 20 }}>{input('name', t('item'))}</td>
      <td>{input('quantity', t('quantity'))}</td>
      <td>{input('unitAmount', t('unitAmount'))}</td>
      <td>{input('amount', t('amountWan'))}</td>
      <td>
        {!isSum && (
          <select
            className="qm-input"
            aria-label={`${row.name} ${t('sourceHead')}`}
            value={row.source}
            onChange={(event) => onSet({ source: event.target.value })}
          >
            <option value="">—</option>
            {sources.map(({ id, name }) => (
              <option key={id} value={id}>
                {name.zh}
              </option>
            ))}
          </select>
        )}
      </td>
      <td>
        <span className="qm-row" style={{ flexWrap: 'nowrap' }}>
          <Button kind="quiet" icon="plus" label={t('addPart')} onClick={onAdd} />
          {onRemove && <Button kind="quiet" icon="close" label={t('removeRow')} onClick={onRemove} />}
        </span>
      </td>
    </tr>
  );
}
