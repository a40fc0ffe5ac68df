import type { ResultOf } from '@qianmo/platform/contract';
import { CompareTable, useWords } from '@qianmo/ui/office';
import type { compareVersions } from '../../contract.ts';
import { versionWords } from './words.ts';

type Change = ResultOf<typeof compareVersions>['changes'][number];
type Props = { readonly changes: readonly Change[]; readonly before: string; readonly after: string };

/** Changes of a pack by part, item and field, on both sides. */
export function Changes({ changes, before, after }: Props) {
  const t = useWords(versionWords);
  const rows = changes.flatMap((change) =>
    (change.fields.length > 0 ? change.fields : [{ field: '', before: null, after: null }]).map((field) => ({
      key: `${change.section}/${change.id}/${field.field}`,
      label: (
        <>
          {change.section} <strong>{change.id}</strong>
          <div className="qm-second qm-code">{field.field || t('whole')}</div>
        </>
      ),
      before: field.before,
      after: field.after,
      change: change.kind,
    })),
  );
  return <CompareTable caption={t('compareView')} before={before} after={after} rows={rows} />;
}
