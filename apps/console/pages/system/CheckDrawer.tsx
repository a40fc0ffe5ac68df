import { audit } from '@qianmo/platform/contract';
import { Drawer, instantWords, Loaded, Notice, Status, useQueryOp, useWords } from '@qianmo/ui/office';
import { auditWords } from './audit-words.ts';

type Problem = audit.CheckReport['problems'][number];

/** One verification: what was compared, and every row that is not what the log says it is, by name. */
export function CheckDrawer({ check, onClose }: { check: { id: string; home: string }; onClose: () => void }) {
  const t = useWords(auditWords);
  const answer = useQueryOp(audit.getCheck, { id: check.id }, { home: check.home });
  return (
    <Drawer title={t('report')} onClose={onClose}>
      <Loaded answer={answer}>
        {(report) => (
          <div className="qm-stack">
            <Status tone={report.problemCount === 0 ? 'pass' : 'block'}>
              {report.problemCount === 0 ? t('clean') : t('problems', { count: report.problemCount })}
            </Status>
            <dl className="qm-facts">
              <dt>{t('checkedAt')}</dt>
              <dd className="qm-number">{instantWords(report.checkedAt)}</dd>
              <dt>{t('compared')}</dt>
              <dd>{t('comparedText', { batches: report.batches, leaves: report.leaves, rows: report.rows })}</dd>
              <dt>{t('tail')}</dt>
              <dd>{t('unsealed', { count: report.unsealedTail })}</dd>
            </dl>
            {report.problems.length > 0 && <Problems problems={report.problems} />}
            {report.notShown > 0 && <Notice tone="off">{t('notShown', { count: report.notShown })}</Notice>}
          </div>
        )}
      </Loaded>
    </Drawer>
  );
}

function Problems({ problems }: { problems: readonly Problem[] }) {
  const t = useWords(auditWords);
  return (
    <table className="qm-table">
      <caption className="qm-hidden">{t('report')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('problem')}</th>
          <th scope="col">{t('row')}</th>
        </tr>
      </thead>
      <tbody>
        {problems.map((problem) => (
          <tr key={`${problem.kind}/${problem.table}/${problem.key}/${problem.seq}/${problem.batch}`}>
            <th scope="row">
              {t(`kind.${problem.kind}`)}
              <div className="qm-second qm-audit-value">{problem.detail}</div>
            </th>
            <td className="qm-code qm-audit-value">
              {problem.table}
              <div>{problem.key}</div>
              {problem.batch !== null && <div>{t('batch', { number: problem.batch })}</div>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
