import { createDrafts, type Session } from '@qianmo/client';
import { askSecondFactor, Button, Loading, Notice, OfficeTheme, problemWords, useWords } from '@qianmo/ui/office';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { call, offerSecondFactor, session } from '../boot.ts';
import { findProgrammes } from '../programmes.ts';
import { createConsoleRouter } from './router.tsx';
import { type Base, BaseProvider } from './scope.tsx';
import { shellWords } from './words.ts';
import './shell.css';

offerSecondFactor(askSecondFactor);

const queries = new QueryClient({
  // The call itself repeats what is worth repeating.
  defaultOptions: { queries: { retry: false, staleTime: 10_000, refetchOnWindowFocus: true } },
});
const router = createConsoleRouter();

/** Opens the console for whoever is signed in; everybody else goes to the sign-in page and comes back here. */
export function Console() {
  const [state, setState] = useState<Base | { failed: unknown } | null>(null);
  useEffect(() => {
    const leave = new AbortController();
    open(leave.signal).then(
      (base) => base && setState(base),
      (failed: unknown) => leave.signal.aborted || setState({ failed }),
    );
    return () => leave.abort();
  }, []);
  if (state === null) return <Opening />;
  if ('failed' in state) return <CannotOpen error={state.failed} />;
  return (
    <OfficeTheme>
      <QueryClientProvider client={queries}>
        <BaseProvider value={state}>
          <RouterProvider router={router} />
        </BaseProvider>
      </QueryClientProvider>
    </OfficeTheme>
  );
}

async function open(signal: AbortSignal): Promise<Base | null> {
  const found: Session | null = await session.load(signal);
  if (!found) {
    location.replace(`/console/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
    return null;
  }
  const programmes = await findProgrammes(call, found, signal);
  return { session: found, programmes, drafts: createDrafts(localStorage, found.user) };
}

function Opening() {
  return (
    <div className="qm-opening">
      <Loading rows={4} />
    </div>
  );
}

function CannotOpen({ error }: { error: unknown }) {
  const t = useWords(shellWords);
  return (
    <main className="qm-opening">
      <Notice tone="block" acts={<Button onClick={() => location.reload()}>{t('reload')}</Button>}>
        {t('cannotStart')} {problemWords(error, 'read')}
      </Notice>
    </main>
  );
}
