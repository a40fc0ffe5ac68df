import type { Binding } from '@qianmo/ui/office';
import {
  DateField,
  FormPage,
  NumberField,
  SelectField,
  TextField,
  useAct,
  useForm,
  useQueryOp,
  useScope,
  useWords,
  Wrapped,
} from '@qianmo/ui/office';
import { listPhases, listTargets, saveTask } from '../../contract.ts';
import { useAsked } from '../parts/asked.ts';
import { ManyField } from '../parts/ManyField.tsx';
import { UnitField, unitsOf } from '../parts/UnitField.tsx';
import type { Task } from './LedgerView.tsx';
import { phaseWords } from './words.ts';

type Props = {
  readonly task?: Task;
  readonly others: readonly Task[];
  readonly onDone: () => void;
  readonly onCancel: () => void;
};

export function TaskForm({ task, others, onDone, onCancel }: Props) {
  const t = useWords(phaseWords);
  const { programme } = useScope();
  const asked = useAsked();
  const targets = useQueryOp(listTargets, { ...asked, pageSize: 200 }).data?.items ?? [];
  const phases = useQueryOp(listPhases, asked).data?.items ?? [];
  const act = useAct(saveTask, { onDone });
  const form = useForm({
    shape: saveTask.input,
    act,
    initial: { programme, ...(task ? storedOf(task) : {}) },
    draft: { key: `programme.task.${programme}.${task?.id ?? 'new'}`, title: task?.title ?? t('newTitle') },
  });
  const labels = {
    title: t('task'),
    unit: t('unitName'),
    post: t('post'),
    workingDays: t('workingDays'),
    target: t('targetOf'),
    phase: t('phaseOf'),
    after: t('after'),
    notBefore: t('notBefore'),
    ownDeadline: t('ownDeadline'),
  };
  const open = others.filter(({ status }) => status === 'open');
  return (
    <FormPage form={form} act={act} labels={labels} submit={task ? t('edit') : t('newTask')} onCancel={onCancel}>
      <TextField field={form.field('title')} label={labels.title} maxLength={200} />
      <UnitField field={form.field('unit')} label={labels.unit} help={t('unitHelp')} known={unitsOf(targets)} />
      <PostField field={form.field('post')} label={labels.post} help={t('postHelp')} />
      <NumberField field={form.field('workingDays')} label={labels.workingDays} help={t('daysHelp')} />
      <SelectField
        field={form.field('target')}
        label={labels.target}
        options={targets.map(({ id, name }) => ({ value: id, label: `${id} ${name.zh}` }))}
      />
      <SelectField
        field={form.field('phase')}
        label={labels.phase}
        options={phases.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {open.length > 0 && (
        <ManyField
          field={form.field('after')}
          label={labels.after}
          help={t('afterHelp')}
          options={open.map(({ id, title }) => ({ value: id, label: title }))}
        />
      )}
      <DateField field={form.field('notBefore')} label={labels.notBefore} />
      <DateField field={form.field('ownDeadline')} label={labels.ownDeadline} />
    </FormPage>
  );
}

function storedOf(task: Task) {
  return {
    id: task.id,
    version: task.version,
    title: task.title,
    unit: task.unit,
    post: task.post,
    workingDays: task.workingDays,
    after: task.after,
    ...(task.target ? { target: task.target } : {}),
    ...(task.phase ? { phase: task.phase } : {}),
    ...(task.notBefore ? { notBefore: task.notBefore } : {}),
    ...(task.ownDeadline ? { ownDeadline: task.ownDeadline } : {}),
  };
}

type Post = { readonly id: string | null; readonly title: string };

/** A post by its title: whoever holds it answers, so nobody's name is written here. */
function PostField({ field, label, help }: { field: Binding; label: string; help: string }) {
  const post = isPost(field.value) ? field.value : null;
  return (
    <Wrapped field={field} label={label} help={help}>
      <input
        id={field.id}
        className="qm-input"
        maxLength={60}
        value={post?.title ?? ''}
        aria-invalid={field.error !== undefined || undefined}
        onChange={(event) => field.set(event.target.value === '' ? undefined : { id: null, title: event.target.value })}
        onBlur={field.leave}
      />
    </Wrapped>
  );
}

function isPost(value: unknown): value is Post {
  return typeof value === 'object' && value !== null && 'title' in value;
}
