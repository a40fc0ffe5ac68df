import { type PageEntry, registerSubject } from '@qianmo/ui/office';

export { readPlanClause } from './clause-reader.ts';

registerSubject('programme.target', ({ id }) => `programme/target/${id}`);
registerSubject('programme.task', ({ id }) => `programme/task/${id}`);
registerSubject('programme.phase', () => 'programme/phase');
registerSubject('programme.filing', () => 'programme/version');
registerSubject('programme.call', ({ id }) => `programme/selection/${id}`);
registerSubject('programme.statement', () => 'programme/statement');
registerSubject('programme.question', ({ id }) => `programme/question#question-${id}`);

const page = { permission: 'programme.read', group: 'programme' } as const;
const hidden = { ...page, inRail: false } as const;

/** Pages of a programme, in the order of the rail. */
export const pages: readonly PageEntry[] = [
  {
    ...page,
    path: 'programme',
    title: { zh: '方案总览', en: 'Overview' },
    icon: 'overview',
    load: () => import('./overview/OverviewPage.tsx').then(({ OverviewPage }) => OverviewPage),
  },
  {
    ...page,
    path: 'programme/target',
    title: { zh: '目标', en: 'Targets' },
    icon: 'target',
    load: () => import('./target/TargetsPage.tsx').then(({ TargetsPage }) => TargetsPage),
  },
  {
    ...hidden,
    path: 'programme/target/$id',
    title: { zh: '目标', en: 'Target' },
    icon: 'target',
    load: () => import('./target/TargetPage.tsx').then(({ TargetPage }) => TargetPage),
  },
  {
    ...hidden,
    path: 'programme/target/$id/record',
    permission: 'programme.target.record',
    title: { zh: '填报数值', en: 'Enter a figure' },
    icon: 'target',
    load: () => import('./target/RecordValuePage.tsx').then(({ RecordValuePage }) => RecordValuePage),
  },
  {
    ...hidden,
    path: 'programme/target/$id/base',
    permission: 'programme.target.record',
    title: { zh: '登记基数', en: 'Enter the base' },
    icon: 'target',
    load: () => import('./target/SetBasePage.tsx').then(({ SetBasePage }) => SetBasePage),
  },
  {
    ...page,
    path: 'programme/phase',
    title: { zh: '进度与台账', en: 'Phases and ledger' },
    icon: 'phase',
    load: () => import('./phase/PhasePage.tsx').then(({ PhasePage }) => PhasePage),
  },
  {
    ...hidden,
    path: 'programme/task/schedule',
    permission: 'programme.task.save',
    title: { zh: '倒排进度', en: 'Schedule backwards' },
    icon: 'phase',
    load: () => import('./phase/SchedulePage.tsx').then(({ SchedulePage }) => SchedulePage),
  },
  {
    ...hidden,
    path: 'programme/task/$id',
    title: { zh: '任务', en: 'Task' },
    icon: 'phase',
    load: () => import('./phase/TaskPage.tsx').then(({ TaskPage }) => TaskPage),
  },
  {
    ...page,
    path: 'programme/statement',
    title: { zh: '目标责任书', en: 'Statements' },
    icon: 'file',
    load: () => import('./statement/StatementsPage.tsx').then(({ StatementsPage }) => StatementsPage),
  },
  {
    ...page,
    path: 'programme/budget',
    title: { zh: '预算', en: 'Budget' },
    icon: 'budget',
    load: () => import('./budget/BudgetPage.tsx').then(({ BudgetPage }) => BudgetPage),
  },
  {
    ...hidden,
    path: 'programme/budget/edit',
    permission: 'programme.budget.save',
    title: { zh: '编制预算', en: 'Enter a budget' },
    icon: 'budget',
    load: () => import('./budget/EditBudgetPage.tsx').then(({ EditBudgetPage }) => EditBudgetPage),
  },
  {
    ...page,
    path: 'programme/parameter',
    title: { zh: '规则', en: 'Rules' },
    icon: 'rule',
    load: () => import('./rule/RulesPage.tsx').then(({ RulesPage }) => RulesPage),
  },
  {
    ...page,
    path: 'programme/question',
    title: { zh: '待明确事项', en: 'Open questions' },
    icon: 'question',
    load: () => import('./question/QuestionsPage.tsx').then(({ QuestionsPage }) => QuestionsPage),
  },
  {
    ...page,
    path: 'programme/version',
    title: { zh: '版本与备案', en: 'Versions and filings' },
    icon: 'version',
    load: () => import('./version/VersionsPage.tsx').then(({ VersionsPage }) => VersionsPage),
  },
  {
    ...hidden,
    path: 'programme/version/import',
    permission: 'programme.pack.import',
    title: { zh: '导入方案包', en: 'Import a pack' },
    icon: 'import',
    load: () => import('./version/ImportPage.tsx').then(({ ImportPage }) => ImportPage),
  },
  {
    ...page,
    path: 'programme/selection',
    permission: 'programme.selection.read',
    title: { zh: '示范县遴选', en: 'Selection' },
    icon: 'selection',
    load: () => import('./selection/SelectionPage.tsx').then(({ SelectionPage }) => SelectionPage),
  },
  {
    ...hidden,
    path: 'programme/selection/$id',
    permission: 'programme.selection.read',
    title: { zh: '示范县遴选', en: 'Selection' },
    icon: 'selection',
    load: () => import('./selection/CallPage.tsx').then(({ CallPage }) => CallPage),
  },
  {
    ...page,
    path: 'programme/profile',
    title: { zh: '地区档案', en: 'Locality profile' },
    icon: 'profile',
    load: () => import('./profile/ProfilePage.tsx').then(({ ProfilePage }) => ProfilePage),
  },
  {
    path: 'system/pack',
    permission: 'programme.pack.import',
    group: 'system',
    title: { zh: '方案包', en: 'Packs' },
    icon: 'import',
    load: () => import('./version/ImportPage.tsx').then(({ ImportPage }) => ImportPage),
  },
];
