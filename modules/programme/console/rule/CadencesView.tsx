import { EmptyState, Loaded, useQueryOp, useWords } from '@qianmo/ui/office';
import { listCadences, listTargets } from '../../contract.ts';
import { stateWords } from '../codes-rule.ts';
import { useAsked } from '../parts/asked.ts';
import { Questions, Quoted } from '../parts/Clause.tsx';
import { operatorSign } from '../parts/figures.ts';
import { unitsOf } from '../parts/UnitField.tsx';
import { programmeWords } from '../words.ts';
import { ruleWords } from './words.ts';

/** Inspections, bulletins, reports and meetings that recur. */
export function CadencesView() {
  const t = useWords(ruleWords);
  const words = useWords(programmeWords);
  const asked = useAsked();
  const answer = useQueryOp(listCadences, asked);
  const known = unitsOf(useQueryOp(listTargets, { ...asked, pageSize: 200 }).data?.items ?? []);
  const names = (ids: readonly string[] | undefined) =>
    ids?.map((id) => known.find(({ ref }) => ref === id)?.name ?? id).join('、') || '—';
  return (
    <Loaded answer={answer}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t('noCadence')} />
        ) : (
          <div className="qm-card qm-wide">
            <table className="qm-table">
              <caption className="qm-hidden">{t('cadences')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('what')}</th>
                  <th scope="col">{t('frequency')}</th>
                  <th scope="col">{t('nextDue')}</th>
                  <th scope="col">{t('by')}</th>
                  <th scope="col">{t('to')}</th>
                  <th scope="col">{words('clause')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <tr key={item.id}>
                    <th scope="row">
                      {item.what} <Questions numbers={item.questions ?? []} />
                      {item.note && <div className="qm-second">{item.note}</div>}
                    </th>
                    <td>
                      {stateWords(item.frequency)}
                      {item.times !== undefined && (
                        <div className="qm-second">
                          {t('times', { operator: operatorSign(item.operator ?? '='), times: item.times })}
                        </div>
                      )}
                    </td>
                    <td className="qm-number">{item.nextDueOn ?? t('noDay')}</td>
                    <td>{names(item.by)}</td>
                    <td>{names(item.to)}</td>
                    <td>
                      <Quoted clause={item.clause} quote={item.quote ?? null} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Loaded>
  );
}
