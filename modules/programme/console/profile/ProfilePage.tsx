import { Loaded, Page, Tabs, useAddress, useQueryOp, useWords } from '@qianmo/ui/office';
import { listProfile } from '../../contract.ts';
import { useAsked } from '../parts/asked.ts';
import { SubjectPicker } from '../parts/SubjectPicker.tsx';
import { FactsView } from './FactsView.tsx';
import { PlacesView } from './PlacesView.tsx';
import { VillagesView } from './VillagesView.tsx';
import { profileWords } from './words.ts';
import '../programme.css';

const views = ['facts', 'places', 'villages'] as const;

/** 地区档案: baseline by date, tiers and places, classes of villages by date. */
export function ProfilePage() {
  const t = useWords(profileWords);
  const { query, setQuery } = useAddress();
  const view = views.find((key) => key === query.get('view')) ?? 'facts';
  const answer = useQueryOp(listProfile, useAsked());
  return (
    <Page title={{ zh: '地区档案', en: 'Locality profile' }} actions={view === 'villages' && <SubjectPicker />}>
      <Tabs
        label={t('views')}
        tabs={views.map((key) => ({ key, label: t(key) }))}
        active={view}
        onChange={(key) => setQuery({ view: key === 'facts' ? null : key, q: null, page: null })}
      >
        {view === 'facts' && <FactsView answer={answer} />}
        {view !== 'facts' && (
          <Loaded answer={answer}>
            {(profile) => (view === 'places' ? <PlacesView profile={profile} /> : <VillagesView profile={profile} />)}
          </Loaded>
        )}
      </Tabs>
    </Page>
  );
}
