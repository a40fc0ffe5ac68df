import {
  AppLink,
  type Bilingual,
  Icon,
  type IconName,
  type PageEntry,
  type PageGroup,
  pageGroups,
  pick,
  useAddress,
  useLanguage,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { pages } from '../modules.ts';
import { isOutside } from './router.tsx';
import { groupTitles, shellWords } from './words.ts';

const groupIcons: Readonly<Record<PageGroup, IconName>> = {
  work: 'work',
  programme: 'programme',
  organisation: 'organisation',
  network: 'network',
  funds: 'funds',
  support: 'support',
  oversight: 'oversight',
  industry: 'industry',
  statistics: 'statistics',
  system: 'system',
};

const foldKey = 'qianmo.rail';

/** Pages a person may open, by group; a group without any is not there at all. */
export function usePermittedPages(): { readonly group: PageGroup; readonly pages: readonly PageEntry[] }[] {
  const { can, programme } = useScope();
  return pageGroups.flatMap((group) => {
    const open = pages.filter(
      (page) =>
        page.group === group && page.inRail !== false && can(page.permission) && (isOutside(page) || programme !== ''),
    );
    return open.length > 0 ? [{ group, pages: open }] : [];
  });
}

export function Rail() {
  const t = useWords(shellWords);
  const [folded, setFolded] = useState(() => localStorage.getItem(foldKey) === 'folded');
  const groups = usePermittedPages().filter(({ group }) => group !== 'system');
  const fold = () => {
    localStorage.setItem(foldKey, folded ? 'open' : 'folded');
    setFolded(!folded);
  };
  return (
    <nav className={folded ? 'qm-rail qm-rail-folded' : 'qm-rail'} aria-label={t('navigation')}>
      <AppLink href="/console/inbox" className="qm-rail-brand">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path d="M9 3v26M23 3v26M3 12h26M3 21h26" stroke="currentColor" strokeWidth="2" fill="none" />
          <rect x="10.5" y="13.5" width="11" height="6" fill="var(--qm-millet)" />
        </svg>
        <span>{t('product')}</span>
      </AppLink>
      <div className="qm-rail-groups">
        {groups.map(({ group, pages: open }) => (
          <RailGroup key={group} group={group} pages={open} folded={folded} />
        ))}
      </div>
      <button type="button" className="qm-rail-fold" aria-expanded={!folded} onClick={fold}>
        <Icon name="fold" small />
        <span>{folded ? t('expand') : t('collapse')}</span>
      </button>
    </nav>
  );
}

type GroupProps = { readonly group: PageGroup; readonly pages: readonly PageEntry[]; readonly folded: boolean };

function RailGroup({ group, pages: open, folded }: GroupProps) {
  const { href, outside } = useAddress();
  const { pathname } = useLocation();
  const hrefOf = (page: PageEntry) => (isOutside(page) ? outside(page.path) : href(page.path));
  const current = currentPage(open, pathname, hrefOf);
  const title = groupTitles[group];
  const first = open[0];
  if (folded)
    return (
      <AppLink
        className="qm-rail-group"
        href={first ? hrefOf(first) : '#'}
        aria-current={current ? 'true' : undefined}
        title={title.zh}
      >
        <Icon name={groupIcons[group]} />
        <span className="qm-hidden">{title.zh}</span>
      </AppLink>
    );
  return (
    <section className="qm-rail-section">
      <h2>
        <Icon name={groupIcons[group]} small />
        <Label words={title} />
      </h2>
      <ul>
        {open.map((page) => (
          <li key={page.path}>
            <AppLink href={hrefOf(page)} aria-current={page === current ? 'page' : undefined}>
              <Label words={page.title} />
            </AppLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The page whose path leads furthest into the address: a record belongs to its register. */
function currentPage(open: readonly PageEntry[], pathname: string, hrefOf: (page: PageEntry) => string) {
  return open
    .filter((page) => {
      const path = hrefOf(page).split('?')[0] ?? '';
      return pathname === path || pathname.startsWith(`${path}/`);
    })
    .sort((left, right) => right.path.length - left.path.length)[0];
}

function Label({ words }: { words: Bilingual }) {
  const shown = useLanguage();
  return (
    <span className="qm-rail-label">
      {pick(words, shown)}
      {shown === 'both' && (
        <small lang="en" aria-hidden="true">
          {words.en}
        </small>
      )}
    </span>
  );
}
