import { ClauseChip, EmptyState, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { endDualOffice } from '../../contract.ts';
import { CellAct } from '../parts/CellAct.tsx';
import { EndForm } from '../parts/EndForm.tsx';
import { useDivision } from '../parts/scope.ts';
import type { Integrity } from './IntegrityPage.tsx';
import { integrityWords } from './words.ts';

type Office = Integrity['dualOffices'][number];

/** Units that both lead and operate: shown wherever they act, not refused, since no plan forbids it. */
export function DualOffices({ offices }: { offices: readonly Office[] }) {
  const t = useWords(integrityWords);
  const { mayAct } = useDivision();
  const [ending, setEnding] = useState<Office | null>(null);
  if (offices.length === 0) return <EmptyState title={t('emptyDual')} />;
  return (
    <>
      <ul className="qm-card qm-org-lines">
        {offices.map((office) => (
          <li key={office.id}>
            <span>
              <strong>{office.unit.name}</strong> · {office.parts.join(' + ')}
              <p className="qm-second">{office.ground}</p>
            </span>
            <span className="qm-row">
              {office.clause && <ClauseChip clause={office.clause} />}
              {office.from && <span className="qm-second qm-number">{t('since', { day: office.from })}</span>}
              {office.until === null && mayAct('organisation.integrity.record') && (
                <CellAct onClick={() => setEnding(office)}>{t('endDual')}</CellAct>
              )}
            </span>
          </li>
        ))}
      </ul>
      {ending && (
        <EndForm
          operation={endDualOffice}
          record={{ id: ending.id, version: ending.version }}
          title={ending.unit.name}
          submit={t('endDual')}
          onClose={() => setEnding(null)}
        />
      )}
    </>
  );
}
