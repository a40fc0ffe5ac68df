import { audit } from '@qianmo/platform/contract';
import {
  Button,
  codeWords,
  EmptyState,
  instantWords,
  Loaded,
  Page,
  Section,
  Status,
  useAddress,
  useQueryOp,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { ActDrawer } from './ActDrawer.tsx';
import { AuditFilters, readFilters } from './AuditFilters.tsx';
import { Checks, Seal } from './AuditSeal.tsx';
import { auditWords } from './audit-words.ts';
import './audit.css';

/** Who did what and when, with every value before and after; sealed in batches that anybody can check. */
export function AuditPage() {
  const t = useWords(auditWords);
  const { query } = useAddress();
  const [open, setOpen] = useState<audit.LoggedAct | null>(null);
  return (
    <Page title={{ zh: '操作日志', en: 'Audit log' }}>
      <div className="qm-audit-top">
        <Seal />
        <Checks />
      </div>
      <Section title={t('acts')}>
        <AuditFilters />
        <Acts key={query.toString()} onOpen={setOpen} />
      </Section>
      {open && <ActDrawer act={open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

/** Pages of the log under one another; each further one is asked for by hand. */
function Acts({ onOpen }: { onOpen: (act: audit.LoggedAct) => void }) {
  const t = useWords(auditWords);
  const [starts, setStarts] = useState<readonly string[]>(['']);
  return (
    <div className="qm-card qm-audit-table">
      <table className="qm-table">
        <caption className="qm-hidden">{t('acts')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('happened')}</th>
            <th scope="col">{t('acts')}</th>
            <th scope="col">{t('actor')}</th>
            <th scope="col">{t('outcome')}</th>
            <th scope="col" className="qm-end">
              {t('changes')}
            </th>
          </tr>
        </thead>
        {starts.map((before, index) => (
          <ActRows
            key={before}
            before={before}
            last={index === starts.length - 1}
            onOpen={onOpen}
            onMore={(next) => setStarts((old) => [...old, next])}
          />
        ))}
      </table>
    </div>
  );
}

type RowsProps = {
  readonly before: string;
  readonly last: boolean;
  readonly onOpen: (act: audit.LoggedAct) => void;
  readonly onMore: (next: string) => void;
};

function ActRows({ before, last, onOpen, onMore }: RowsProps) {
  const t = useWords(auditWords);
  const { query } = useAddress();
  const answer = useQueryOp(audit.listLoggedActs, { ...readFilters(query), ...(before ? { before } : {}), limit: 50 });
  if (!answer.data)
    return (
      <tbody>
        <tr>
          <td colSpan={5}>
            <Loaded answer={answer}>{() => null}</Loaded>
          </td>
        </tr>
      </tbody>
    );
  const { items, next } = answer.data;
  return (
    <tbody>
      {items.map((act) => (
        <tr key={`${act.home}${act.id}`}>
          <td className="qm-number qm-audit-time">{instantWords(act.happenedAt)}</td>
          <td>
            <button type="button" className="qm-audit-open" onClick={() => onOpen(act)}>
              {codeWords('operation', act.operation)}
            </button>{' '}
            <span className="qm-second qm-code">{act.operation}</span>
          </td>
          <td className="qm-code">{actorWords(act.actor)}</td>
          <td>
            <Status tone={act.outcome === 'done' ? 'pass' : 'block'}>{t(act.outcome)}</Status>{' '}
            {act.code && codeWords('problem', act.code)}
          </td>
          <td className="qm-end qm-number">{act.changes}</td>
        </tr>
      ))}
      {items.length === 0 && before === '' && (
        <tr>
          <td colSpan={5}>
            <EmptyState title={t('empty')} />
          </td>
        </tr>
      )}
      {last && next !== null && (
        <tr>
          <td colSpan={5}>
            <Button kind="quiet" onClick={() => onMore(next)}>
              {t('more')}
            </Button>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** Accounts are ids; the last part tells them apart at a glance. */
export function actorWords(actor: string): string {
  return actor.startsWith('system:') ? actor.slice('system:'.length) : `…${actor.slice(-8)}`;
}
