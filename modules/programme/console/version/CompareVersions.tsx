import { EmptyState, Loaded, Notice, useAddress, useQueryOp, useScope, useWords } from '@qianmo/ui/office';
import { compareVersions } from '../../contract.ts';
import { Changes } from './Changes.tsx';
import { versionWords } from './words.ts';

/** What changed between two versions, item by item and field by field. */
export function CompareVersions({ numbers }: { numbers: readonly number[] }) {
  const t = useWords(versionWords);
  const { query, setQuery } = useAddress();
  const sorted = numbers.toSorted((left, right) => left - right);
  const pick = (key: 'before' | 'after', fallback: number | undefined) =>
    sorted.find((number) => String(number) === query.get(key)) ?? fallback;
  const before = pick('before', sorted.at(-2));
  const after = pick('after', sorted.at(-1));
  if (before === undefined || after === undefined) return <EmptyState title={t('oneVersion')} />;
  const choose = (key: 'before' | 'after', value: number) => (
    <label className="qm-row">
      {t(key)}
      <select
        className="qm-input"
        style={{ inlineSize: 'auto' }}
        value={value}
        onChange={(event) => setQuery({ [key]: event.target.value })}
      >
        {sorted.map((number) => (
          <option key={number} value={number}>
            v{number}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div className="qm-stack">
      <div className="qm-row">
        {choose('before', before)}
        {choose('after', after)}
      </div>
      <Difference before={before} after={after} />
    </div>
  );
}

function Difference({ before, after }: { before: number; after: number }) {
  const t = useWords(versionWords);
  const { programme } = useScope();
  const answer = useQueryOp(compareVersions, { programme, before, after });
  return (
    <Loaded answer={answer}>
      {({ changes }) =>
        changes.length === 0 ? (
          <Notice tone="pass">{t('noChange')}</Notice>
        ) : (
          <>
            <p>{t('changes', { count: changes.length })}</p>
            <Changes changes={changes} before={`v${before}`} after={`v${after}`} />
          </>
        )
      }
    </Loaded>
  );
}
