import { place, type ResultOf } from '@qianmo/platform/contract';
import { Button, codeWords, Drawer, Facts, Loaded, useQueryOp, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { closePost, endPosting, listPostings } from '../../contract.ts';
import { EndForm } from '../parts/EndForm.tsx';
import { Holder } from '../parts/Holder.tsx';
import { postName } from '../parts/names.ts';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { AssignForm } from './AssignForm.tsx';
import { PostForm } from './PostForms.tsx';
import { narrowWord, type Post } from './PostsView.tsx';
import { unitWords } from './words.ts';

type Posting = ResultOf<typeof listPostings>['items'][number];
type Acting = 'assign' | 'edit' | 'close' | 'end';

/** One post: what it may do, who held it, and the acts on it. */
export function PostDrawer({ post, onClose }: { post: Post; onClose: () => void }) {
  const t = useWords(unitWords);
  const words = useWords(organisationWords);
  const { home, mayAct } = useDivision();
  const answer = useQueryOp(listPostings, { post: post.id }, { home: post.home });
  const [acting, setActing] = useState<Acting | null>(null);
  const close = () => setActing(null);
  const present = answer.data?.items.find(({ id }) => id === post.holder?.posting);
  if (acting !== null) return <Form {...{ post, present, acting }} onClose={close} />;
  const mine = post.home === home && post.until === null;
  return (
    <Drawer title={postName(post)} onClose={onClose}>
      <div className="qm-stack">
        <PostFacts post={post} />
        <div className="qm-row">
          {mine && mayAct('organisation.posting.assign') && (
            <>
              <Button kind="primary" onClick={() => setActing('assign')}>
                {t('assign')}
              </Button>
              {present && <Button onClick={() => setActing('end')}>{t('endPosting')}</Button>}
            </>
          )}
          {mine && mayAct('organisation.post.edit') && (
            <>
              <Button icon="edit" onClick={() => setActing('edit')}>
                {words('edit')}
              </Button>
              <Button onClick={() => setActing('close')}>{t('closePost')}</Button>
            </>
          )}
        </div>
        <h3>{t('history')}</h3>
        <Loaded answer={answer}>{({ items }) => <History items={items} />}</Loaded>
      </div>
    </Drawer>
  );
}

function PostFacts({ post }: { post: Post }) {
  const t = useWords(unitWords);
  const words = useWords(organisationWords);
  return (
    <Facts
      facts={[
        { label: t('person'), value: <Holder holder={post.holder} /> },
        { label: words('role'), value: codeWords('role', post.role) },
        { label: words('scope'), value: post.narrow ? <Narrow {...post.narrow} /> : words('wholeHome') },
        { label: words('duty'), value: words(post.duty ?? 'noDuty') },
        { label: words('from'), value: post.from ?? words('neverInForce') },
      ]}
    />
  );
}

/** What the post is limited to; townships and villages by their name. */
function Narrow({ kind, id }: { kind: string; id: string }) {
  const words = useWords(organisationWords);
  const isPlace = (kind === 'township' || kind === 'village') && /^\d{1,9}$/.test(id);
  const answer = useQueryOp(place.getPlace, { id: isPlace ? Number(id) : 1 }, { enabled: isPlace });
  return (
    <>
      {words(narrowWord(kind))} {isPlace ? answer.data?.place.name : <span className="qm-code">{id}</span>}
    </>
  );
}

type FormProps = {
  readonly post: Post;
  readonly present: Posting | undefined;
  readonly acting: Acting;
  readonly onClose: () => void;
};

function Form({ post, present, acting, onClose }: FormProps) {
  const t = useWords(unitWords);
  const title = postName(post);
  if (acting === 'assign') return <AssignForm post={post} onClose={onClose} />;
  if (acting === 'edit') return <PostForm post={post} onClose={onClose} />;
  if (acting === 'close')
    return (
      <EndForm
        operation={closePost}
        record={{ id: post.id, version: post.version }}
        title={title}
        submit={t('closePost')}
        consequence={t('closePostText', { post: title })}
        onClose={onClose}
      />
    );
  if (!present) return null;
  return (
    <EndForm
      operation={endPosting}
      record={{ id: present.id, version: present.version }}
      title={title}
      submit={t('endPosting')}
      consequence={t('endPostingText', { name: present.person.name, post: post.title })}
      onClose={onClose}
    />
  );
}

function History({ items }: { items: readonly Posting[] }) {
  const t = useWords(unitWords);
  const words = useWords(organisationWords);
  if (items.length === 0) return <p className="qm-second">{t('noHistory')}</p>;
  return (
    <table className="qm-table">
      <thead>
        <tr>
          <th scope="col">{t('person')}</th>
          <th scope="col">{words('from')}</th>
          <th scope="col">{words('untilDay')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              {item.person.name}
              {item.endedReason && <p className="qm-second">{t('endedFor', { reason: item.endedReason })}</p>}
            </td>
            <td className="qm-number qm-nowrap">{item.from ?? words('neverInForce')}</td>
            <td className="qm-number qm-nowrap">{item.until ?? '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
