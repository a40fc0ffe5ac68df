import { AppLink, Page, Tabs, useAddress, useScope, useWords } from '@qianmo/ui/office';
import { LedgerView } from './LedgerView.tsx';
import { PhaseViews } from './PhaseViews.tsx';
import { phaseWords } from './words.ts';
import '../programme.css';

const views = ['timeline', 'list', 'ledger'] as const;

/** 进度与台账: the plan's phases as bands with a list twin, and the project ledger. */
export function PhasePage() {
  const t = useWords(phaseWords);
  const { mayAct } = useScope();
  const { query, setQuery, href } = useAddress();
  const view = views.find((key) => key === query.get('view')) ?? 'timeline';
  return (
    <Page
      title={{ zh: '进度与台账', en: 'Phases and ledger' }}
      actions={
        view === 'ledger' &&
        mayAct('programme.task.save') && (
          <>
            <AppLink className="qm-button" href={href('programme/task/schedule')}>
              {t('schedule')}
            </AppLink>
            <AppLink className="qm-button qm-button-primary" href={href('programme/task/new')}>
              {t('newTask')}
            </AppLink>
          </>
        )
      }
    >
      <Tabs
        label={t('views')}
        tabs={views.map((key) => ({ key, label: t(key) }))}
        active={view}
        onChange={(key) => setQuery({ view: key === 'timeline' ? null : key, q: null, status: null })}
      >
        {view === 'ledger' ? <LedgerView /> : <PhaseViews isList={view === 'list'} />}
      </Tabs>
    </Page>
  );
}
