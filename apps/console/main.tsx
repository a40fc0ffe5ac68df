import '@qianmo/ui/tokens.css';
import { htmlLanguage } from '@qianmo/ui/plain';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no root');
document.documentElement.lang = htmlLanguage();
const surface = createRoot(root);

/** The sign-in pages are a small program of their own; the console is loaded once somebody is in. */
async function start(): Promise<void> {
  const { pathname } = location;
  if (/^\/console\/(?:sign-in|setup|invitation)\b/.test(pathname)) {
    const { Entrance } = await import('./sign-in/Entrance.tsx');
    surface.render(
      <StrictMode>
        <Entrance path={pathname} />
      </StrictMode>,
    );
    return;
  }
  const { Console } = await import('./shell/Console.tsx');
  surface.render(
    <StrictMode>
      <Console />
    </StrictMode>,
  );
}

void start();
