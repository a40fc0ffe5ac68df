import { audit } from '@qianmo/platform/contract';
import { codeWords, Drawer, instantWords, Loaded, Section, Status, useQueryOp, useWords } from '@qianmo/ui/office';
import { actorWords } from './AuditPage.tsx';
import { auditWords } from './audit-words.ts';

/** One act with every field it changed, old beside new. */
export function ActDrawer({ act, onClose }: { act: audit.LoggedAct; onClose: () => void }) {
  const t = useWords(auditWords);
  const answer = useQueryOp(audit.getLoggedAct, { id: act.id }, { home: act.home });
  return (
    <Drawer title={codeWords('operation', act.operation)} onClose={onClose}>
      <dl className="qm-facts">
        <dt>{t('outcome')}</dt>
        <dd>
          <Status tone={act.outcome === 'done' ? 'pass' : 'block'}>{t(act.outcome)}</Status>{' '}
          {act.code && codeWords('problem', act.code)}
        </dd>
        <dt>{t('happened')}</dt>
        <dd className="qm-number">{instantWords(act.happenedAt)}</dd>
        <dt>{t('arrived')}</dt>
        <dd className="qm-number">{instantWords(act.arrivedAt)}</dd>
        <dt>{t('actor')}</dt>
        <dd className="qm-code">{actorWords(act.actor)}</dd>
        <dt>ID</dt>
        <dd className="qm-code">{act.id}</dd>
      </dl>
      <Loaded answer={answer}>
        {({ changes, more, sealedIn }) => (
          <>
            {sealedIn !== null && <Status tone="frozen">{t('sealedIn', { number: sealedIn })}</Status>}
            {changes.map((change) => (
              <Change key={change.seq} change={change} />
            ))}
            {more > 0 && <p>{t('changesMore', { count: more })}</p>}
          </>
        )}
      </Loaded>
    </Drawer>
  );
}

function Change({ change }: { change: audit.LoggedChange }) {
  const t = useWords(auditWords);
  const key = Object.entries(change.key).map(([name, value]) => `${name} ${String(value)}`);
  return (
    <Section title={<span className="qm-code">{change.table}</span>} aside={t(change.kind)}>
      <p className="qm-second qm-code">{key.join(' · ')}</p>
      {change.rowHash && <p className="qm-code">{t('appendOnly', { hash: change.rowHash.slice(0, 16) })}</p>}
      {change.fields.length > 0 && (
        <table className="qm-table">
          <thead>
            <tr>
              <th scope="col">{t('field')}</th>
              <th scope="col">{t('before')}</th>
              <th scope="col">{t('after')}</th>
            </tr>
          </thead>
          <tbody>
            {change.fields.map((field) => (
              <tr key={field.field}>
                <th scope="row" className="qm-code">
                  {field.field}
                </th>
                <td>
                  <Value value={field.old} />
                </td>
                <td>
                  <Value value={field.new} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Value({ value }: { value: audit.LoggedValue | null }) {
  const t = useWords(auditWords);
  if (value === null || value.kind === 'empty') return <>—</>;
  return (
    <span className={value.kind === 'text' ? 'qm-audit-value' : 'qm-code'}>
      {value.text}
      {value.cut && t('cut')}
    </span>
  );
}
