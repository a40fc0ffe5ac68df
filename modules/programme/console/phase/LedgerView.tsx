import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  type Column,
  RegisterTable,
  Status,
  type Tone,
  useAddress,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { listTasks } from '../../contract.ts';
import { stateWords } from '../codes-rule.ts';
import { useAsked } from '../parts/asked.ts';
import { phaseWords } from './words.ts';

export type Task = ResultOf<typeof listTasks>['items'][number];
const statuses = ['overdue', 'open', 'done', 'withdrawn'] as const;
type Status_ = (typeof statuses)[number];

export const taskTone: Readonly<Record<Status_, Tone>> = {
  overdue: 'block',
  open: 'running',
  done: 'pass',
  withdrawn: 'off',
};

export function statusOf(task: Pick<Task, 'status' | 'overdue'>): Status_ {
  return task.status === 'open' && task.overdue ? 'overdue' : task.status;
}

/** 项目台账: who owes what by when. */
export function LedgerView() {
  const t = useWords(phaseWords);
  const { mayAct } = useScope();
  const { href } = useAddress();
  const answer = useQueryOp(listTasks, { ...useAsked(), pageSize: 200 });
  return (
    <RegisterTable
      name="programme.task"
      caption={t('ledgerCaption')}
      columns={useColumns()}
      rowKey={(task) => task.id}
      rowHref={(task) => href(`programme/task/${task.id}`)}
      answer={{ data: answer.data?.items, error: answer.error, refetch: answer.refetch }}
      searchHint={t('searchTask')}
      emptyText={t('noTasks')}
      emptyAct={
        mayAct('programme.task.save') && (
          <AppLink className="qm-button" href={href('programme/task/new')}>
            {t('newTask')}
          </AppLink>
        )
      }
    />
  );
}

function useColumns(): readonly Column<Task>[] {
  const t = useWords(phaseWords);
  return [
    { key: 'title', title: { zh: '任务', en: 'Task' }, text: (task) => task.title },
    {
      key: 'unit',
      title: { zh: '责任单位', en: 'Unit' },
      width: 180,
      text: (task) => task.unit.name,
      filter: { of: (task) => task.unit.name },
    },
    { key: 'post', title: { zh: '责任岗位', en: 'Post' }, width: 150, text: (task) => task.post.title },
    {
      key: 'days',
      title: { zh: '工作日', en: 'Days' },
      width: 80,
      align: 'end',
      text: (task) => String(task.workingDays),
      sort: (task) => task.workingDays,
    },
    {
      key: 'start',
      title: { zh: '开工', en: 'Start' },
      width: 112,
      text: (task) => task.startOn ?? '—',
      sort: (task) => task.startOn,
    },
    {
      key: 'due',
      title: { zh: '到期', en: 'Due' },
      width: 112,
      text: (task) => task.dueOn ?? t('notScheduled'),
      sort: (task) => task.dueOn,
    },
    {
      key: 'status',
      title: { zh: '状态', en: 'State' },
      width: 120,
      text: (task) => stateWords(statusOf(task)),
      cell: (task) => (
        <>
          <Status tone={taskTone[statusOf(task)]}>{stateWords(statusOf(task))}</Status>
          {task.overdue && <div className="qm-second">{t('daysLate', { days: task.daysLate })}</div>}
        </>
      ),
      filter: {
        // An overdue task is still open: whoever asks for the open ones gets it too.
        of: (task) => (statusOf(task) === 'overdue' ? ['overdue', 'open'] : [task.status]),
        choices: statuses.map((status) => ({ value: status, label: stateWords(status) })),
      },
    },
    {
      key: 'target',
      title: { zh: '目标', en: 'Target' },
      width: 110,
      hidden: true,
      text: (task) => task.target ?? '—',
    },
  ];
}
