import { audit } from '@qianmo/platform/contract';
import {
  Button,
  instantWords,
  Loaded,
  Notice,
  ProblemNotice,
  Section,
  Status,
  useAct,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { actorWords } from './AuditPage.tsx';
import { auditWords } from './audit-words.ts';
import { CheckDrawer } from './CheckDrawer.tsx';

/** The newest sealed root, the same that stands in the witness file and on the portal. */
export function Seal() {
  const t = useWords(auditWords);
  const answer = useQueryOp(audit.newestSeal, {}, { everyMs: 30_000 });
  return (
    <Section title={t('seal')}>
      <div className="qm-card">
        <Loaded answer={answer}>
          {({ seal, unsealed }) => (
            <dl className="qm-facts">
              {seal ? (
                <>
                  <dt>{t('sealedAt')}</dt>
                  <dd className="qm-number">
                    {instantWords(seal.sealedAt)} · {t('batch', { number: seal.number })}
                  </dd>
                  <dt>{t('root')}</dt>
                  <dd className="qm-code">{seal.root}</dd>
                  <dt>{t('chain')}</dt>
                  <dd className="qm-code">{seal.chain}</dd>
                </>
              ) : (
                <>
                  <dt>{t('seal')}</dt>
                  <dd>{t('notSealed')}</dd>
                </>
              )}
              <dt />
              <dd>
                <Status tone={unsealed > 0 ? 'running' : 'pass'}>{t('unsealed', { count: unsealed })}</Status>
              </dd>
            </dl>
          )}
        </Loaded>
      </div>
    </Section>
  );
}

/** Verification reads and reports; it changes nothing in the log. */
export function Checks() {
  const t = useWords(auditWords);
  const { can } = useScope();
  const allowed = can('audit.check');
  const answer = useQueryOp(audit.listChecks, { limit: 5 }, { enabled: allowed, everyMs: 10_000 });
  const act = useAct(audit.checkChain);
  const [open, setOpen] = useState<{ id: string; home: string } | null>(null);
  if (!allowed) return null;
  return (
    <Section
      title={t('checks')}
      aside={
        <Button icon="shield" busy={act.busy} onClick={() => void act.run({})}>
          {t('check')}
        </Button>
      }
    >
      <ProblemNotice error={act.error} />
      {act.result && <Notice tone="running">{t('checkQueued')}</Notice>}
      <div className="qm-card">
        <Loaded answer={answer}>
          {({ items }) =>
            items.length === 0 ? (
              <p>{t('noChecks')}</p>
            ) : (
              <ul className="qm-stack">
                {items.map((check) => (
                  <li key={check.id} className="qm-row">
                    <button type="button" className="qm-audit-open qm-number" onClick={() => setOpen(check)}>
                      {instantWords(check.checkedAt)}
                    </button>
                    <Status tone={check.problemCount === 0 ? 'pass' : 'block'}>
                      {check.problemCount === 0 ? t('clean') : t('problems', { count: check.problemCount })}
                    </Status>
                    <span className="qm-second">
                      {t('batches', { count: check.batches })} · {actorWords(check.askedBy)}
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
      {open && <CheckDrawer check={open} onClose={() => setOpen(null)} />}
    </Section>
  );
}
