import type { PageEntry } from '@qianmo/ui/office';

/** Pages of the house itself: the inbox, and the system pages below the name menu. */
export const platformPages: readonly PageEntry[] = [
  {
    path: 'inbox',
    permission: 'inbox.read',
    group: 'work',
    title: { zh: '待办', en: 'Inbox' },
    icon: 'work',
    load: () => import('./InboxPage.tsx').then(({ InboxPage }) => InboxPage),
  },
  {
    path: 'drafts',
    permission: 'signed-in',
    group: 'work',
    title: { zh: '草稿', en: 'Drafts' },
    icon: 'edit',
    load: () => import('./DraftsPage.tsx').then(({ DraftsPage }) => DraftsPage),
  },
  {
    path: 'system/calendar',
    permission: 'calendar.read',
    group: 'work',
    title: { zh: '工作日历', en: 'Calendar' },
    icon: 'calendar',
    load: () => import('./system/CalendarPage.tsx').then(({ CalendarPage }) => CalendarPage),
  },
  {
    path: 'system/job',
    permission: 'job.read',
    group: 'system',
    title: { zh: '任务', en: 'Tasks' },
    icon: 'job',
    load: () => import('./system/JobPage.tsx').then(({ JobPage }) => JobPage),
  },
  {
    path: 'system/audit',
    permission: 'audit.read',
    group: 'system',
    title: { zh: '操作日志', en: 'Audit log' },
    icon: 'log',
    load: () => import('./system/AuditPage.tsx').then(({ AuditPage }) => AuditPage),
  },
  {
    path: 'system/place',
    permission: 'place.search',
    group: 'system',
    title: { zh: '地名', en: 'Places' },
    icon: 'place',
    load: () => import('./system/PlacePage.tsx').then(({ PlacePage }) => PlacePage),
  },
  {
    path: 'system/account',
    permission: 'signed-in',
    group: 'system',
    title: { zh: '账号与安全', en: 'Account and security' },
    icon: 'key',
    load: () => import('./system/AccountPage.tsx').then(({ AccountPage }) => AccountPage),
  },
  {
    path: 'system/api',
    permission: 'signed-in',
    group: 'system',
    title: { zh: '接口', en: 'API' },
    icon: 'api',
    load: () => import('./system/ApiPage.tsx').then(({ ApiPage }) => ApiPage),
  },
];
