import { session as operations } from '@qianmo/platform/contract';
import { useQueryOp, useSession, useWords } from '@qianmo/ui/office';
import { useEffect, useState } from 'react';
import { shellWords } from './words.ts';

const warnMinutes = 15;
const minuteMs = 60_000;
const opened = performance.now();

/** Says some minutes before the session ends that it will, so that nobody is put out in the middle of a form. */
export function SessionStrip() {
  const t = useWords(shellWords);
  const now = useServerTime();
  const tokens = useQueryOp(operations.listTokens, {}, { everyMs: 10 * minuteMs });
  const own = tokens.data?.items.find(({ current }) => current);
  if (!own) return null;
  const minutes = Math.ceil((Date.parse(own.expiresAt) - now) / minuteMs);
  if (minutes > warnMinutes || minutes < 1) return null;
  return (
    <div className="qm-strip qm-strip-away" role="status">
      {t('sessionEnds', { minutes })}
      <a href={`/console/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`}>{t('signInAgain')}</a>
    </div>
  );
}

/** Milliseconds of the server's clock, moved on by the time the page has been open; asked for once a minute. */
function useServerTime(): number {
  const { installation } = useSession();
  const [elapsed, setElapsed] = useState(() => performance.now() - opened);
  useEffect(() => {
    const timer = setInterval(() => setElapsed(performance.now() - opened), minuteMs);
    return () => clearInterval(timer);
  }, []);
  return Date.parse(installation.now) + elapsed;
}
