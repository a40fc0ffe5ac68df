import { EmptyState, Loaded, useWords } from '@qianmo/ui/office';
import { organisationWords } from '../parts/words.ts';
import { type MatrixRow, SubjectName } from './MatrixPage.tsx';
import { matrixWords } from './words.ts';

type Load = { readonly id: string; readonly name: string; readonly lead: MatrixRow[]; readonly with: MatrixRow[] };

type Props = {
  readonly answer: {
    readonly data: { readonly items: readonly MatrixRow[] } | undefined;
    readonly error: unknown;
    refetch(): unknown;
  };
};

/** The same matrix by unit: what each one leads and joins, the heaviest load first. */
export function ByUnit({ answer }: Props) {
  const t = useWords(matrixWords);
  const words = useWords(organisationWords);
  return (
    <Loaded answer={answer}>
      {({ items }) => {
        const loads = loadsOf(items);
        if (loads.length === 0) return <EmptyState title={t('empty')} />;
        return (
          <table className="qm-table qm-card">
            <caption className="qm-hidden">{t('unitCaption')}</caption>
            <thead>
              <tr>
                <th scope="col">{words('unit')}</th>
                <th scope="col">{t('leads')}</th>
                <th scope="col">{t('withs')}</th>
              </tr>
            </thead>
            <tbody>
              {loads.map((load) => (
                <tr key={load.id}>
                  <th scope="row" className="qm-matrix-unit">
                    {load.name}
                  </th>
                  <td>
                    <Items rows={load.lead} words={t('unitLead', { count: load.lead.length })} />
                  </td>
                  <td>
                    <Items rows={load.with} words={t('unitWith', { count: load.with.length })} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        );
      }}
    </Loaded>
  );
}

function Items({ rows, words }: { rows: readonly MatrixRow[]; words: string }) {
  if (rows.length === 0) return <>—</>;
  return (
    <details>
      <summary className="qm-number">{words}</summary>
      <ul className="qm-org-lines">
        {rows.map((row) => (
          <li key={`${row.subject.kind} ${row.subject.id}`}>
            <SubjectName row={row} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function loadsOf(rows: readonly MatrixRow[]): Load[] {
  const loads = new Map<string, Load>();
  for (const row of rows)
    for (const part of ['lead', 'with'] as const)
      for (const { id, name } of row[part]) {
        const load = loads.get(id) ?? { id, name, lead: [], with: [] };
        load[part].push(row);
        loads.set(id, load);
      }
  return [...loads.values()].sort(
    (left, right) => right.lead.length - left.lead.length || right.with.length - left.with.length,
  );
}
