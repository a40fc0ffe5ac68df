import { type ResultOf, type Role, roles } from '@qianmo/platform/contract';
import {
  AppLink,
  Button,
  type Column,
  codeWords,
  RegisterTable,
  useAddress,
  useQueryOp,
  useRegisterState,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { listPosts, listUnits } from '../../contract.ts';
import { Holder } from '../parts/Holder.tsx';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { PostDrawer } from './PostDrawer.tsx';
import { unitWords } from './words.ts';

export type Post = ResultOf<typeof listPosts>['items'][number];

const pageSize = 100;

/** Every post with its holder on the day, or △ vacant; opened for its history and for acts. */
export function PostsView() {
  const t = useWords(unitWords);
  const { home, asked } = useDivision();
  const { state } = useRegisterState();
  const [opened, setOpened] = useState<string | null>(null);
  const wanted = (key: string) => state.filters.get(key)?.[0];
  const unit = wanted('unit');
  const role = roles.find((one) => one === wanted('role'));
  const answer = useQueryOp(
    listPosts,
    {
      ...asked,
      ...(state.q ? { search: state.q } : {}),
      ...(unit ? { unit } : {}),
      ...(role ? { role } : {}),
      ...(wanted('holder') === 'vacant' ? { vacant: true } : wanted('holder') === 'held' ? { vacant: false } : {}),
      limit: pageSize,
      offset: (state.page - 1) * pageSize,
    },
    { home, keepPrevious: true },
  );
  const post = answer.data?.items.find(({ id }) => id === opened);
  return (
    <>
      {unit && <OfUnit unit={unit} />}
      <RegisterTable
        name="organisation.post"
        caption={t('postCaption')}
        columns={useColumns(setOpened)}
        rowKey={(row) => row.id}
        answer={{ data: answer.data?.items, error: answer.error, refetch: answer.refetch }}
        server={{ total: answer.data?.total ?? 0, pageSize }}
        searchHint={t('searchPost')}
        emptyText={t('noPosts')}
      />
      {post && <PostDrawer post={post} onClose={() => setOpened(null)} />}
    </>
  );
}

function OfUnit({ unit }: { unit: string }) {
  const t = useWords(unitWords);
  const { home } = useDivision();
  const { href } = useAddress();
  const units = useQueryOp(listUnits, { limit: 200 }, { home }).data?.items;
  const name = units?.find(({ id }) => id === unit)?.name;
  if (!name) return null;
  return (
    <p className="qm-row">
      <strong>{t('ofUnit', { name })}</strong>
      <AppLink href={href('organisation/unit', { view: 'posts' })}>{t('allUnits')}</AppLink>
    </p>
  );
}

function useColumns(onOpen: (post: string) => void): readonly Column<Post>[] {
  const t = useWords(unitWords);
  const words = useWords(organisationWords);
  const roleWords = (role: string) => codeWords('role', role);
  return [
    {
      key: 'title',
      title: { zh: '岗位', en: 'Post' },
      sort: false,
      text: (post) => post.title,
      cell: (post) => (
        <Button kind="quiet" className="qm-cell-button" onClick={() => onOpen(post.id)}>
          {post.title}
        </Button>
      ),
    },
    { key: 'unit', title: { zh: '单位', en: 'Unit' }, width: 230, sort: false, text: (post) => post.unit.name },
    {
      key: 'holder',
      title: { zh: '任职人', en: 'Holder' },
      width: 230,
      sort: false,
      text: (post) => post.holder?.name ?? words('vacant'),
      cell: (post) => <Holder holder={post.holder} />,
      filter: {
        of: (post) => (post.holder ? 'held' : 'vacant'),
        choices: [
          { value: 'vacant', label: t('onlyVacant') },
          { value: 'held', label: t('held') },
        ],
      },
    },
    {
      key: 'role',
      title: { zh: '角色', en: 'Role' },
      width: 150,
      sort: false,
      text: (post) => roleWords(post.role),
      filter: { of: (post) => post.role, choices: roles.map((value: Role) => ({ value, label: roleWords(value) })) },
    },
    {
      key: 'scope',
      title: { zh: '范围', en: 'Scope' },
      width: 110,
      sort: false,
      text: (post) => words(post.narrow ? narrowWord(post.narrow.kind) : 'wholeHome'),
    },
    {
      key: 'duty',
      title: { zh: '职责', en: 'Duty' },
      width: 110,
      sort: false,
      text: (post) => (post.duty ? words(post.duty) : '—'),
    },
  ];
}

const narrowWords = ['township', 'village', 'node', 'entity', 'contract', 'case'] as const;

/** Kind of a limit below the home, as a word of the dictionary. */
export function narrowWord(kind: string): (typeof narrowWords)[number] {
  return narrowWords.find((one) => one === kind) ?? 'case';
}
