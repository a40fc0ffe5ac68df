import { type JobRun, job } from '@qianmo/platform/contract';
import {
  Button,
  type Column,
  codeWords,
  instantWords,
  Page,
  ProblemNotice,
  RegisterTable,
  Status,
  Tabs,
  useAct,
  useAddress,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { jobStateTone, jobStateWord } from '../../shell/job-state.ts';
import { shellWords } from '../../shell/words.ts';
import { jobWords } from './words.ts';

const mostRows = 200;

export function JobPage() {
  const t = useWords(jobWords);
  const { can } = useScope();
  const { query, setQuery } = useAddress();
  const whole = query.get('view') === 'installation' && can('job.read.all');
  const own = useQueryOp(job.listJobs, { limit: mostRows }, { enabled: !whole, everyMs: 10_000 });
  const all = useQueryOp(job.listInstallationJobs, { limit: mostRows }, { enabled: whole, everyMs: 10_000 });
  const answer = whole ? all : own;
  const tabs = [
    { key: 'own', label: t('own') },
    { key: 'installation', label: t('installation') },
  ];
  const table = (
    <RegisterTable
      name="job.run"
      caption={t('name')}
      columns={useColumns()}
      rowKey={(run) => run.id}
      answer={{ data: answer.data?.items, error: answer.error, refetch: answer.refetch }}
      emptyText={t('empty')}
    />
  );
  return (
    <Page title={{ zh: '任务', en: 'Tasks' }} count={answer.data?.total}>
      {can('job.read.all') ? (
        <Tabs
          label={t('name')}
          tabs={tabs}
          active={whole ? 'installation' : 'own'}
          onChange={(key) => setQuery({ view: key === 'own' ? null : key })}
        >
          {table}
        </Tabs>
      ) : (
        table
      )}
    </Page>
  );
}

function useColumns(): readonly Column<JobRun>[] {
  const t = useWords(jobWords);
  const words = useWords(shellWords);
  const stateOf = (run: JobRun) => words(jobStateWord[run.state]);
  return [
    { key: 'name', title: { zh: '任务', en: 'Task' }, text: (run) => codeWords('operation', run.name) },
    {
      key: 'state',
      title: { zh: '状态', en: 'State' },
      width: 112,
      text: stateOf,
      cell: (run) => <Status tone={jobStateTone[run.state]}>{stateOf(run)}</Status>,
      filter: { of: stateOf },
    },
    {
      key: 'progress',
      title: { zh: '进度', en: 'Progress' },
      width: 140,
      align: 'end',
      text: (run) => (run.total === null ? '—' : `${run.done} / ${run.total}`),
      sort: (run) => run.done,
    },
    { key: 'by', title: { zh: '发起人', en: 'By' }, width: 160, text: (run) => run.askedBy.replace(/^system:/, '') },
    { key: 'asked', title: { zh: '发起', en: 'Started' }, width: 150, text: (run) => instantWords(run.askedAt) },
    {
      key: 'finished',
      title: { zh: '结束', en: 'Ended' },
      width: 150,
      text: (run) => (run.finishedAt ? instantWords(run.finishedAt) : '—'),
    },
    {
      key: 'problem',
      title: { zh: '问题', en: 'Problem' },
      width: 180,
      text: (run) =>
        [run.errorCode && codeWords('problem', run.errorCode), run.errorReference].filter(Boolean).join(' '),
    },
    {
      key: 'act',
      title: { zh: '操作', en: 'Act' },
      width: 96,
      sort: false,
      text: () => '',
      cell: (run) => <RunActs run={run} label={t} />,
    },
  ];
}

function RunActs({ run, label }: { run: JobRun; label: (key: 'retry' | 'cancel') => string }) {
  const { mayAct } = useScope();
  const cancel = useAct(job.cancelJob, { home: run.home });
  const retry = useAct(job.retryJob, { home: run.home });
  const open = run.state === 'queued' || run.state === 'running';
  const failed = run.state === 'failed' || run.state === 'cancelled';
  return (
    <>
      {open && mayAct('job.cancel') && (
        <Button kind="quiet" busy={cancel.busy} onClick={() => void cancel.run({ id: run.id })}>
          {label('cancel')}
        </Button>
      )}
      {failed && mayAct('job.retry') && (
        <Button kind="quiet" busy={retry.busy} onClick={() => void retry.run({ id: run.id })}>
          {label('retry')}
        </Button>
      )}
      <ProblemNotice error={cancel.error ?? retry.error} />
    </>
  );
}
