import { Button, type Column, RegisterTable, Status, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { postName } from '../parts/names.ts';
import type { Integrity, PostIntegrity } from './IntegrityPage.tsx';
import { integrityWords } from './words.ts';

type Props = {
  readonly answer: { readonly data: Integrity | undefined; readonly error: unknown; refetch(): unknown };
  readonly onOpen: (post: string) => void;
};

export function PostsTable({ answer, onOpen }: Props) {
  const t = useWords(integrityWords);
  const search = useState('');
  return (
    <RegisterTable
      name="organisation.integrity"
      caption={t('caption')}
      columns={useColumns(onOpen)}
      rowKey={(row) => row.post.id}
      answer={{ data: answer.data?.posts, error: answer.error, refetch: answer.refetch }}
      privateSearch={search}
      searchHint={t('search')}
      emptyText={t('empty')}
    />
  );
}

type State = 'signedState' | 'missing' | 'vacant';

function stateOf({ holder, findings }: PostIntegrity): State {
  if (holder === null) return 'vacant';
  return findings.length > 0 ? 'missing' : 'signedState';
}

function useColumns(onOpen: (post: string) => void): readonly Column<PostIntegrity>[] {
  const t = useWords(integrityWords);
  const signedOn = (row: PostIntegrity) =>
    row.undertakings.find(({ corrected, person }) => !corrected && person.id === row.holder?.id)?.signedOn ?? '';
  const stateWords = (row: PostIntegrity) => {
    const state = stateOf(row);
    return state === 'signedState' ? t('signed', { day: signedOn(row) }) : t(state);
  };
  const count = (key: 'conflicts' | 'decisions', title: { zh: string; en: string }): Column<PostIntegrity> => ({
    key,
    title,
    width: 130,
    align: 'end',
    text: (row) => (row[key].length === 0 ? '—' : String(row[key].length)),
    sort: (row) => row[key].length,
  });
  return [
    {
      key: 'post',
      title: { zh: '岗位', en: 'Post' },
      text: (row) => postName(row.post),
      cell: (row) => (
        <Button kind="quiet" className="qm-cell-button" onClick={() => onOpen(row.post.id)}>
          {postName(row.post)}
        </Button>
      ),
    },
    { key: 'holder', title: { zh: '任职人', en: 'Holder' }, width: 140, text: (row) => row.holder?.name ?? '—' },
    {
      key: 'undertaking',
      title: { zh: '廉政承诺书', en: 'Undertaking' },
      width: 190,
      text: stateWords,
      cell: (row) => (
        <Status tone={({ signedState: 'pass', missing: 'warn', vacant: 'off' } as const)[stateOf(row)]}>
          {stateWords(row)}
        </Status>
      ),
      filter: {
        of: stateOf,
        choices: [
          { value: 'missing', label: t('missing') },
          { value: 'vacant', label: t('vacant') },
        ],
      },
    },
    count('conflicts', { zh: '利害关系', en: 'Interests' }),
    count('decisions', { zh: '问责', en: 'Decisions' }),
  ];
}
