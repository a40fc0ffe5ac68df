import { type Sheet, sheet as sheets } from '@qianmo/platform/contract';
import { houseWords } from '../../i18n/house-words.ts';
import { pick, useLanguage } from '../../i18n/language.ts';
import { useWords } from '../../i18n/words.ts';
import { Notice } from '../../plain/Notice.tsx';
import { Status } from '../../plain/Status.tsx';
import { useAddress } from '../address.ts';
import { Button } from '../Button.tsx';
import { useScope } from '../runtime.tsx';
import { EmptyState } from '../States.tsx';
import { CellProblems } from './CellProblems.tsx';
import { type Only, pageRows, type Staged } from './ImportWizard.tsx';
import { downloadHref } from './StartSteps.tsx';
import { importWords } from './words.ts';

type Props = {
  readonly sheet: Sheet;
  readonly staged: Staged;
  readonly only?: Only;
  readonly page: number;
  readonly onNext: () => void;
};

/** What the import would do: counts, rows, and each wrong cell with its reason and a way to mend it here. */
export function PreviewStep({ sheet, staged, only, page, onNext }: Props) {
  const t = useWords(importWords);
  const shown = useLanguage();
  const { home } = useScope();
  const { counts, unknownColumns } = staged;
  const right = counts.new + counts.changed;
  const language = shown === 'en' ? 'en' : 'zh';
  return (
    <div className="qm-stack">
      <Notice tone={counts.wrong > 0 ? 'warn' : 'pass'}>
        {staged.fileName} · {t('counts', { right, wrong: counts.wrong, same: counts.same })}
      </Notice>
      {unknownColumns.length > 0 && (
        <Notice tone="off">{t('unknownColumns', { columns: unknownColumns.join('、') })}</Notice>
      )}
      <div className="qm-row">
        <OutcomeFilter staged={staged} only={only} />
        <span className="qm-toolbar-gap" />
        {counts.wrong > 0 && (
          <a
            className="qm-button"
            href={downloadHref(sheets.sheetErrorFile, home, { stage: staged.stage, language })}
            download
          >
            {t('errorFile')}
          </a>
        )}
        <Button kind="primary" onClick={onNext}>
          {t('toConfirm')}
        </Button>
      </div>
      <Rows sheet={sheet} staged={staged} />
      <Pages page={page} total={staged.total} />
    </div>
  );
}

function OutcomeFilter({ staged, only }: { staged: Staged; only: Only | undefined }) {
  const t = useWords(importWords);
  const { setQuery } = useAddress();
  const { counts } = staged;
  const all = counts.new + counts.changed + counts.same + counts.wrong;
  const choices = [
    { key: undefined, count: all },
    ...(['wrong', 'new', 'changed', 'same'] as const).map((key) => ({ key, count: counts[key] })),
  ];
  return (
    <>
      {choices.map(({ key, count }) => (
        <button
          key={key ?? 'all'}
          type="button"
          className={key === only ? 'qm-chip qm-chip-on' : 'qm-chip'}
          aria-pressed={key === only}
          onClick={() => setQuery({ only: key ?? null, page: null })}
        >
          {t(key ?? 'all')} <span className="qm-number">{count}</span>
        </button>
      ))}
    </>
  );
}

const tones = { wrong: 'block', new: 'pass', changed: 'running', same: 'off' } as const;

function Rows({ sheet, staged }: { sheet: Sheet; staged: Staged }) {
  const t = useWords(importWords);
  const shown = useLanguage();
  if (staged.items.length === 0) return <EmptyState title={t('noRows')} />;
  return (
    <div className="qm-card qm-import-rows">
      <table className="qm-table">
        <thead>
          <tr>
            <th scope="col">{t('row')}</th>
            <th scope="col">{t('outcome')}</th>
            {sheet.columns.map(({ key, head }) => (
              <th key={key} scope="col">
                {pick(head, shown)} <span className="qm-second">{staged.letters[key]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {staged.items.map((item) => (
            <tr key={item.row}>
              <th scope="row" className="qm-number">
                {item.row}
              </th>
              <td>
                <Status tone={tones[item.outcome]}>{t(item.outcome)}</Status>
                <CellProblems {...{ sheet, staged, item }} column={null} />
              </td>
              {sheet.columns.map(({ key }) => (
                <td key={key}>
                  {item.cells[key] ?? ''}
                  <CellProblems {...{ sheet, staged, item }} column={key} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pages({ page, total }: { page: number; total: number }) {
  const t = useWords(houseWords);
  const { setQuery } = useAddress();
  const pages = Math.max(1, Math.ceil(total / pageRows));
  if (pages === 1) return null;
  const turn = (to: number) => setQuery({ page: String(Math.min(pages, Math.max(1, to))) });
  return (
    <nav className="qm-row" aria-label={t('page', { page, pages })}>
      <Button kind="quiet" icon="left" label={t('previousPage')} blocked={page <= 1} onClick={() => turn(page - 1)} />
      <span className="qm-number">{t('page', { page, pages })}</span>
      <Button kind="quiet" icon="right" label={t('nextPage')} blocked={page >= pages} onClick={() => turn(page + 1)} />
    </nav>
  );
}
