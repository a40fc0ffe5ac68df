import { type JobRun, job } from '@qianmo/platform/contract';
import {
  AppLink,
  Button,
  codeWords,
  Icon,
  Popover,
  Status,
  useAct,
  useAddress,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { jobStateTone, jobStateWord } from './job-state.ts';
import { shellWords } from './words.ts';

/** Long tasks: what, how far, result. They go on when the page is left, and are here after a reload. */
export function Tray() {
  const t = useWords(shellWords);
  const { can } = useScope();
  const allowed = can('job.read');
  const answer = useQueryOp(job.listJobs, { mine: true, limit: 12 }, { enabled: allowed, everyMs: 15_000 });
  const { outside } = useAddress();
  if (!allowed) return null;
  const runs = answer.data?.items ?? [];
  const open = runs.filter(({ state }) => state === 'queued' || state === 'running').length;
  return (
    <Popover
      className="qm-bar-button"
      align="end"
      width={360}
      label={t('tray')}
      onOpen={() => void answer.refetch()}
      button={
        <>
          <Icon name="tray" />
          {open > 0 && <span className="qm-badge">{open}</span>}
        </>
      }
    >
      {(close) => (
        <div className="qm-tray">
          {runs.length === 0 && <p className="qm-menu-head">{t('trayEmpty')}</p>}
          {runs.map((run) => (
            <TrayRow key={run.id} run={run} />
          ))}
          <p className="qm-menu-head">
            {t('trayKept')} ·{' '}
            <AppLink href={outside('system/job')} onClick={close}>
              {t('allJobs')}
            </AppLink>
          </p>
        </div>
      )}
    </Popover>
  );
}

function TrayRow({ run }: { run: JobRun }) {
  const t = useWords(shellWords);
  const act = useAct(job.cancelJob, { home: run.home });
  const open = run.state === 'queued' || run.state === 'running';
  return (
    <div className="qm-tray-row">
      <span>{codeWords('operation', run.name)}</span>
      <Status tone={jobStateTone[run.state]}>{t(jobStateWord[run.state])}</Status>
      {run.total !== null && run.total > 0 && (
        <progress max={run.total} value={run.done} aria-label={codeWords('operation', run.name)} />
      )}
      {open && !run.cancelAsked && (
        <Button kind="quiet" busy={act.busy} onClick={() => void act.run({ id: run.id })}>
          {t('cancel')}
        </Button>
      )}
    </div>
  );
}
