import '@qianmo/ui/tokens.css';
import { createDrafts, type Session } from '@qianmo/client';
import { OfficeProvider, OfficeTheme, rightsOf, Tabs } from '@qianmo/ui/office';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { call } from '../boot.ts';
import { FormSamples } from './FormSamples.tsx';
import { RecordSamples } from './RecordSamples.tsx';
import { RegisterSample } from './RegisterSample.tsx';

/** For developers only, never built: every part of the console with sample rows, to look at in a browser. */
const session: Session = {
  user: 'sample',
  name: '周文秀',
  postings: [],
  permissions: [],
  secondFactor: { enrolled: false, required: false, at: null },
  installation: { kind: 'demo', now: '2019-10-15T02:00:00Z', today: '2019-10-15' },
};

const office = {
  call,
  session,
  drafts: createDrafts(localStorage, 'sample'),
  programmes: [],
  scope: {
    programme: 'chengxian-2019',
    programmeName: '成县 2019',
    home: '621221',
    homeName: '成县',
    place: null,
    asOf: null,
    today: '2019-10-15',
    readOnly: false,
    ...rightsOf(session, '621221', false),
  },
};

function Gallery() {
  const [tab, setTab] = useState(() => location.hash.slice(1) || 'register');
  const tabs = ['register', 'record', 'form'].map((key) => ({ key, label: key }));
  return (
    <OfficeProvider office={office}>
      <main style={{ padding: '0 24px' }}>
        <Tabs label="Gallery" tabs={tabs} active={tab} onChange={setTab}>
          {tab === 'register' && <RegisterSample />}
          {tab === 'record' && <RecordSamples />}
          {tab === 'form' && <FormSamples />}
        </Tabs>
      </main>
    </OfficeProvider>
  );
}

const router = createRouter({ routeTree: createRootRoute({ component: Gallery, notFoundComponent: Gallery }) });
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <OfficeTheme>
        <QueryClientProvider client={new QueryClient()}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </OfficeTheme>
    </StrictMode>,
  );
