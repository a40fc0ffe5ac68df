import { ProblemError } from '@qianmo/client';
import { type ReactNode, useEffect, useState } from 'react';
import { houseWords } from '../i18n/house-words.ts';
import { problemWords } from '../i18n/problem-words.ts';
import { useWords } from '../i18n/words.ts';
import { Notice } from '../plain/Notice.tsx';
import { Button } from './Button.tsx';
import { Findings } from './Findings.tsx';

/** Why there is nothing, and one act. */
export function EmptyState({ title, children }: { title?: string; children?: ReactNode }) {
  const t = useWords(houseWords);
  return (
    <div className="qm-empty">
      <hr className="qm-path" />
      <p>{title ?? t('emptyTitle')}</p>
      {children}
    </div>
  );
}

/** What went wrong while reading, with the way out. A fault shows the number to quote. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useWords(houseWords);
  return (
    <Notice tone="block" acts={onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}>
      {problemWords(error, 'read')}
    </Notice>
  );
}

/** What refused an act: the sentence, then the findings with clause and cure. Nothing where all is well. */
export function ProblemNotice({ error }: { error: unknown }) {
  if (!error) return null;
  const findings = error instanceof ProblemError ? error.problem.findings : undefined;
  return (
    <div className="qm-stack">
      <Notice tone="block">{problemWords(error, 'act')}</Notice>
      {findings && findings.length > 0 && <Findings findings={findings} />}
    </div>
  );
}

/** Nothing for 300 ms, then the shape of what comes; after 2 s a sentence. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const t = useWords(houseWords);
  const [stage, setStage] = useState(0);
  useEffect(() => {
    const timers = [setTimeout(() => setStage(1), 300), setTimeout(() => setStage(2), 2_000)];
    return () => timers.forEach(clearTimeout);
  }, []);
  if (stage === 0) return <div className="qm-loading" />;
  return (
    <div className="qm-loading" role="status">
      <span className="qm-hidden">{t('loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="qm-skeleton" style={{ inlineSize: `${92 - ((index * 17) % 40)}%` }} />
      ))}
      {stage === 2 && <p className="qm-field-help">{t('loadingLong')}</p>}
    </div>
  );
}

type Answer<T> = {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
};

/** Draws a read once it is there; until then its loading or error state. */
export function Loaded<T>({ answer, children }: { answer: Answer<T>; children: (data: T) => ReactNode }) {
  if (answer.data !== undefined) return <>{children(answer.data)}</>;
  if (answer.error) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  return <Loading />;
}
