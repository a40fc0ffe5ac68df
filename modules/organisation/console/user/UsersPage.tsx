import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  type Column,
  Page,
  RegisterTable,
  Status,
  useAddress,
  useQueryOp,
  useRegisterState,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { listUsers } from '../../contract.ts';
import { postName } from '../parts/names.ts';
import { useDivision } from '../parts/scope.ts';
import { userWords } from './words.ts';
import '../organisation.css';

type User = ResultOf<typeof listUsers>['items'][number];

const pageSize = 100;

/** 用户与任职: one row per natural person, with the posts held on the day and the state of the account. */
export function UsersPage() {
  const t = useWords(userWords);
  const { home, asked, mayAct } = useDivision();
  const { href } = useAddress();
  const { state } = useRegisterState();
  const search = useState('');
  const account = state.filters.get('state')?.[0];
  const answer = useQueryOp(
    listUsers,
    {
      ...asked,
      ...(search[0] ? { search: search[0] } : {}),
      ...(account ? { disabled: account === 'disabled' } : {}),
      limit: pageSize,
      offset: (state.page - 1) * pageSize,
    },
    { home, keepPrevious: true },
  );
  return (
    <Page
      title={{ zh: '用户与任职', en: 'Users and postings' }}
      count={answer.data?.total}
      actions={
        mayAct('organisation.user.manage') && (
          <AppLink className="qm-button qm-button-primary" href={href('organisation/user/new')}>
            {t('newUser')}
          </AppLink>
        )
      }
    >
      <RegisterTable
        name="organisation.user"
        caption={t('caption')}
        columns={useColumns()}
        rowKey={(user) => user.person}
        rowHref={(user) => href(`organisation/user/${user.person}`)}
        answer={{ data: answer.data?.items, error: answer.error, refetch: answer.refetch }}
        server={{ total: answer.data?.total ?? 0, pageSize }}
        privateSearch={search}
        searchHint={t('search')}
        emptyText={t('empty')}
      />
    </Page>
  );
}

function useColumns(): readonly Column<User>[] {
  const t = useWords(userWords);
  return [
    { key: 'name', title: { zh: '姓名', en: 'Name' }, width: 140, sort: false, text: (user) => user.name },
    {
      key: 'posts',
      title: { zh: '单位与岗位', en: 'Unit and post' },
      sort: false,
      text: (user) => user.postings.map(postName).join('；') || t('noPostings'),
    },
    {
      key: 'login',
      title: { zh: '登录名', en: 'Login' },
      width: 180,
      sort: false,
      text: (user) => user.account?.login ?? '—',
    },
    {
      key: 'state',
      title: { zh: '账号', en: 'Account' },
      width: 130,
      sort: false,
      text: (user) => t(stateOf(user)),
      cell: (user) => <Status tone={tones[stateOf(user)]}>{t(stateOf(user))}</Status>,
      filter: {
        of: stateOf,
        choices: [
          { value: 'open', label: t('onlyOpen') },
          { value: 'disabled', label: t('onlyDisabled') },
        ],
      },
    },
    {
      key: 'factor',
      title: { zh: '动态口令', en: 'One-time codes' },
      width: 130,
      sort: false,
      text: (user) => (user.account ? t(user.account.secondFactor ? 'enrolled' : 'notEnrolled') : '—'),
    },
  ];
}

const tones = { open: 'pass', disabled: 'block', noAccount: 'off', erased: 'off' } as const;

function stateOf({ account, erased }: User): keyof typeof tones {
  if (erased) return 'erased';
  if (account === null) return 'noAccount';
  return account.disabled ? 'disabled' : 'open';
}
