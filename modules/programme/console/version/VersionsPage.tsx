import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  EmptyState,
  instantWords,
  Loaded,
  Page,
  Status,
  Tabs,
  useAddress,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { listVersions } from '../../contract.ts';
import { useAsked } from '../parts/asked.ts';
import { paperWords } from '../parts/figures.ts';
import { CompareVersions } from './CompareVersions.tsx';
import { FilingsView } from './FilingsView.tsx';
import { versionWords } from './words.ts';
import '../programme.css';

type Version = ResultOf<typeof listVersions>['items'][number];

const views = ['versions', 'compareView', 'filings'] as const;

/** 方案版本与备案: what was in force when, by which paper, and what was sent upwards. */
export function VersionsPage() {
  const t = useWords(versionWords);
  const { query, setQuery, href } = useAddress();
  const { mayAct } = useScope();
  const view = views.find((key) => key === query.get('view')) ?? 'versions';
  const answer = useQueryOp(listVersions, useAsked());
  return (
    <Page
      title={{ zh: '方案版本与备案', en: 'Versions and filings' }}
      actions={
        mayAct('programme.pack.import') && (
          <AppLink className="qm-button" href={href('programme/version/import')}>
            {t('importAct')}
          </AppLink>
        )
      }
    >
      <Tabs
        label={t('views')}
        tabs={views.map((key) => ({ key, label: t(key) }))}
        active={view}
        onChange={(key) => setQuery({ view: key === 'versions' ? null : key, before: null, after: null })}
      >
        {view === 'versions' && <Loaded answer={answer}>{({ items }) => <VersionTable items={items} />}</Loaded>}
        {view === 'compareView' && (
          <Loaded answer={answer}>
            {({ items }) => <CompareVersions numbers={items.map(({ version }) => version)} />}
          </Loaded>
        )}
        {view === 'filings' && <FilingsView />}
      </Tabs>
    </Page>
  );
}

function VersionTable({ items }: { items: readonly Version[] }) {
  const t = useWords(versionWords);
  const { href } = useAddress();
  const current = items.find(({ inForce }) => inForce);
  if (items.length === 0) return <EmptyState title={t('noVersions')} />;
  return (
    <table className="qm-table qm-card">
      <caption className="qm-hidden">{t('versions')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('version')}</th>
          <th scope="col">{t('effectiveOn')}</th>
          <th scope="col">{t('decision')}</th>
          <th scope="col">{t('importedBy')}</th>
          <th scope="col">SHA-256</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.version}>
            <th scope="row">
              {item.supersedes === null ? (
                `v${item.version}`
              ) : (
                <AppLink
                  href={href('programme/version', {
                    view: 'compareView',
                    before: item.supersedes,
                    after: item.version,
                  })}
                >
                  v{item.version}
                </AppLink>
              )}
            </th>
            <td>
              <span className="qm-number">{item.effectiveOn}</span>{' '}
              <Status tone={item.inForce ? 'pass' : 'off'}>
                {item.inForce ? t('inForce') : item.version > (current?.version ?? 0) ? t('later') : t('past')}
              </Status>
            </td>
            <td>{paperWords(item.decision)}</td>
            <td>
              {item.importedBy}
              <div className="qm-second qm-number">{instantWords(item.importedAt)}</div>
            </td>
            <td className="qm-code">{item.sha256.slice(0, 16)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
