import {
  AppLink,
  Figure,
  Loaded,
  Money,
  moneyText,
  Status,
  SumCheck,
  Tile,
  type Tone,
  useAddress,
  useQueryOp,
  useWords,
} from '@qianmo/ui/office';
import { listQuestions, listTargets } from '../../contract.ts';
import { useAsked, useSubject } from '../parts/asked.ts';
import { Quoted } from '../parts/Clause.tsx';
import { conditionText, valueWords } from '../parts/figures.ts';
import { type TargetState, targetStates, targetTone } from '../parts/tones.ts';
import { programmeWords } from '../words.ts';
import type { Overview } from './OverviewPage.tsx';
import { overviewWords } from './words.ts';

type Props = { readonly overview: Overview };

export function TargetTiles({ overview }: Props) {
  const t = useWords(overviewWords);
  const words = useWords(programmeWords);
  return (
    <div className="qm-states">
      {targetStates.map((state) => (
        <Tile
          key={state}
          title={<Status tone={overview.targets[state] === 0 ? 'off' : targetTone[state]}>{words(state)}</Status>}
          value={
            <Figure
              title={words(state)}
              definition={t('targetsDefinition')}
              asOf={overview.asOf}
              records={() => <TargetsIn state={state} count={overview.targets[state]} />}
            >
              {overview.targets[state]}
            </Figure>
          }
          unit={`/ ${overview.targets.total}`}
        />
      ))}
    </div>
  );
}

/** The targets behind a count; they must be as many as the count says. */
function TargetsIn({ state, count }: { state: TargetState; count: number }) {
  const t = useWords(overviewWords);
  const { href } = useAddress();
  const answer = useQueryOp(listTargets, { ...useAsked(), ...useSubject(), state, pageSize: 200 });
  return (
    <Loaded answer={answer}>
      {({ items, total }) => (
        <div className="qm-stack">
          <SumCheck sum={String(total)} shown={String(count)} agrees={total === count} />
          <ul className="qm-lines">
            {items.map((item) => (
              <li key={item.id}>
                <span className="qm-lines-what">
                  <AppLink href={href(`programme/target/${item.id}`)}>{item.name.zh}</AppLink>
                  <Quoted clause={item.clause} quote={item.quote} />
                </span>
                <span className="qm-number">
                  {valueWords(item.current.value, item.current.unit)} / {conditionText(item)}
                </span>
              </li>
            ))}
          </ul>
          <AppLink href={href('programme/target', { state })}>{t('openTargets')}</AppLink>
        </div>
      )}
    </Loaded>
  );
}

export function MoneyTiles({ overview }: Props) {
  const t = useWords(overviewWords);
  const { href } = useAddress();
  const { money } = overview;
  const budget = money.budgetFen === null ? null : moneyText(money.budgetFen, 'wan');
  const status = money.budgetVerdict === null ? undefined : budgetStatus[money.budgetVerdict];
  return (
    <>
      <Tile
        title={t('money')}
        value={
          <Figure
            title={t('money')}
            definition={t('moneyDefinition')}
            asOf={overview.asOf}
            records={() => <Sources overview={overview} />}
          >
            {moneyText(money.totalFen, 'wan')}
          </Figure>
        }
        foot={
          <AppLink href={href('programme/budget', { view: 'sources' })}>
            {t('count', { count: money.sources.length })}
          </AppLink>
        }
      />
      <Tile
        title={t('budget')}
        value={budget === null ? '—' : <AppLink href={href('programme/budget')}>{budget}</AppLink>}
        foot={money.budgetOrigin === null ? t('budgetNone') : t(originWords[money.budgetOrigin])}
        {...(status && { status: { tone: status.tone, words: t(status.words) } })}
      />
    </>
  );
}

const originWords = { plan: 'budgetPlan', approved: 'budgetApproved' } as const;
const budgetStatus = {
  pass: { tone: 'pass', words: 'budgetAddsUp' },
  warn: { tone: 'warn', words: 'budgetDiffers' },
  block: { tone: 'block', words: 'budgetDiffers' },
  pending: { tone: 'running', words: 'budgetPending' },
  off: { tone: 'off', words: 'budgetPending' },
} as const satisfies Record<string, { tone: Tone; words: string }>;

function Sources({ overview }: Props) {
  const t = useWords(overviewWords);
  const { sources, totalFen } = overview.money;
  const sum = sources.reduce((total, { amountFen }) => total + BigInt(amountFen ?? '0'), 0n);
  return (
    <div className="qm-stack">
      <ul className="qm-lines">
        {sources.map((source) => (
          <li key={source.id}>
            <span className="qm-lines-what">
              {source.name.zh} <Quoted clause={source.clause} quote={null} />
            </span>
            {source.amountFen === null ? (
              <Status tone="off">{t('sourcesWithout')}</Status>
            ) : (
              <Money fen={source.amountFen} style="wan" />
            )}
          </li>
        ))}
      </ul>
      {totalFen !== null && (
        <SumCheck sum={moneyText(sum, 'wan')} shown={moneyText(totalFen, 'wan')} agrees={String(sum) === totalFen} />
      )}
    </div>
  );
}

export function WorkTiles({ overview }: Props) {
  const t = useWords(overviewWords);
  const { href } = useAddress();
  const { tasks, filings, openQuestions } = overview;
  return (
    <>
      <Tile
        title={t('tasks')}
        value={<AppLink href={href('programme/phase', { view: 'ledger', status: 'open' })}>{tasks.open}</AppLink>}
        foot={t('doneOf', { count: tasks.done })}
        {...(tasks.overdue > 0 && { status: { tone: 'block', words: t('overdueOf', { count: tasks.overdue }) } })}
      />
      <Tile
        title={t('filings')}
        value={<AppLink href={href('programme/version', { view: 'filings' })}>{filings.open}</AppLink>}
        foot={t('receivedOf', { count: filings.received })}
        {...(filings.late > 0 && { status: { tone: 'warn', words: t('lateOf', { count: filings.late }) } })}
      />
      <Tile
        title={t('questions')}
        value={
          <Figure
            title={t('questions')}
            definition={t('questionsDefinition')}
            asOf={overview.asOf}
            records={() => <OpenQuestions />}
          >
            {openQuestions}
          </Figure>
        }
        foot={<AppLink href={href('programme/question')}>{t('count', { count: openQuestions })}</AppLink>}
      />
    </>
  );
}

function OpenQuestions() {
  const { href } = useAddress();
  const answer = useQueryOp(listQuestions, { ...useAsked(), open: true });
  return (
    <Loaded answer={answer}>
      {({ items }) => (
        <ul className="qm-lines">
          {items.map(({ no, question, clause }) => (
            <li key={no}>
              <span className="qm-lines-what">
                <AppLink href={`${href('programme/question')}#question-${no}`}>
                  {no} · {question}
                </AppLink>
              </span>
              <Quoted clause={clause} quote={null} />
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}
