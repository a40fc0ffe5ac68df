import type { ResultOf } from '@qianmo/platform/contract';
import {
  Button,
  Conclusion,
  DateField,
  EmptyState,
  FormPage,
  Loaded,
  Page,
  Section,
  SelectField,
  useAct,
  useAddress,
  useForm,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { isPlainDate } from '@qianmo/values/plain-date';
import { useState } from 'react';
import { listTargets, previewSchedule, scheduleTasks } from '../../contract.ts';
import { useAsked, useOverview } from '../parts/asked.ts';
import { Found } from '../parts/Found.tsx';
import { phaseWords } from './words.ts';
import '../programme.css';

type Wanted = { readonly deadline: string; readonly target?: string };

/** 倒排: tries the schedule, shows what stands against it, then stores it. */
export function SchedulePage() {
  const t = useWords(phaseWords);
  const { programme } = useScope();
  const { go, href } = useAddress();
  const targets = useQueryOp(listTargets, { ...useAsked(), pageSize: 200 }).data?.items ?? [];
  const end = useOverview().data?.end ?? undefined;
  const [tried, setTried] = useState<Wanted | null>(null);
  const back = () => go(href('programme/phase', { view: 'ledger' }));
  const act = useAct(scheduleTasks, { onDone: back });
  const form = useForm({ shape: scheduleTasks.input, act, initial: { programme, deadline: end } });
  const { deadline, target } = form.values;
  const ready = typeof deadline === 'string' && isPlainDate(deadline);
  const preview = () => {
    if (ready) setTried({ deadline, ...(typeof target === 'string' && target !== '' ? { target } : {}) });
  };
  return (
    <Page title={{ zh: '倒排进度', en: 'Schedule backwards' }} wide={false}>
      <p>{t('scheduleText')}</p>
      <FormPage
        form={form}
        act={act}
        labels={{ deadline: t('wholeDeadline'), target: t('onlyTarget') }}
        submit={t('store')}
        onCancel={back}
        aside={
          <span>
            <Button blocked={!ready} onClick={preview}>
              {t('preview')}
            </Button>
          </span>
        }
      >
        <DateField field={form.field('deadline')} label={t('wholeDeadline')} />
        <SelectField
          field={form.field('target')}
          label={t('onlyTarget')}
          options={targets.map(({ id, name }) => ({ value: id, label: `${id} ${name.zh}` }))}
        />
      </FormPage>
      {tried && <Preview wanted={tried} />}
    </Page>
  );
}

function Preview({ wanted }: { wanted: Wanted }) {
  const t = useWords(phaseWords);
  const { programme } = useScope();
  const answer = useQueryOp(previewSchedule, { programme, ...wanted });
  return (
    <Section title={t('planned')}>
      <Loaded answer={answer}>{(found) => <Planned found={found} />}</Loaded>
    </Section>
  );
}

function Planned({ found }: { found: ResultOf<typeof previewSchedule> }) {
  const t = useWords(phaseWords);
  const { dates, findings } = found;
  const names = (id: string) => dates.find((one) => one.id === id)?.title ?? id;
  if (dates.length === 0 && findings.length === 0) return <EmptyState title={t('previewEmpty')} />;
  return (
    <>
      <Conclusion findings={findings} />
      <table className="qm-table qm-card">
        <caption className="qm-hidden">{t('planned')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('task')}</th>
            <th scope="col">{t('startOn')}</th>
            <th scope="col">{t('dueOn')}</th>
          </tr>
        </thead>
        <tbody>
          {dates.map((task) => (
            <tr key={task.id}>
              <th scope="row">{task.title}</th>
              <td className="qm-number">{task.latestStart}</td>
              <td className="qm-number">{task.latestFinish}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Found findings={findings.filter(({ verdict }) => verdict !== 'pass')} names={names} />
    </>
  );
}
