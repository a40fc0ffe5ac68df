import { Button, Icon, readDate, useAddress, useWords } from '@qianmo/ui/office';
import { type FormEvent, useState } from 'react';
import { auditWords } from './audit-words.ts';

export type AuditFilter = {
  from?: string;
  to?: string;
  text?: string;
  outcome?: 'done' | 'rejected';
  operation?: string;
};

/** Filters live in the URL like those of every register. */
export function readFilters(query: URLSearchParams): AuditFilter {
  const from = readDate(query.get('from') ?? '');
  const to = readDate(query.get('to') ?? '');
  const text = query.get('q')?.trim();
  const outcome = query.get('outcome');
  return {
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(text ? { text } : {}),
    ...(outcome === 'done' || outcome === 'rejected' ? { outcome } : {}),
  };
}

export function AuditFilters() {
  const t = useWords(auditWords);
  const { query, setQuery } = useAddress();
  const [text, setText] = useState(query.get('q') ?? '');
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget);
    const day = (key: string) => readDate(String(entered.get(key) ?? '')) ?? null;
    setQuery({
      q: text.trim() || null,
      from: day('from'),
      to: day('to'),
      outcome: String(entered.get('outcome') ?? '') || null,
    });
  };
  return (
    <form className="qm-toolbar" onSubmit={apply}>
      <span className="qm-search">
        <Icon name="search" small />
        <input
          type="search"
          className="qm-input"
          value={text}
          placeholder={t('search')}
          aria-label={t('search')}
          onChange={(event) => setText(event.target.value)}
        />
      </span>
      <input
        name="from"
        className="qm-input qm-audit-day"
        defaultValue={query.get('from') ?? ''}
        placeholder={t('from')}
        aria-label={t('from')}
      />
      <input
        name="to"
        className="qm-input qm-audit-day"
        defaultValue={query.get('to') ?? ''}
        placeholder={t('to')}
        aria-label={t('to')}
      />
      <select
        name="outcome"
        className="qm-input qm-audit-day"
        defaultValue={query.get('outcome') ?? ''}
        aria-label={t('outcome')}
      >
        <option value="">{t('all')}</option>
        <option value="done">{t('done')}</option>
        <option value="rejected">{t('rejected')}</option>
      </select>
      <Button submit>{t('apply')}</Button>
    </form>
  );
}
