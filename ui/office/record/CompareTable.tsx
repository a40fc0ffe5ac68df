import { type ReactNode, useState } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { useWords } from '../../i18n/words.ts';
import { EmptyState } from '../States.tsx';
import './record.css';

export type Compared = {
  readonly key: string;
  readonly label: ReactNode;
  /** Absent on the side where it does not exist. */
  readonly before: ReactNode | null;
  readonly after: ReactNode | null;
  readonly change: 'added' | 'removed' | 'changed' | 'same';
  readonly difference?: ReactNode;
};

export type CompareTableProps = {
  readonly caption: string;
  readonly before: ReactNode;
  readonly after: ReactNode;
  readonly rows: readonly Compared[];
};

const signs = { added: '＋', removed: '－', changed: '≠', same: '' } as const;

/** Two days or versions side by side; only what changed, unless one asks for all. */
export function CompareTable({ caption, before, after, rows }: CompareTableProps) {
  const t = useWords(houseWords);
  const [only, setOnly] = useState(true);
  const shown = only ? rows.filter(({ change }) => change !== 'same') : rows;
  return (
    <div className="qm-stack">
      <label className="qm-check">
        <input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} />
        {t('onlyChanges')}
      </label>
      {shown.length === 0 ? (
        <EmptyState title={t('same')} />
      ) : (
        <table className="qm-table qm-card">
          <caption className="qm-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t('item')}</th>
              <th scope="col">{before}</th>
              <th scope="col">{after}</th>
              <th scope="col">{t('difference')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.key} className={`qm-change-${row.change}`}>
                <th scope="row">{row.label}</th>
                <td>{row.before ?? t('absent')}</td>
                <td>{row.after ?? t('absent')}</td>
                <td>
                  <span aria-hidden="true">{signs[row.change]} </span>
                  <span className="qm-hidden">{t(row.change)} </span>
                  {row.difference}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
