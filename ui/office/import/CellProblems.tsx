import { type Sheet, sheet as sheets } from '@qianmo/platform/contract';
import { type FormEvent, useState } from 'react';
import { codeWords } from '../../i18n/codes.ts';
import { pick, useLanguage } from '../../i18n/language.ts';
import { useWords } from '../../i18n/words.ts';
import { Mark } from '../../plain/Status.tsx';
import { Button } from '../Button.tsx';
import { useAct } from '../runtime.tsx';
import { ProblemNotice } from '../States.tsx';
import type { Staged } from './ImportWizard.tsx';
import { importWords } from './words.ts';

type Item = Staged['items'][number];

type Props = {
  readonly sheet: Sheet;
  readonly staged: Staged;
  readonly item: Item;
  /** Null: what is wrong with the row as a whole. */
  readonly column: string | null;
};

/** Why a cell is wrong, what may have been meant, and a box to mend it in place. */
export function CellProblems({ sheet, staged, item, column }: Props) {
  const t = useWords(importWords);
  const problems = item.problems.filter((problem) => problem.column === column);
  const act = useAct(sheets.fixSheetCell);
  if (problems.length === 0) return null;
  const fix = (value: string) => {
    if (column === null || staged.hash === null) return;
    void act.run({ stage: staged.stage, row: item.row, column, value, hash: staged.hash });
  };
  return (
    <div className="qm-cell-problem">
      {problems.map(({ code, params, suggestion }) => (
        <p key={code}>
          <Mark tone="block" /> {codeWords('problem', code, params)}
          {suggestion !== null && column !== null && (
            <>
              {' '}
              {t('meant', { suggestion })}{' '}
              <Button kind="quiet" busy={act.busy} onClick={() => fix(suggestion)}>
                {t('use')}
              </Button>
            </>
          )}
        </p>
      ))}
      <ProblemNotice error={act.error} />
      {column !== null && <FixBox {...{ sheet, item, column }} busy={act.busy} onFix={fix} />}
    </div>
  );
}

type FixProps = Pick<Props, 'sheet' | 'item'> & {
  readonly column: string;
  readonly busy: boolean;
  readonly onFix: (value: string) => void;
};

function FixBox({ sheet, item, column, busy, onFix }: FixProps) {
  const t = useWords(importWords);
  const shown = useLanguage();
  const [value, setValue] = useState(item.cells[column] ?? '');
  const definition = sheet.columns.find(({ key }) => key === column);
  const label = `${t('fix')} ${definition ? pick(definition.head, shown) : column} ${item.row}`;
  const send = (event: FormEvent) => {
    event.preventDefault();
    onFix(value);
  };
  const set = (next: string) => setValue(next);
  return (
    <form className="qm-cell-fix" onSubmit={send}>
      {definition?.choices ? (
        <select className="qm-input" aria-label={label} value={value} onChange={(event) => set(event.target.value)}>
          <option value="">—</option>
          {definition.choices.map(({ value: key, words }) => (
            <option key={key} value={words.zh}>
              {pick(words, shown)}
            </option>
          ))}
        </select>
      ) : (
        <input className="qm-input" aria-label={label} value={value} onChange={(event) => set(event.target.value)} />
      )}
      <Button icon="check" label={label} busy={busy} submit />
    </form>
  );
}
