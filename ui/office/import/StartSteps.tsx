import { type Sheet, sheet as sheets } from '@qianmo/platform/contract';
import { pick, useLanguage } from '../../i18n/language.ts';
import { useWords } from '../../i18n/words.ts';
import { writeQuery } from '../address.ts';
import { Button } from '../Button.tsx';
import { FileChooser } from '../evidence/FileChooser.tsx';
import { useAct, useScope } from '../runtime.tsx';
import { ProblemNotice } from '../States.tsx';
import { importWords } from './words.ts';

/** Address of a download of the sheet: template, wrong rows, what is there. */
export function downloadHref(
  operation: { readonly path: string },
  home: string,
  input: Record<string, string>,
): string {
  return operation.path.replace(':home', home) + writeQuery(input);
}

/** What each column wants, with an example, and the empty workbook. */
export function TemplateStep({ sheet, onNext }: { sheet: Sheet; onNext: () => void }) {
  const t = useWords(importWords);
  const shown = useLanguage();
  const { home } = useScope();
  const language = shown === 'en' ? 'en' : 'zh';
  const input = { sheet: sheet.name, language };
  return (
    <div className="qm-stack">
      <p>
        {pick(sheet.definition, language)} {t('most', { rows: sheet.maxRows })}
      </p>
      <span className="qm-row">
        <a className="qm-button" href={downloadHref(sheets.sheetTemplate, home, input)} download>
          {t('download')}
        </a>
        <a className="qm-button" href={downloadHref(sheets.exportSheet, home, input)} download>
          {t('exportNow')}
        </a>
        <Button kind="primary" onClick={onNext}>
          {t('next')}
        </Button>
      </span>
      <table className="qm-table qm-card">
        <thead>
          <tr>
            <th scope="col">{t('column')}</th>
            <th scope="col">{t('meaning')}</th>
            <th scope="col">{t('example')}</th>
          </tr>
        </thead>
        <tbody>
          {sheet.columns.map((column) => (
            <tr key={column.key}>
              <th scope="row">
                {pick(column.head, language)} {column.required && <span className="qm-second">{t('needed')}</span>}
              </th>
              <td>
                {pick(column.help, language)}
                {column.choices && (
                  <p className="qm-second">{column.choices.map(({ words }) => pick(words, language)).join(' / ')}</p>
                )}
              </td>
              <td>{column.example}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type UploadProps = {
  readonly sheet: Sheet;
  readonly onStaged: (stage: string) => void;
  readonly onBack: () => void;
};

export function UploadStep({ sheet, onStaged, onBack }: UploadProps) {
  const t = useWords(importWords);
  const act = useAct(sheets.stageSheet, { onDone: ({ stage }) => onStaged(stage) });
  return (
    <div className="qm-stack">
      <p>{t('uploadText')}</p>
      <ProblemNotice error={act.error} />
      <FileChooser
        accept=".xlsx,.csv"
        purpose="sheet"
        label={t('chooseSheet')}
        onStored={(file) => void act.run({ sheet: sheet.name, file })}
      />
      <span className="qm-row">
        <Button kind="quiet" onClick={onBack}>
          {t('back')}
        </Button>
      </span>
    </div>
  );
}
