import { place, type ResultOf } from '@qianmo/platform/contract';
import {
  EmptyState,
  Loaded,
  Notice,
  Page,
  ProblemNotice,
  useAct,
  useAddress,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { ResolutionRow } from './ResolutionRow.tsx';
import { resolutionWords } from './resolution-words.ts';
import './place.css';

export type Resolutions = ResultOf<typeof place.listPlaceResolutions>;
export type Resolution = Resolutions['items'][number];

/** 地名核对: names in plans that no place of the register answers to stand first, each with its candidates. */
export function ResolutionPage() {
  const t = useWords(resolutionWords);
  const { query, setQuery } = useAddress();
  const source = query.get('source');
  const openOnly = query.get('open') !== '0';
  const answer = useQueryOp(
    place.listPlaceResolutions,
    { ...(source ? { source } : {}), openOnly, limit: 500 },
    { keepPrevious: true },
  );
  return (
    <Page title={{ zh: '地名核对', en: 'Names to settle' }} narrowsTo="county">
      <p className="qm-second">{t('lead')}</p>
      <Loaded answer={answer}>
        {(found) => (
          <>
            <Counts {...found.counts} />
            <label className="qm-check">
              <input
                type="checkbox"
                checked={openOnly}
                onChange={(event) => setQuery({ open: event.target.checked ? null : '0' })}
              />
              {t('onlyOpen', { open: found.counts.open })}
            </label>
            <Rows found={found} openOnly={openOnly} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Counts({ open, resolved }: Resolutions['counts']) {
  const t = useWords(resolutionWords);
  const done = Object.values(resolved).reduce((sum, count) => sum + (count ?? 0), 0);
  const total = done + open;
  if (total === 0) return null;
  return (
    <Notice tone={open > 0 ? 'warn' : 'pass'}>
      {open > 0 ? t('counts', { total, resolved: done, open }) : t('allDone', { total })}
    </Notice>
  );
}

function Rows({ found, openOnly }: { found: Resolutions; openOnly: boolean }) {
  const t = useWords(resolutionWords);
  const { mayAct } = useScope();
  const decide = useAct(place.decidePlaceResolution);
  const undo = useAct(place.undecidePlaceResolution);
  if (found.items.length === 0) return <EmptyState title={openOnly ? t('noneOpen') : t('none')} />;
  const may = mayAct('place.edit');
  return (
    <>
      <ProblemNotice error={decide.error ?? undo.error} />
      <table className="qm-table qm-card qm-resolutions">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('place')}</th>
            <th scope="col">{t('how')}</th>
          </tr>
        </thead>
        <tbody>
          {found.items.map((row) => (
            <ResolutionRow
              key={`${row.source} ${row.rowKey}`}
              row={row}
              busy={decide.busy || undo.busy}
              onDecide={may ? (id) => void decide.run({ ...keyOf(row), place: id }) : null}
              onUndo={may ? () => void undo.run(keyOf(row)) : null}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

const keyOf = ({ source, rowKey, version }: Resolution) => ({ source, rowKey, version });
