import { type Sheet, sheet as sheets } from '@qianmo/platform/contract';
import { useState } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Notice } from '../../plain/Notice.tsx';
import { Button } from '../Button.tsx';
import { useAct } from '../runtime.tsx';
import { ProblemNotice } from '../States.tsx';
import type { Staged } from './ImportWizard.tsx';
import { importWords } from './words.ts';

type Props = { readonly sheet: Sheet; readonly staged: Staged; readonly onBack: () => void };

/** The consequence in one sentence; wrong rows stay out only where the sheet allows it and the person says so. */
export function ConfirmStep({ sheet, staged, onBack }: Props) {
  const t = useWords(importWords);
  const [partial, setPartial] = useState(false);
  const act = useAct(sheets.confirmSheet);
  const { counts } = staged;
  const right = counts.new + counts.changed;
  const blocked = right === 0 || (counts.wrong > 0 && !partial);
  const confirm = () => {
    if (!blocked && staged.hash !== null) void act.run({ stage: staged.stage, hash: staged.hash, partial });
  };
  return (
    <div className="qm-stack">
      {right === 0 ? (
        <Notice tone="off">{t('nothing')}</Notice>
      ) : (
        <p>{t('confirmText', { right, added: counts.new, changed: counts.changed, same: counts.same })}</p>
      )}
      {counts.wrong > 0 && sheet.partial && (
        <label className="qm-check">
          <input type="checkbox" checked={partial} onChange={(event) => setPartial(event.target.checked)} />
          {t('partial', { wrong: counts.wrong })}
        </label>
      )}
      <ProblemNotice error={act.error} />
      <span className="qm-row">
        <Button kind="primary" busy={act.busy} blocked={blocked} onClick={confirm}>
          {t('doImport', { right })}
        </Button>
        <Button onClick={onBack}>{t('back')}</Button>
      </span>
    </div>
  );
}
