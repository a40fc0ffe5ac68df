import { type PageEntry, registerSubject } from '@qianmo/ui/office';

registerSubject('organisation.group', ({ id }) => `organisation/group/${id}`);
registerSubject('organisation.person', ({ id }) => `organisation/user/${id}`);

const page = { permission: 'organisation.read', group: 'organisation' } as const;
const hidden = { ...page, inRail: false } as const;

/** Pages of the organisation, in the order of the rail. */
export const pages: readonly PageEntry[] = [
  {
    ...page,
    path: 'organisation/group',
    title: { zh: '领导小组', en: 'Leading groups' },
    icon: 'meeting',
    load: () => import('./group/GroupsPage.tsx').then(({ GroupsPage }) => GroupsPage),
  },
  {
    ...hidden,
    path: 'organisation/group/$id',
    title: { zh: '领导小组', en: 'Leading group' },
    icon: 'meeting',
    load: () => import('./group/GroupPage.tsx').then(({ GroupPage }) => GroupPage),
  },
  {
    ...hidden,
    path: 'organisation/association/$id',
    title: { zh: '协会', en: 'Association' },
    icon: 'meeting',
    load: () => import('./association/AssociationPage.tsx').then(({ AssociationPage }) => AssociationPage),
  },
  {
    ...page,
    path: 'organisation/unit',
    title: { zh: '单位与岗位', en: 'Units and posts' },
    icon: 'organisation',
    load: () => import('./unit/UnitsPage.tsx').then(({ UnitsPage }) => UnitsPage),
  },
  {
    ...page,
    path: 'organisation/user',
    permission: 'organisation.user.read',
    title: { zh: '用户与任职', en: 'Users and postings' },
    icon: 'people',
    load: () => import('./user/UsersPage.tsx').then(({ UsersPage }) => UsersPage),
  },
  {
    ...hidden,
    path: 'organisation/user/new',
    permission: 'organisation.user.manage',
    title: { zh: '新建用户', en: 'New user' },
    icon: 'people',
    load: () => import('./user/NewUserPage.tsx').then(({ NewUserPage }) => NewUserPage),
  },
  {
    ...hidden,
    path: 'organisation/user/$id',
    permission: 'organisation.user.read',
    title: { zh: '用户', en: 'User' },
    icon: 'people',
    load: () => import('./user/UserPage.tsx').then(({ UserPage }) => UserPage),
  },
  {
    ...page,
    path: 'organisation/matrix',
    title: { zh: '责任矩阵', en: 'Responsibility matrix' },
    icon: 'matrix',
    load: () => import('./matrix/MatrixPage.tsx').then(({ MatrixPage }) => MatrixPage),
  },
  {
    ...page,
    path: 'organisation/duty',
    title: { zh: '报送与缺岗', en: 'Reports and vacancies' },
    icon: 'log',
    load: () => import('./duty/DutyPage.tsx').then(({ DutyPage }) => DutyPage),
  },
  {
    ...page,
    path: 'organisation/integrity',
    permission: 'organisation.integrity.read',
    title: { zh: '廉政与回避', en: 'Integrity' },
    icon: 'shield',
    load: () => import('./integrity/IntegrityPage.tsx').then(({ IntegrityPage }) => IntegrityPage),
  },
];
