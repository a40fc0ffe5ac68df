import { Button, Drawer, FileLink, Findings, Status, useWords } from '@qianmo/ui/office';
import { type ReactNode, useState } from 'react';
import { endConflict } from '../../contract.ts';
import { CellAct } from '../parts/CellAct.tsx';
import { named } from '../parts/codes-rule.ts';
import { EndForm } from '../parts/EndForm.tsx';
import { postName } from '../parts/names.ts';
import { useDivision } from '../parts/scope.ts';
import { ConflictForm } from './ConflictForm.tsx';
import { DecisionForm, UndertakingForm } from './IntegrityForms.tsx';
import type { PostIntegrity } from './IntegrityPage.tsx';
import { integrityWords } from './words.ts';

type Props = { readonly record: PostIntegrity; readonly onClose: () => void };
type Conflict = PostIntegrity['conflicts'][number];
type Acting = 'undertaking' | 'conflict' | 'decision' | { readonly end: Conflict };

/** One responsible post: what was signed, declared and decided, by whom it was held then. */
export function PostRecord({ record, onClose }: Props) {
  const t = useWords(integrityWords);
  const { mayAct } = useDivision();
  const [acting, setActing] = useState<Acting | null>(null);
  const close = () => setActing(null);
  if (acting !== null) return <Form {...{ record, acting }} onClose={close} />;
  const mayRecord = mayAct('organisation.integrity.record') && record.holder !== null;
  return (
    <Drawer title={postName(record.post)} onClose={onClose}>
      <div className="qm-stack">
        <strong>{record.holder?.name ?? <Status tone="warn">{t('vacant')}</Status>}</strong>
        <Findings findings={named(record.findings, () => record.post.title)} />
        <div className="qm-row">
          {mayRecord && <Button onClick={() => setActing('undertaking')}>{t('undertaking')}</Button>}
          {record.holder !== null && mayAct('organisation.integrity.declare') && (
            <Button onClick={() => setActing('conflict')}>{t('declare')}</Button>
          )}
          {mayRecord && <Button onClick={() => setActing('decision')}>{t('decide')}</Button>}
        </div>
        <Lines title={t('undertakings')} rows={record.undertakings} line={(row) => <Undertaking row={row} />} />
        <Lines
          title={t('conflicts')}
          rows={record.conflicts}
          line={(row) => (
            <ConflictLine
              row={row}
              onEnd={mayAct('organisation.integrity.record') ? () => setActing({ end: row }) : null}
            />
          )}
        />
        <Lines title={t('decisions')} rows={record.decisions} line={(row) => <Decision row={row} />} />
      </div>
    </Drawer>
  );
}

function Form({ record, acting, onClose }: Props & { readonly acting: Acting }) {
  const t = useWords(integrityWords);
  if (acting === 'undertaking') return <UndertakingForm post={record.post} onClose={onClose} />;
  if (acting === 'conflict') return <ConflictForm post={record.post} onClose={onClose} />;
  if (acting === 'decision') return <DecisionForm post={record.post} onClose={onClose} />;
  const { end } = acting;
  return (
    <EndForm
      operation={endConflict}
      record={{ id: end.id, version: end.version }}
      title={t('endConflict')}
      submit={t('endConflict')}
      consequence={t('endConflictText', { name: end.related.name })}
      onClose={onClose}
    />
  );
}

type LinesProps<Row> = {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly line: (row: Row) => ReactNode;
};

function Lines<Row extends { readonly id: string }>({ title, rows, line }: LinesProps<Row>) {
  const t = useWords(integrityWords);
  return (
    <section>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className="qm-second">{t('noRecords')}</p>
      ) : (
        <ul className="qm-org-lines">
          {rows.map((row) => (
            <li key={row.id}>{line(row)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Undertaking({ row }: { row: PostIntegrity['undertakings'][number] }) {
  const t = useWords(integrityWords);
  return (
    <>
      <span>
        {row.title} · {row.person.name} {row.corrected && <Status tone="off">{t('corrected')}</Status>}
      </span>
      <span className="qm-row">
        {row.file && <FileLink id={row.file} />}
        <span className="qm-second qm-number">{row.signedOn}</span>
      </span>
    </>
  );
}

function ConflictLine({ row, onEnd }: { row: Conflict; onEnd: (() => void) | null }) {
  const t = useWords(integrityWords);
  return (
    <>
      <span>
        {row.person.name} ↔ <strong>{row.related.name}</strong>
        <p className="qm-second">{row.ground}</p>
      </span>
      <span className="qm-row">
        <span className="qm-second qm-number">
          {row.from} – {row.until ?? ''}
        </span>
        {onEnd && row.until === null && <CellAct onClick={onEnd}>{t('endConflict')}</CellAct>}
      </span>
    </>
  );
}

function Decision({ row }: { row: PostIntegrity['decisions'][number] }) {
  const t = useWords(integrityWords);
  return (
    <>
      <span>
        <strong>{t(row.kind)}</strong> · {row.person.name}{' '}
        {row.corrected && <Status tone="off">{t('corrected')}</Status>}
        <p>{row.text}</p>
        <p className="qm-second">{[row.decidedBy, row.documentNo].filter(Boolean).join(' · ')}</p>
      </span>
      <span className="qm-row">
        {row.file && <FileLink id={row.file} />}
        <span className="qm-second qm-number">{row.decidedOn}</span>
      </span>
    </>
  );
}
