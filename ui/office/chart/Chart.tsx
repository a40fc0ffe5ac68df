import { lazy, type ReactNode, Suspense, useState } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { useWords } from '../../i18n/words.ts';
import { Loading } from '../States.tsx';
import { Tabs } from '../Tabs.tsx';

/** Figures by group and series; the same rows make the picture and its table twin. */
export type ChartTable = {
  readonly groupHead: string;
  readonly series: readonly { readonly name: string; readonly unit?: string }[];
  readonly rows: readonly { readonly group: string; readonly values: readonly (number | null)[] }[];
};

export type ChartProps = {
  /** Says the finding, e.g. 三个县完成过半. */
  readonly title: string;
  readonly kind: 'bar' | 'bar-across' | 'line' | 'stack';
  readonly table: ChartTable;
  /** Dashed line at the target with its clause. */
  readonly target?: { readonly value: number; readonly words: string };
  readonly heightPx?: number;
};

const Canvas = lazy(() => import('./Canvas.tsx').then(({ Canvas }) => ({ default: Canvas })));

/** The drawing code is loaded with the first chart; whoever cannot see it turns to the table. */
export function Chart(props: ChartProps) {
  const t = useWords(houseWords);
  const [view, setView] = useState('chart');
  const tabs = [
    { key: 'chart', label: t('chart') },
    { key: 'table', label: t('table') },
  ];
  return (
    <figure className="qm-stack">
      <figcaption>{props.title}</figcaption>
      <Tabs label={props.title} tabs={tabs} active={view} onChange={setView}>
        {view === 'table' ? (
          <TableTwin title={props.title} table={props.table} />
        ) : (
          <Suspense fallback={<Loading rows={5} />}>
            <Canvas {...props} />
          </Suspense>
        )}
      </Tabs>
    </figure>
  );
}

function TableTwin({ title, table }: { title: string; table: ChartTable }): ReactNode {
  return (
    <table className="qm-table">
      <caption className="qm-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{table.groupHead}</th>
          {table.series.map(({ name, unit }) => (
            <th key={name} scope="col" className="qm-end">
              {name}
              {unit && ` (${unit})`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(({ group, values }) => (
          <tr key={group}>
            <th scope="row">{group}</th>
            {table.series.map(({ name }, index) => (
              <td key={name} className="qm-end qm-number">
                {values[index]?.toLocaleString('zh-CN') ?? '—'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
