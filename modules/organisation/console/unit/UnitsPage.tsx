import { Page, Tabs, useAddress, useWords } from '@qianmo/ui/office';
import { useDivision } from '../parts/scope.ts';
import { PostsView } from './PostsView.tsx';
import { NewPost, NewUnit } from './UnitActs.tsx';
import { UnitsView } from './UnitsView.tsx';
import { unitWords } from './words.ts';
import '../organisation.css';

/** 单位与岗位: which units there are, which posts each has, who holds them. */
export function UnitsPage() {
  const t = useWords(unitWords);
  const { mayAct } = useDivision();
  const { query, setQuery } = useAddress();
  const isPosts = query.get('view') === 'posts';
  return (
    <Page
      title={{ zh: '单位与岗位', en: 'Units and posts' }}
      actions={
        isPosts ? mayAct('organisation.post.edit') && <NewPost /> : mayAct('organisation.unit.edit') && <NewUnit />
      }
    >
      <Tabs
        label={t('views')}
        tabs={[
          { key: 'units', label: t('units') },
          { key: 'posts', label: t('posts') },
        ]}
        active={isPosts ? 'posts' : 'units'}
        onChange={(key) => setQuery({ ...cleared, view: key === 'posts' ? 'posts' : null })}
      >
        {isPosts ? <PostsView /> : <UnitsView />}
      </Tabs>
    </Page>
  );
}

/** Search and filters of one register mean nothing to the other. */
const cleared = { q: null, page: null, kind: null, unit: null, role: null, holder: null, sort: null, cols: null };
