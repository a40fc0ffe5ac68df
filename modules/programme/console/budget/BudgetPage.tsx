import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  type BudgetLine,
  BudgetTree,
  EmptyState,
  Figure,
  Loaded,
  moneyText,
  Page,
  Section,
  Status,
  SumCheck,
  Tabs,
  useAddress,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { getBudget } from '../../contract.ts';
import { useAsked, useMayActAtHome, useSubject } from '../parts/asked.ts';
import { Found } from '../parts/Found.tsx';
import { numberWords } from '../parts/figures.ts';
import { SubjectPicker } from '../parts/SubjectPicker.tsx';
import { RatioGauges } from './RatioGauges.tsx';
import { SourcesView } from './SourcesView.tsx';
import { VersionsView } from './VersionsView.tsx';
import { budgetWords } from './words.ts';
import '../programme.css';

export type Budget = ResultOf<typeof getBudget>;

const views = ['tree', 'ratios', 'sources', 'versions'] as const;

/** 预算: the tree with exact sums, the ratios of the plan, the sources, the versions. */
export function BudgetPage() {
  const t = useWords(budgetWords);
  const { query, setQuery, href } = useAddress();
  const { group } = useSubject();
  const mayEdit = useMayActAtHome('programme.budget.save');
  const number = Number(query.get('number') ?? '');
  const view = views.find((key) => key === query.get('view')) ?? 'tree';
  const chosen = Number.isInteger(number) && number > 0 ? { number } : {};
  const answer = useQueryOp(getBudget, { ...useAsked(), ...(group ? { group } : {}), ...chosen });
  return (
    <Page
      title={{ zh: '预算', en: 'Budget' }}
      actions={
        <>
          <SubjectPicker />
          {mayEdit && (
            <AppLink className="qm-button" href={href('programme/budget/edit')}>
              {t('edit')}
            </AppLink>
          )}
        </>
      }
    >
      <Loaded answer={answer}>
        {(budget) => (
          <>
            <Heading budget={budget} />
            <Tabs
              label={t('views')}
              tabs={views.map((key) => ({ key, label: t(key) }))}
              active={view}
              onChange={(key) => setQuery({ view: key === 'tree' ? null : key })}
            >
              {view === 'tree' && <Tree budget={budget} />}
              {view === 'ratios' && <RatioGauges budget={budget} />}
              {view === 'sources' && <SourcesView sources={budget.sources} />}
              {view === 'versions' && <VersionsView budget={budget} />}
            </Tabs>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Heading({ budget }: { budget: Budget }) {
  const t = useWords(budgetWords);
  const { href } = useAddress();
  if (budget.origin === 'none') return null;
  const origin =
    budget.origin === 'plan'
      ? t('origin_plan')
      : t('origin_entered', { number: budget.number, state: budget.approved ? t('approved') : t('notApproved') });
  return (
    <div className="qm-row">
      <Status tone={budget.origin === 'plan' || budget.approved ? 'pass' : 'warn'}>{origin}</Status>
      <Status tone={budget.verdict === 'pass' ? 'pass' : budget.verdict === 'pending' ? 'running' : 'block'}>
        {budget.verdict === 'pass' ? t('adds') : t('differs')}
      </Status>
      {budget.sumFen !== null && (
        <strong className="qm-number">
          <Figure title={t('check_')} asOf={budget.asOf} records={() => <Sums budget={budget} />}>
            {moneyText(budget.sumFen, 'wan')}
          </Figure>
        </strong>
      )}
      {budget.number !== null && !budget.approved && <AppLink href={href('programme/budget')}>{t('inForce')}</AppLink>}
    </div>
  );
}

/** Every sum level against what stands below it. */
function Sums({ budget }: { budget: Budget }) {
  const sums = budget.rows.filter(({ kind }) => kind !== 'detail');
  return (
    <ul className="qm-lines">
      {sums.map((row) => (
        <li key={row.id}>
          <span className="qm-lines-what">{row.name}</span>
          <SumCheck
            sum={moneyText(row.sumFen, 'wan')}
            shown={moneyText(row.amountFen, 'wan')}
            agrees={row.amountFen === null || row.amountFen === row.sumFen}
          />
        </li>
      ))}
    </ul>
  );
}

function Tree({ budget }: { budget: Budget }) {
  const t = useWords(budgetWords);
  const { can } = useScope();
  const root = budget.rows.find(({ parent }) => parent === null);
  if (!root) return <EmptyState title={t('none')} />;
  const total = root.amountFen ?? budget.sumFen;
  const problems = budget.findings.filter(({ verdict }) => verdict !== 'pass');
  const names = (id: string) => budget.rows.find((row) => row.id === id)?.name ?? id;
  return (
    <>
      {problems.length > 0 && can('programme.read') && (
        <div className="qm-card">
          <Found findings={problems} names={names} />
        </div>
      )}
      <BudgetTree
        caption={t('caption')}
        lines={linesOf(budget, root.id)}
        more={[t('sourceHead')]}
        {...(total === null ? {} : { totalFen: total })}
      />
      {budget.ratios.length > 0 && (
        <Section title={t('ratios')}>
          <RatioGauges budget={budget} />
        </Section>
      )}
    </>
  );
}

function linesOf(budget: Budget, root: string): BudgetLine[] {
  const sourceName = (id: string | null) => budget.sources.find((source) => source.id === id)?.name.zh ?? id ?? '';
  return budget.rows
    .filter((row) => row.id !== root)
    .map((row) => ({
      id: row.id,
      parent: row.parent === root ? null : row.parent,
      name: row.name,
      amountFen: row.amountFen ?? row.sumFen,
      quantity: row.quantity === null ? null : numberWords(row.quantity),
      unitAmountFen: row.unitAmountFen,
      clause: row.clause,
      cells: [
        <span key="source" className="qm-second">
          {sourceName(row.source)}
        </span>,
      ],
    }));
}
