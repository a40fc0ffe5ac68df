import { codeWords, Icon, Loaded, Page, useWords } from '@qianmo/ui/office';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type ApiField, type ApiOperation, readOpenApi } from './open-api.ts';
import { apiWords } from './words.ts';
import './api.css';

/** The interface description as pages: every operation, what it takes, gives and refuses. */
export function ApiPage() {
  const t = useWords(apiWords);
  const [text, setText] = useState('');
  const answer = useQuery({
    queryKey: ['openapi'],
    queryFn: async ({ signal }) => readOpenApi(await (await fetch('/api/openapi.json', { signal })).json()),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page
      title={{ zh: '接口', en: 'API' }}
      scope={t('lead')}
      count={answer.data?.length}
      actions={
        <a className="qm-button" href="/api/openapi.json" download="qianmo-openapi.json">
          <Icon name="export" small />
          {t('download')}
        </a>
      }
    >
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
      <Loaded answer={answer}>{(operations) => <Operations operations={operations} text={text} />}</Loaded>
    </Page>
  );
}

function Operations({ operations, text }: { operations: readonly ApiOperation[]; text: string }) {
  const [open, setOpen] = useState<string | null>(null);
  const groups = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    const shown = operations.filter(({ name, summary, path }) =>
      `${name} ${summary} ${path}`.toLowerCase().includes(wanted),
    );
    return Map.groupBy(shown, ({ tag }) => tag);
  }, [operations, text]);
  return (
    <div className="qm-stack">
      {[...groups].map(([tag, members]) => (
        <section key={tag} className="qm-card qm-api">
          <h2 className="qm-code">{tag}</h2>
          {members.map((operation) => (
            <div key={operation.name}>
              <ApiHead
                operation={operation}
                open={operation.name === open}
                onToggle={() => setOpen(operation.name === open ? null : operation.name)}
              />
              {operation.name === open && <ApiDetail operation={operation} />}
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}

type HeadProps = { readonly operation: ApiOperation; readonly open: boolean; readonly onToggle: () => void };

function ApiHead({ operation, open, onToggle }: HeadProps) {
  const t = useWords(apiWords);
  return (
    <button type="button" className="qm-api-head" aria-expanded={open} onClick={onToggle}>
      <span className={operation.writes ? 'qm-api-kind qm-tone-warn' : 'qm-api-kind qm-tone-running'}>
        {operation.writes ? t('write') : t('read')}
      </span>
      <span className="qm-code qm-api-name">{operation.name}</span>
      <span className="qm-api-summary" lang="en">
        {operation.summary}
      </span>
      <Icon name={open ? 'up' : 'down'} small />
    </button>
  );
}

function ApiDetail({ operation }: { operation: ApiOperation }) {
  const t = useWords(apiWords);
  return (
    <div className="qm-api-detail">
      <p className="qm-code">
        {operation.method} {operation.path}
      </p>
      <dl className="qm-facts">
        <dt>{t('permission')}</dt>
        <dd className="qm-code">{operation.permission}</dd>
        <dt>{t('rejections')}</dt>
        <dd>
          {operation.rejections.map((code) => (
            <span key={code} className="qm-api-code" title={codeWords('problem', code)}>
              {code}
            </span>
          ))}
        </dd>
      </dl>
      <Fields title={t('input')} fields={operation.input} />
      <Fields title={t('result')} fields={operation.result} />
    </div>
  );
}

function Fields({ title, fields }: { title: string; fields: readonly ApiField[] }) {
  const t = useWords(apiWords);
  if (fields.length === 0) return <p>{`${title}: ${t('nothing')}`}</p>;
  return (
    <table className="qm-table">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('field')}</th>
          <th scope="col">{t('type')}</th>
          <th scope="col">{t('needed')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ path, type, needed }) => (
          <tr key={path}>
            <td className="qm-code">{path}</td>
            <td className="qm-code">{type}</td>
            <td>{needed ? t('yes') : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
