import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  Button,
  DateField,
  FormPage,
  Notice,
  Outcome,
  Page,
  ProblemNotice,
  Section,
  useAct,
  useAddress,
  useCall,
  useForm,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { checkPack, importPack } from '../../contract.ts';
import { PaperField } from '../parts/PaperField.tsx';
import { Changes } from './Changes.tsx';
import { PackInput, type PackText } from './PackInput.tsx';
import { PackProblems } from './PackProblems.tsx';
import { importWords } from './words.ts';
import '../programme.css';

type Checked = ResultOf<typeof checkPack>;
type Done = ResultOf<typeof importPack>;
type Step = 'pack' | 'check' | 'confirm' | 'done';

/** 导入方案包: nothing is stored before the last button, and a wrong pack never is. */
export function ImportPage() {
  const t = useWords(importWords);
  const [pack, setPack] = useState<PackText>({ text: '', tables: {} });
  const [done, setDone] = useState<Done | null>(null);
  const checking = useCheck();
  const checked = checking.result;
  const canImport = checked?.ok === true && !checked.unchanged;
  const step: Step = done ? 'done' : canImport ? 'confirm' : checked ? 'check' : 'pack';
  const again = () => {
    checking.clear();
    setDone(null);
  };
  return (
    <Page title={{ zh: '导入方案包', en: 'Import a pack' }} wide={false}>
      <Steps current={step} />
      {step === 'pack' && (
        <>
          <p>{t('intro')}</p>
          <PackInput pack={pack} onChange={setPack} />
          <ProblemNotice error={checking.error} />
          <div className="qm-row">
            <Button
              kind="primary"
              busy={checking.busy}
              blocked={pack.text.trim() === ''}
              onClick={() => pack.text.trim() !== '' && void checking.run(pack)}
            >
              {checking.busy ? t('checking') : t('check')}
            </Button>
          </div>
        </>
      )}
      {checked && !done && (
        <>
          <CheckResult checked={checked} />
          <div className="qm-row">
            <Button onClick={again}>{t('again')}</Button>
          </div>
        </>
      )}
      {step === 'confirm' && checked && <ConfirmForm pack={pack} onDone={setDone} />}
      {done && <Result done={done} onAgain={again} />}
    </Page>
  );
}

function useCheck() {
  const call = useCall();
  const { home } = useScope();
  const [state, setState] = useState<{ busy: boolean; error: unknown; result: Checked | null }>(idle);
  const run = async (input: PackText) => {
    setState({ ...idle, busy: true });
    try {
      setState({ ...idle, result: await call(checkPack, { home, input }) });
    } catch (error) {
      setState({ ...idle, error });
    }
  };
  return { ...state, run, clear: () => setState(idle) };
}

const idle = { busy: false, error: null, result: null };

const steps = [
  { key: 'pack', words: 'stepPack' },
  { key: 'check', words: 'stepCheck' },
  { key: 'confirm', words: 'stepConfirm' },
  { key: 'done', words: 'stepDone' },
] as const;

function Steps({ current }: { current: Step }) {
  const t = useWords(importWords);
  return (
    <ol className="qm-steps">
      {steps.map(({ key, words }) => (
        <li key={key} aria-current={key === current ? 'step' : undefined}>
          {t(words)}
        </li>
      ))}
    </ol>
  );
}

function CheckResult({ checked }: { checked: Checked }) {
  const t = useWords(importWords);
  if (!checked.ok) return <PackProblems problems={checked.problems} />;
  const { against, programme, changes } = checked;
  return (
    <Section title={programme ? `${programme.title.zh} (${programme.id})` : t('programme')}>
      {checked.unchanged ? (
        <Notice tone="off">{t('unchanged', { version: against })}</Notice>
      ) : against === null ? (
        <Notice tone="running">{t('first')}</Notice>
      ) : (
        <>
          <Notice tone="running">{t('changes', { version: against, count: changes.length })}</Notice>
          <Changes changes={changes} before={`v${against}`} after={`v${against + 1}`} />
        </>
      )}
    </Section>
  );
}

function ConfirmForm({ pack, onDone }: { pack: PackText; onDone: (done: Done) => void }) {
  const t = useWords(importWords);
  const { today } = useScope();
  const act = useAct(importPack, { onDone });
  const form = useForm({ shape: importPack.input, act, initial: { ...pack, effectiveOn: today } });
  const labels = { effectiveOn: t('effectiveOn'), decision: t('decision'), text: t('packText') };
  return (
    <Section title={t('confirm')}>
      <p>{t('confirmText')}</p>
      <FormPage form={form} act={act} labels={labels} submit={t('confirm')}>
        <DateField field={form.field('effectiveOn')} label={labels.effectiveOn} />
        <PaperField field={form.field('decision')} label={labels.decision} />
      </FormPage>
    </Section>
  );
}

function Result({ done, onAgain }: { done: Done; onAgain: () => void }) {
  const t = useWords(importWords);
  const { href } = useAddress();
  const { programme } = useScope();
  return (
    <>
      <Outcome id={null}>
        <p>{done.unchanged ? t('doneSame') : t('done', { version: done.version, count: done.changeCount })}</p>
        <p className="qm-second">{t('undo')}</p>
      </Outcome>
      <div className="qm-row">
        {programme !== '' && <AppLink href={href('programme/version')}>{t('toVersions')}</AppLink>}
        <Button onClick={onAgain}>{t('again')}</Button>
      </div>
    </>
  );
}
