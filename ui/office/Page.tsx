import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { type Bilingual, pick, useLanguage } from '../i18n/language.ts';
import { type Narrowing, usePlaceName } from './place-name.ts';
import { useScope } from './runtime.tsx';

export type PageProps = {
  readonly title: Bilingual;
  /** Where and when the page speaks of; by default the programme, place and day of the scope. */
  readonly scope?: ReactNode;
  /** Number of rows or another short figure beside the title. */
  readonly count?: ReactNode;
  readonly actions?: ReactNode;
  /** How far down the page follows the place chosen in the bar. */
  readonly narrowsTo?: Narrowing;
  /** Wide pages (registers) use the whole width; others stop at a readable measure. */
  readonly wide?: boolean;
  readonly children: ReactNode;
};

export function Page({ title, scope, count, actions, narrowsTo = 'county', wide = true, children }: PageProps) {
  const shown = useLanguage();
  const first = pick(title, shown);
  useEffect(() => {
    document.title = `${first} · 阡陌`;
  }, [first]);
  return (
    <article className={wide ? 'qm-page' : 'qm-page qm-page-narrow'}>
      <header className="qm-page-head">
        <div className="qm-page-title">
          <h1>
            {first}
            {shown === 'both' && title.en !== title.zh && (
              <span className="qm-second" lang="en">
                {title.en}
              </span>
            )}
          </h1>
          {count !== undefined && <span className="qm-page-count qm-number">{count}</span>}
          <span className="qm-page-scope">{scope ?? <ScopeLine narrowsTo={narrowsTo} />}</span>
        </div>
        {actions && <div className="qm-page-actions">{actions}</div>}
      </header>
      <hr className="qm-path" />
      {children}
    </article>
  );
}

/** `成县 · 截至 2019年12月31日` */
export function ScopeLine({ narrowsTo = 'county' }: { narrowsTo?: Narrowing }) {
  const scope = useScope();
  const shown = useLanguage();
  const narrowed = usePlaceName(narrowsTo);
  const day = scope.asOf ? dayWords(scope.asOf) : shown === 'en' ? 'today' : '今日';
  return (
    <>
      {[...new Set([scope.homeName, narrowed])].filter(Boolean).join(' › ')} · {shown === 'en' ? 'as of ' : '截至 '}
      {day}
    </>
  );
}

/** `2019年9月24日`, for text; tables show `2019-09-24`. */
export function dayWords(date: string): string {
  const [year, month, day] = date.split('-');
  return `${Number(year)}年${Number(month)}月${Number(day)}日`;
}

/** A titled part of a page. */
export function Section({ title, aside, children }: { title: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="qm-section">
      <header className="qm-section-head">
        <h2>{title}</h2>
        {aside && <div className="qm-section-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}
