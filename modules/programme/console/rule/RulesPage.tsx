import { Page, Tabs, useAddress, useWords } from '@qianmo/ui/office';
import { CadencesView } from './CadencesView.tsx';
import { ParametersView } from './ParametersView.tsx';
import { SchemesView } from './SchemesView.tsx';
import { ruleWords } from './words.ts';
import '../programme.css';

const views = ['parameters', 'schemes', 'cadences'] as const;

/** 规则: what the plan sets, by which clause, since which version; what it leaves open is 未设定, never a pass. */
export function RulesPage() {
  const t = useWords(ruleWords);
  const { query, setQuery } = useAddress();
  const view = views.find((key) => key === query.get('view')) ?? 'parameters';
  return (
    <Page title={{ zh: '规则', en: 'Rules' }}>
      <Tabs
        label={t('views')}
        tabs={views.map((key) => ({ key, label: t(key) }))}
        active={view}
        onChange={(key) => setQuery({ view: key === 'parameters' ? null : key, q: null, state: null })}
      >
        {view === 'parameters' && <ParametersView />}
        {view === 'schemes' && <SchemesView />}
        {view === 'cadences' && <CadencesView />}
      </Tabs>
    </Page>
  );
}
