import { session as operations } from '@qianmo/platform/contract';
import {
  AppLink,
  AsOfPicker,
  codeWords,
  Icon,
  type Language,
  Popover,
  setLanguage,
  useAddress,
  useLanguage,
  useOffice,
  useScope,
  useSession,
  useWords,
} from '@qianmo/ui/office';
import { call } from '../boot.ts';
import { InboxBell } from './InboxBell.tsx';
import { PlaceSwitcher } from './PlaceSwitcher.tsx';
import { usePermittedPages } from './Rail.tsx';
import { Tray } from './Tray.tsx';
import { shellWords } from './words.ts';
import './bar.css';

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const t = useWords(shellWords);
  return (
    <header className="qm-bar">
      <ProgrammeSwitcher />
      <PlaceSwitcher />
      <span className="qm-bar-gap" />
      <button type="button" className="qm-bar-search" onClick={onSearch}>
        <Icon name="search" small />
        <span>{t('search')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <AsOfPicker />
      <Tray />
      <InboxBell />
      <NameMenu />
    </header>
  );
}

/** Name, year and state of the programmes in scope; a plain name where there is only one. */
function ProgrammeSwitcher() {
  const t = useWords(shellWords);
  const { programmes } = useOffice();
  const { programme, programmeName, homeName } = useScope();
  const { query } = useAddress();
  const { go } = useAddress();
  if (programmes.length === 0) return <span className="qm-bar-title">{homeName}</span>;
  const name = programmeName || t('noProgramme');
  if (programmes.length === 1) return <span className="qm-bar-title">{name}</span>;
  const kept = query.get('asof') ? `?asof=${query.get('asof')}` : '';
  return (
    <Popover
      className="qm-bar-button qm-bar-title"
      label={`${t('programme')} ${name}`}
      width={380}
      button={
        <>
          <span>{name}</span>
          <Icon name="down" small />
        </>
      }
    >
      {(close) => (
        <div className="qm-menu">
          {programmes.map((one) => (
            <button
              key={one.programme}
              type="button"
              aria-current={one.programme === programme || undefined}
              onClick={() => {
                close();
                go(`/console/${one.programme}/programme${kept}`);
              }}
            >
              <span style={{ flex: 1 }}>{one.name}</span>
              <span className="qm-second qm-number">
                {one.year} {t(one.state)}
              </span>
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}

const languages: readonly { readonly key: Language; readonly words: string }[] = [
  { key: 'zh', words: '中文' },
  { key: 'both', words: '中英' },
  { key: 'en', words: 'English' },
];

function NameMenu() {
  const t = useWords(shellWords);
  const { name, postings } = useSession();
  const { outside } = useAddress();
  const shown = useLanguage();
  const system = usePermittedPages().find(({ group }) => group === 'system')?.pages ?? [];
  return (
    <Popover
      className="qm-bar-button"
      align="end"
      width={260}
      button={
        <>
          <Icon name="person" small />
          {name}
          <Icon name="down" small />
        </>
      }
    >
      {(close) => (
        <div className="qm-menu">
          {postings.slice(0, 4).map((held) => (
            <span key={held.posting} className="qm-menu-head">
              {held.homeName} {held.unitName} {held.title ?? codeWords('role', held.role)}
            </span>
          ))}
          <hr />
          {system.map((page) => (
            <AppLink key={page.path} href={outside(page.path)} onClick={close}>
              <Icon name={page.icon} small />
              {shown === 'en' ? page.title.en : page.title.zh}
            </AppLink>
          ))}
          <hr />
          <span className="qm-menu-head">{t('language')}</span>
          <span className="qm-menu-choice">
            {languages.map(({ key, words }) => (
              <button key={key} type="button" aria-pressed={shown === key} onClick={() => setLanguage(key)}>
                {words}
              </button>
            ))}
          </span>
          <hr />
          <button type="button" onClick={() => void leave()}>
            <Icon name="leave" small />
            {t('signOut')}
          </button>
        </div>
      )}
    </Popover>
  );
}

async function leave(): Promise<void> {
  try {
    await call(operations.signOut, { input: {} });
  } finally {
    location.assign('/console/sign-in');
  }
}
