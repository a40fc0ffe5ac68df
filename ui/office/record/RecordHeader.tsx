import type { ReactNode } from 'react';
import './record.css';

export type RecordHeaderProps = {
  readonly number?: string;
  readonly name: ReactNode;
  readonly status?: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
};

/** `CX-0087 XX村示范店 ✓ 运营 …  [记巡查] [更多▾]` */
export function RecordHeader({ number, name, status, note, actions }: RecordHeaderProps) {
  return (
    <header className="qm-record-head">
      {number && <span className="qm-code">{number}</span>}
      <h1>{name}</h1>
      {status}
      {note && <span className="qm-page-scope">{note}</span>}
      <span className="qm-toolbar-gap" />
      {actions && <span className="qm-page-actions">{actions}</span>}
    </header>
  );
}

/** Facts and papers on the left, what can be done and why not on the right. */
export function RecordBody({ children, findings }: { children: ReactNode; findings?: ReactNode }) {
  return (
    <div className={findings ? 'qm-record-body' : undefined}>
      <div className="qm-stack">{children}</div>
      {findings && <aside className="qm-record-side">{findings}</aside>}
    </div>
  );
}

export type Fact = {
  readonly label: ReactNode;
  readonly value: ReactNode;
  /** computed ▪, entered ▫, imported ▿ */
  readonly source?: 'computed' | 'entered' | 'imported';
};

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="qm-facts">
      {facts.map(({ label, value, source }, index) => (
        <FactLine key={typeof label === 'string' ? label : index} {...{ label, value, source }} />
      ))}
    </dl>
  );
}

const marks = { computed: '▪', entered: '▫', imported: '▿' } as const;

function FactLine({
  label,
  value,
  source,
}: {
  label: ReactNode;
  value: ReactNode;
  source: Fact['source'] | undefined;
}) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="qm-number">
        {value}
        {source && (
          <span className="qm-second" aria-hidden="true">
            {' '}
            {marks[source]}
          </span>
        )}
      </dd>
    </>
  );
}
