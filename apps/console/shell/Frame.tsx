import { readPlanClause } from '@qianmo/programme/console';
import {
  ClauseProvider,
  HistoryStrip,
  houseWords,
  Icon,
  isTyping,
  KeyHelp,
  OfficeProvider,
  SecondFactorPanel,
  useScope,
  useSession,
  useWords,
} from '@qianmo/ui/office';
import { Outlet } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { away, call, signedOut } from '../boot.ts';
import { Rail } from './Rail.tsx';
import { SearchPanel } from './SearchPanel.tsx';
import { SessionStrip } from './SessionStrip.tsx';
import { rememberProgramme, useOfficeFromUrl } from './scope.tsx';
import { TopBar } from './TopBar.tsx';
import { shellWords } from './words.ts';

const readClause = readPlanClause(call);

/** Rail, bar, strips and the page: what stays while pages change. */
export function Frame() {
  const office = useOfficeFromUrl();
  const { programme } = office.scope;
  useEffect(() => rememberProgramme(programme), [programme]);
  return (
    <OfficeProvider office={office}>
      <ClauseProvider value={readClause}>
        <Surroundings />
      </ClauseProvider>
    </OfficeProvider>
  );
}

function Surroundings() {
  const t = useWords(houseWords);
  const [searching, setSearching] = useState(false);
  useSearchKeys(() => setSearching(true));
  return (
    <div className="qm-shell">
      <a className="qm-skip" href="#main">
        {t('skip')}
      </a>
      <Rail />
      <div className="qm-shell-body">
        <TopBar onSearch={() => setSearching(true)} />
        <Strips />
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      {searching && <SearchPanel onClose={() => setSearching(false)} />}
      <SecondFactorPanel call={call} />
      <KeyHelp />
    </div>
  );
}

function useSearchKeys(open: () => void): void {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const control = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
      if (!control && !(event.key === '/' && !isTyping(event.target))) return;
      event.preventDefault();
      open();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  });
}

/** What the whole page must say: no connection, session over, demonstration data, a past day. */
function Strips() {
  const t = useWords(shellWords);
  const { installation } = useSession();
  const { readOnly } = useScope();
  const isAway = useSyncExternalStore(away.subscribe, away.get);
  const ended = useSyncExternalStore(signedOut.subscribe, signedOut.get);
  return (
    <>
      {installation.kind !== 'real' && <div className="qm-strip qm-strip-demo">{t(installation.kind)}</div>}
      {ended && (
        <div className="qm-strip qm-strip-away" role="alert">
          {t('sessionEnded')}
          <a href={`/console/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`}>
            {t('signInAgain')}
          </a>
        </div>
      )}
      {!ended && <SessionStrip />}
      {isAway && (
        <div className="qm-strip qm-strip-away" role="status">
          <Icon name="refresh" small />
          {t('away')}
        </div>
      )}
      {readOnly && <HistoryStrip />}
    </>
  );
}
