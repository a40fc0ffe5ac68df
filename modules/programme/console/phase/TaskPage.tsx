import {
  AppLink,
  Button,
  DateField,
  Drawer,
  Facts,
  FormPage,
  Loaded,
  NoteField,
  Page,
  Section,
  Status,
  TextField,
  useAct,
  useAddress,
  useForm,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { completeTask, listTasks, withdrawTask } from '../../contract.ts';
import { stateWords } from '../codes-rule.ts';
import { useAsked, usePathWord } from '../parts/asked.ts';
import { EvidenceField, EvidenceList } from '../parts/Evidence.tsx';
import { programmeWords } from '../words.ts';
import { statusOf, type Task, taskTone } from './LedgerView.tsx';
import { TaskForm } from './TaskForm.tsx';
import { phaseWords } from './words.ts';
import '../programme.css';

/** One task of the ledger, or a new one. */
export function TaskPage() {
  const t = useWords(phaseWords);
  const id = usePathWord('id');
  const { go, href } = useAddress();
  const answer = useQueryOp(listTasks, { ...useAsked(), pageSize: 200 });
  const isNew = id === 'new';
  const toLedger = () => go(href('programme/phase', { view: 'ledger' }));
  return (
    <Page title={isNew ? { zh: '新建任务', en: 'New task' } : { zh: '任务', en: 'Task' }} wide={false}>
      <Loaded answer={answer}>
        {({ items }) => {
          const task = items.find((one) => one.id === id);
          if (isNew) return <TaskForm others={items} onDone={toLedger} onCancel={toLedger} />;
          return task ? <TaskRecord task={task} tasks={items} /> : <p>{t('noTasks')}</p>;
        }}
      </Loaded>
    </Page>
  );
}

type Acting = 'edit' | 'done' | 'withdraw' | null;

function TaskRecord({ task, tasks }: { task: Task; tasks: readonly Task[] }) {
  const t = useWords(phaseWords);
  const words = useWords(programmeWords);
  const { mayAct, home } = useScope();
  const { href } = useAddress();
  const [acting, setActing] = useState<Acting>(null);
  const close = () => setActing(null);
  const isMine = task.status === 'open' && task.home === home;
  const dayOr = (day: string | null) => day ?? '—';
  return (
    <>
      <div className="qm-record-acts qm-row">
        <strong>{task.title}</strong>
        <Status tone={taskTone[statusOf(task)]}>{stateWords(statusOf(task))}</Status>
        {isMine && mayAct('programme.task.save') && <Button onClick={() => setActing('edit')}>{t('edit')}</Button>}
        {isMine && mayAct('programme.task.save') && (
          <Button onClick={() => setActing('withdraw')}>{t('withdraw')}</Button>
        )}
        {isMine && mayAct('programme.task.complete') && (
          <Button kind="primary" onClick={() => setActing('done')}>
            {t('done')}
          </Button>
        )}
      </div>
      <div className="qm-card">
        <Facts
          facts={[
            { label: t('unitName'), value: task.unit.name },
            { label: t('post'), value: task.post.title },
            { label: t('workingDays'), value: task.workingDays },
            { label: t('startOn'), value: task.startOn ?? t('notScheduled') },
            { label: t('dueOn'), value: task.dueOn ?? t('notScheduled') },
            { label: t('notBefore'), value: dayOr(task.notBefore) },
            { label: t('ownDeadline'), value: dayOr(task.ownDeadline) },
            {
              label: t('targetOf'),
              value: task.target ? (
                <AppLink href={href(`programme/target/${task.target}`)}>{task.target}</AppLink>
              ) : (
                '—'
              ),
            },
            { label: t('phaseOf'), value: task.phase ?? '—' },
            { label: t('after'), value: <Preceding task={task} tasks={tasks} /> },
            { label: t('rules'), value: words('version', { version: task.rulesVersion }) },
          ]}
        />
      </div>
      {task.status === 'done' && (
        <Section title={t('history')}>
          <p className="qm-number">{task.doneOn}</p>
          <EvidenceList items={task.evidence} home={task.home} />
        </Section>
      )}
      {acting === 'edit' && (
        <Drawer title={t('editTitle')} onClose={close}>
          <TaskForm task={task} others={tasks.filter(({ id }) => id !== task.id)} onDone={close} onCancel={close} />
        </Drawer>
      )}
      {acting === 'done' && <DoneForm task={task} onClose={close} />}
      {acting === 'withdraw' && <WithdrawForm task={task} onClose={close} />}
    </>
  );
}

function Preceding({ task, tasks }: { task: Task; tasks: readonly Task[] }) {
  const { href } = useAddress();
  if (task.after.length === 0) return <>—</>;
  return (
    <ul>
      {task.after.map((id) => (
        <li key={id}>
          <AppLink href={href(`programme/task/${id}`)}>{tasks.find((one) => one.id === id)?.title ?? id}</AppLink>
        </li>
      ))}
    </ul>
  );
}

type FormProps = { readonly task: Task; readonly onClose: () => void };

function DoneForm({ task, onClose }: FormProps) {
  const t = useWords(phaseWords);
  const words = useWords(programmeWords);
  const { programme, today } = useScope();
  const act = useAct(completeTask, { onDone: onClose });
  const initial = { programme, id: task.id, version: task.version, doneOn: today, evidence: [] };
  const form = useForm({ shape: completeTask.input, act, initial });
  const labels = { doneOn: t('doneDay'), evidence: words('evidence'), note: words('note') };
  return (
    <Drawer title={t('doneTitle', { name: task.title })} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('done')} onCancel={onClose}>
        <DateField field={form.field('doneOn')} label={labels.doneOn} />
        <EvidenceField field={form.field('evidence')} label={labels.evidence} />
        <NoteField field={form.field('note')} label={labels.note} />
      </FormPage>
    </Drawer>
  );
}

function WithdrawForm({ task, onClose }: FormProps) {
  const t = useWords(phaseWords);
  const { programme } = useScope();
  const act = useAct(withdrawTask, { onDone: onClose });
  const form = useForm({
    shape: withdrawTask.input,
    act,
    initial: { programme, id: task.id, version: task.version },
  });
  return (
    <Drawer title={t('withdrawTitle', { name: task.title })} onClose={onClose}>
      <FormPage
        form={form}
        act={act}
        labels={{ reason: t('withdrawReason') }}
        submit={t('withdraw')}
        stop
        onCancel={onClose}
      >
        <TextField field={form.field('reason')} label={t('withdrawReason')} maxLength={500} />
      </FormPage>
    </Drawer>
  );
}
