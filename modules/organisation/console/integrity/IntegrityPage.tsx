import type { ResultOf } from '@qianmo/platform/contract';
import { Button, Loaded, Notice, Page, Tabs, useAddress, useQueryOp, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { listIntegrity } from '../../contract.ts';
import { useDivision } from '../parts/scope.ts';
import { DualOfficeForm } from './DualOfficeForm.tsx';
import { DualOffices } from './DualOffices.tsx';
import { PostRecord } from './PostRecord.tsx';
import { PostsTable } from './PostsTable.tsx';
import { integrityWords } from './words.ts';
import '../organisation.css';

export type Integrity = ResultOf<typeof listIntegrity>;
export type PostIntegrity = Integrity['posts'][number];

/** 廉政与回避: what each responsible post has signed and declared, and who was held to account. */
export function IntegrityPage() {
  const t = useWords(integrityWords);
  const { home, asked, mayAct } = useDivision();
  const { query, setQuery } = useAddress();
  const [opened, setOpened] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const answer = useQueryOp(listIntegrity, asked, { home });
  const isDual = query.get('view') === 'dual';
  const post = answer.data?.posts.find((one) => one.post.id === opened);
  return (
    <Page
      title={{ zh: '廉政与回避', en: 'Integrity' }}
      actions={
        isDual &&
        mayAct('organisation.integrity.record') && (
          <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
            {t('dual')}
          </Button>
        )
      }
    >
      {answer.data && !isDual && <Unsigned posts={answer.data.posts} />}
      <Tabs
        label={t('views')}
        tabs={[
          { key: 'posts', label: t('posts') },
          { key: 'dual', label: `${t('duals')} ${answer.data?.dualOffices.length || ''}` },
        ]}
        active={isDual ? 'dual' : 'posts'}
        onChange={(key) => setQuery({ view: key === 'dual' ? 'dual' : null, q: null, sort: null, undertaking: null })}
      >
        {isDual ? (
          <Loaded answer={answer}>{({ dualOffices }) => <DualOffices offices={dualOffices} />}</Loaded>
        ) : (
          <PostsTable answer={answer} onOpen={setOpened} />
        )}
      </Tabs>
      {post && <PostRecord record={post} onClose={() => setOpened(null)} />}
      {making && <DualOfficeForm onClose={() => setMaking(false)} />}
    </Page>
  );
}

function Unsigned({ posts }: { posts: readonly PostIntegrity[] }) {
  const t = useWords(integrityWords);
  const held = posts.filter(({ holder }) => holder !== null);
  const count = held.filter(({ findings }) => findings.length > 0).length;
  if (held.length === 0) return null;
  return <Notice tone={count > 0 ? 'warn' : 'pass'}>{count > 0 ? t('unsigned', { count }) : t('allSigned')}</Notice>;
}
