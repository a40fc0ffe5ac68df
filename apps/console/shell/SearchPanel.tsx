import { place } from '@qianmo/platform/contract';
import {
  type Bilingual,
  Dialog,
  Icon,
  pick,
  useAddress,
  useLanguage,
  useOffice,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { type KeyboardEvent, useState } from 'react';
import { usePermittedPages } from './Rail.tsx';
import { isOutside } from './router.tsx';
import { groupTitles, shellWords } from './words.ts';

type Hit = { readonly key: string; readonly label: string; readonly detail: string; readonly href: string };

/** Ctrl K or /: pages, programmes and places by name. At most six of each kind; Enter opens. */
export function SearchPanel({ onClose }: { onClose: () => void }) {
  const t = useWords(shellWords);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const { go } = useAddress();
  const wanted = text.trim();
  const groups = [...useHits(wanted.toLowerCase()), ...usePlaceHits(wanted)].filter(({ hits }) => hits.length > 0);
  const hits = groups.flatMap((group) => group.hits);
  const open = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    go(hit.href);
  };
  const key = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(hits.length - 1, active + step)));
    } else if (event.key === 'Enter') open(hits[active]);
  };
  return (
    <Dialog title={t('searchShort')} onClose={onClose}>
      <span className="qm-search qm-search-wide">
        <Icon name="search" small />
        <input
          className="qm-input"
          role="combobox"
          aria-expanded="true"
          aria-controls="search-hits"
          aria-activedescendant={hits[active] ? `hit-${active}` : undefined}
          aria-label={t('search')}
          placeholder={t('search')}
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={key}
        />
      </span>
      <div id="search-hits" role="listbox" aria-label={t('searchShort')} className="qm-hits">
        {groups.map((group) => (
          <div key={group.title}>
            <p className="qm-menu-head">{group.title}</p>
            {group.hits.map((hit) => (
              <div
                key={hit.key}
                id={`hit-${hits.indexOf(hit)}`}
                role="option"
                tabIndex={-1}
                aria-selected={hits[active] === hit}
                className="qm-option"
                onClick={() => open(hit)}
                onKeyDown={key}
              >
                <span>{hit.label}</span>
                <span className="qm-second">{hit.detail}</span>
              </div>
            ))}
          </div>
        ))}
      </div>
    </Dialog>
  );
}

const most = 6;

function useHits(text: string): { readonly title: string; readonly hits: readonly Hit[] }[] {
  const t = useWords(shellWords);
  const shown = useLanguage();
  const { programmes } = useOffice();
  const { href, outside } = useAddress();
  const permitted = usePermittedPages();
  const matches = (...words: readonly (string | Bilingual)[]) =>
    words.some((word) => (typeof word === 'string' ? word : `${word.zh} ${word.en}`).toLowerCase().includes(text));
  const pages = permitted.flatMap(({ group, pages: open }) =>
    open
      .filter((page) => matches(page.title, groupTitles[group]))
      .map((page) => ({
        key: page.path,
        label: pick(page.title, shown),
        detail: pick(groupTitles[group], shown),
        href: isOutside(page) ? outside(page.path) : href(page.path),
      })),
  );
  const named = programmes
    .filter((one) => matches(one.name, one.homeName, one.home))
    .map((one) => ({
      key: one.programme,
      label: one.name,
      detail: one.homeName,
      href: `/console/${one.programme}/programme`,
    }));
  return [
    { title: t('pages'), hits: pages.slice(0, most) },
    { title: t('programmes'), hits: named.slice(0, most) },
  ];
}

/** Places of the whole country, those of the own scope first. */
function usePlaceHits(text: string): { readonly title: string; readonly hits: readonly Hit[] }[] {
  const t = useWords(shellWords);
  const { can } = useScope();
  const { outside } = useAddress();
  const answer = useQueryOp(
    place.searchPlaces,
    { text: text === '' ? '-' : text.slice(0, 40), limit: most },
    { enabled: text !== '' && can('place.search'), keepPrevious: true },
  );
  const hits = (text === '' ? [] : (answer.data?.items ?? [])).map((found) => ({
    key: `place${found.id}`,
    label: found.name,
    detail: found.path.join(' / '),
    href: outside('system/place', { id: found.id }),
  }));
  return [{ title: t('places'), hits }];
}
