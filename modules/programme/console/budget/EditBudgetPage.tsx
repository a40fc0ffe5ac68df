import { ProblemError } from '@qianmo/client';
import type { ResultOf } from '@qianmo/platform/contract';
import {
  Button,
  Conclusion,
  clockWords,
  Loaded,
  moneyText,
  Notice,
  Page,
  ProblemNotice,
  Section,
  useAct,
  useAddress,
  useCall,
  useForm,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { z } from 'zod';
import { checkBudget, getBudget, saveBudget } from '../../contract.ts';
import { useAsked } from '../parts/asked.ts';
import { Found } from '../parts/Found.tsx';
import { programmeWords } from '../words.ts';
import type { Budget } from './BudgetPage.tsx';
import { EditRows } from './EditRows.tsx';
import { RatioGauges } from './RatioGauges.tsx';
import { type DraftRow, draftOf, emptyRow, inOrder, rowProblems, storedOf } from './rows.ts';
import { budgetWords } from './words.ts';
import '../programme.css';

type Checked = ResultOf<typeof checkBudget>;

/** 编制预算: begins with the budget in force, is checked to the fen, and becomes a new version. */
export function EditBudgetPage() {
  const answer = useQueryOp(getBudget, useAsked());
  return (
    <Page title={{ zh: '编制预算', en: 'Enter a budget' }}>
      <Loaded answer={answer}>{(budget) => <Editor budget={budget} />}</Loaded>
    </Page>
  );
}

const draftRows = z.strictObject({ rows: z.array(z.custom<DraftRow>()), note: z.string().optional() });

/** The form keeps what is typed, also where it is no amount yet; the operation gets rows in fen. */
function useBudgetForm(budget: Budget) {
  const t = useWords(budgetWords);
  const { programme } = useScope();
  const { go, href } = useAddress();
  const after = Math.max(0, ...budget.versions.map(({ number }) => number));
  const save = useAct(saveBudget, { onDone: ({ number }) => go(href('programme/budget', { number })) });
  const act = {
    ...save,
    run: ({ rows, note }: z.input<typeof draftRows>) =>
      save.run({ programme, rows: storedOf(ordered(rows)), after, ...(note ? { note } : {}) }),
  };
  const rows = budget.rows.length > 0 ? budget.rows.map(draftOf) : [emptyRow('TOTAL', null, t('rootName'))];
  const draft = { key: `programme.budget.${programme}`, title: t('editTitle') };
  return { act, form: useForm({ shape: draftRows, act, initial: { rows }, draft }) };
}

const ordered = (rows: readonly DraftRow[]) => inOrder(rows).map(({ row }) => row);

function Editor({ budget }: { budget: Budget }) {
  const t = useWords(budgetWords);
  const words = useWords(programmeWords);
  const { programme } = useScope();
  const { act, form } = useBudgetForm(budget);
  const checking = useCheck();
  const rows = isRows(form.values.rows) ? form.values.rows : [];
  const problems = rowProblems(rows);
  const check = () => problems.length === 0 && void checking.run({ programme, rows: storedOf(ordered(rows)) });
  return (
    <form
      className="qm-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (problems.length === 0) form.submit();
      }}
    >
      <p>{t('editText')}</p>
      <EditRows rows={rows} sources={budget.sources} onChange={(next) => form.set('rows', next)} />
      {problems.length > 0 && <RowProblems rows={rows} />}
      {checking.result && <CheckResult checked={checking.result} rows={rows} />}
      <ProblemNotice error={checking.error ?? act.error} />
      <footer className="qm-row">
        <input
          className="qm-input"
          style={{ inlineSize: 320 }}
          aria-label={words('note')}
          placeholder={words('note')}
          maxLength={500}
          value={String(form.values.note ?? '')}
          onChange={(event) => form.set('note', event.target.value)}
        />
        <Button busy={checking.busy} blocked={problems.length > 0} onClick={check}>
          {t('check')}
        </Button>
        <Button kind="primary" submit busy={act.busy} blocked={problems.length > 0}>
          {t('save')}
        </Button>
        {form.draft.savedAt && <span className="qm-second">{clockWords(form.draft.savedAt)}</span>}
      </footer>
    </form>
  );
}

function RowProblems({ rows }: { rows: readonly DraftRow[] }) {
  const t = useWords(budgetWords);
  return (
    <Notice tone="warn">
      {rowProblems(rows).map(({ id, code }) => (
        <p key={id}>
          {code === 'name'
            ? t('nameMissing')
            : t('rowProblem', { name: rows.find((row) => row.id === id)?.name ?? id })}
        </p>
      ))}
    </Notice>
  );
}

function useCheck() {
  const call = useCall();
  const { home } = useScope();
  const [state, setState] = useState<{ busy: boolean; error: unknown; result: Checked | null }>({
    busy: false,
    error: null,
    result: null,
  });
  const run = async (input: { programme: string; rows: ReturnType<typeof storedOf> }) => {
    setState({ busy: true, error: null, result: null });
    try {
      setState({ busy: false, error: null, result: await call(checkBudget, { home, input }) });
    } catch (error) {
      setState({
        busy: false,
        error: error instanceof ProblemError ? error : new Error('check', { cause: error }),
        result: null,
      });
    }
  };
  return { ...state, run };
}

function CheckResult({ checked, rows }: { checked: Checked; rows: readonly DraftRow[] }) {
  const t = useWords(budgetWords);
  const stored = storedOf(rows).map((row) => ({ ...row, kind: 'detail' as const, depth: 0, sumFen: row.amountFen }));
  return (
    <Section title={t('verdict')} aside={t('sumOf', { amount: moneyText(checked.sumFen, 'wan') })}>
      <Conclusion findings={checked.findings} />
      <div className="qm-card">
        <Found findings={checked.findings} names={(id) => rows.find((row) => row.id === id)?.name ?? id} />
      </div>
      {checked.ratios.length > 0 && <RatioGauges budget={{ ratios: checked.ratios, rows: stored, asOf: '' }} />}
    </Section>
  );
}

function isRows(value: unknown): value is readonly DraftRow[] {
  return Array.isArray(value);
}
