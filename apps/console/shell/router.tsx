import { Loading, type PageEntry, parseQuery, useScope, writeQuery } from '@qianmo/ui/office';
import { createRootRoute, createRoute, createRouter, Navigate, useRouter } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { pages } from '../modules.ts';
import { Frame } from './Frame.tsx';
import { NoPermission, NotFound, PageFailed } from './Refusals.tsx';

/** Whether a page stands below a programme, or beside them all. */
export function isOutside({ group }: PageEntry): boolean {
  return group === 'work' || group === 'system';
}

export function routePath(page: PageEntry): string {
  return isOutside(page) ? `/console/${page.path}` : `/console/$programme/${page.path}`;
}

/** The routes are the modules' pages: no generated files, no second list. */
export function createConsoleRouter() {
  const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, errorComponent: PageFailed });
  const home = createRoute({ getParentRoute: () => root, path: '/console', component: Home });
  const routes = pages.map((page) =>
    createRoute({ getParentRoute: () => root, path: routePath(page), component: guarded(page) }),
  );
  return createRouter({
    routeTree: root.addChildren([home, ...routes]),
    parseSearch: parseQuery,
    stringifySearch: writeQuery,
    defaultErrorComponent: PageFailed,
    scrollRestoration: true,
  });
}

/** The first page: the inbox, whose rows lead on. */
function Home() {
  return <Navigate to="/console/inbox" replace />;
}

function guarded(page: PageEntry): () => ReactNode {
  const Content = lazy(() => page.load().then((found) => ({ default: found })));
  return function Guarded() {
    const { can } = useScope();
    const router = useRouter();
    if (!can(page.permission)) return <NoPermission permission={page.permission} title={page.title} />;
    return (
      <Suspense
        fallback={
          <div className="qm-page">
            <Loading rows={8} />
          </div>
        }
      >
        <Content key={router.state.location.pathname} />
      </Suspense>
    );
  };
}
