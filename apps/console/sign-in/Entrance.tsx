import { setLanguage, useLanguage, useWords } from '@qianmo/ui/plain';
import { useState } from 'react';
import { NewAccount } from './NewAccount.tsx';
import { SignIn } from './SignIn.tsx';
import { signInWords } from './words.ts';
import './entrance.css';

/** Everything before somebody is signed in: sign-in, first start, invitation. Loads no component library. */
export function Entrance({ path }: { path: string }) {
  const t = useWords(signInWords);
  const shown = useLanguage();
  const [ready, setReady] = useState<string | null>(null);
  const kind = path.startsWith('/console/setup')
    ? 'set-up'
    : path.startsWith('/console/invitation')
      ? 'invitation'
      : null;
  document.title = `${t('signIn')} · ${t('product')}`;
  return (
    <div className="qm-entrance">
      <aside className="qm-entrance-side">
        <Fields />
        <div className="qm-entrance-brand">
          <strong>{t('product')}</strong>
          <span>{t('motto')}</span>
          <p>{t('lead')}</p>
        </div>
      </aside>
      <main className="qm-entrance-main">
        <div className="qm-entrance-form">
          {kind && ready === null ? <NewAccount kind={kind} onReady={setReady} /> : <SignIn ready={ready} />}
        </div>
        <footer className="qm-entrance-foot">
          <span>{t('help')}</span>
          <button
            type="button"
            className="qm-button qm-button-quiet"
            lang={shown === 'en' ? 'zh-CN' : 'en'}
            onClick={() => setLanguage(shown === 'en' ? 'both' : 'en')}
          >
            {t('language')}
          </button>
        </footer>
      </main>
    </div>
  );
}

/** Paths between fields, seen from above: the product's name drawn. */
function Fields() {
  return (
    <svg className="qm-entrance-fields" viewBox="0 0 480 720" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <g fill="none" stroke="currentColor">
        <path strokeWidth="2" d="M-20 96C120 120 220 60 500 104M-20 102c140 24 240-36 520 8" />
        <path strokeWidth="2" d="M-20 268c160-32 260 44 520-4M-20 274c160-32 260 44 520-4" />
        <path strokeWidth="2" d="M-20 452c180 36 280-40 520 12M-20 458c180 36 280-40 520 12" />
        <path strokeWidth="2" d="M-20 618c160-20 300 40 520-12M-20 624c160-20 300 40 520-12" />
        <path d="M92-20c-24 200 40 420-8 760M98-20c-24 200 40 420-8 760" strokeWidth="2" />
        <path d="M262-20c40 220-36 460 12 760M268-20c40 220-36 460 12 760" strokeWidth="2" />
        <path d="M404-20c-16 240 28 520-6 760M410-20c-16 240 28 520-6 760" strokeWidth="2" />
      </g>
      <path className="qm-entrance-plot" d="M99 280c60-4 110 18 168 20l2 152c-60-6-110 10-168 6z" />
    </svg>
  );
}
