import type { ResultOf } from '@qianmo/platform/contract';
import { EmptyState, Loaded, Section, useQueryOp, useWords } from '@qianmo/ui/office';
import { listSchemes } from '../../contract.ts';
import { useAsked } from '../parts/asked.ts';
import { Questions, Quoted } from '../parts/Clause.tsx';
import { ruleWords } from './words.ts';

type Answer = ResultOf<typeof listSchemes>;
type Scheme = Answer['items'][number];

export function SchemesView() {
  const t = useWords(ruleWords);
  const answer = useQueryOp(listSchemes, useAsked());
  return (
    <Loaded answer={answer}>
      {({ items, penalties }) => (
        <>
          {items.length === 0 && <EmptyState title={t('noSchemes')} />}
          {items.map((scheme) => (
            <SchemeCard key={scheme.id} scheme={scheme} />
          ))}
          {penalties.length > 0 && (
            <Section title={t('penalties')}>
              <ul className="qm-card qm-lines">
                {penalties.map((penalty) => (
                  <li key={penalty.id}>
                    <span className="qm-lines-what">
                      {penalty.zh}
                      <span className="qm-second">
                        {t('triggers')}: {penalty.triggers.join(';')}
                      </span>
                      <Questions numbers={penalty.questions ?? []} />
                    </span>
                    <Quoted clause={penalty.clause} quote={penalty.quote ?? null} />
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </>
      )}
    </Loaded>
  );
}

function SchemeCard({ scheme }: { scheme: Scheme }) {
  const t = useWords(ruleWords);
  const money = scheme.budgetWan === null ? t('noBudget') : t('budget', { amount: scheme.budgetWan });
  const quota = scheme.quota ? ` · ${t('quota', { max: scheme.quota.max })}` : '';
  return (
    <Section title={`${scheme.id} ${scheme.name.zh}`} aside={`${money}${quota}`}>
      <div className="qm-card qm-stack">
        <div className="qm-row">
          {t('applicants', { names: scheme.applicants.join('、') })} <Quoted clause={scheme.clause} quote={null} />
          <Questions numbers={scheme.questions ?? []} />
        </div>
        {scheme.principle && <p>{scheme.principle}</p>}
        <Tests title={t('conditions')} items={scheme.conditions} />
        <Tests
          title={
            scheme.minCriteria
              ? `${t('criteria')} · ${t('minCriteria', { value: scheme.minCriteria.value })}`
              : t('criteria')
          }
          items={scheme.criteria}
        />
        {scheme.tiers.map((tier) => (
          <Tests
            key={tier.id}
            title={`${t('tiers')} ${tier.zh} · ${t('quota', { max: tier.quota })} · ${t('amount', { amount: tier.amountWan })}`}
            items={tier.criteria}
          />
        ))}
        <Steps scheme={scheme} />
      </div>
    </Section>
  );
}

type Test = {
  readonly id: string;
  readonly zh: string;
  readonly cel: string;
  readonly clause: string;
  readonly quote?: string | undefined;
};

function Tests({ title, items }: { title: string; items: readonly Test[] }) {
  if (items.length === 0) return null;
  return (
    <details>
      <summary>
        {title} <span className="qm-number">({items.length})</span>
      </summary>
      <ul className="qm-lines">
        {items.map((item) => (
          <li key={item.id}>
            <span className="qm-lines-what">
              {item.zh}
              <code className="qm-code qm-second">{item.cel}</code>
            </span>
            <Quoted clause={item.clause} quote={item.quote ?? null} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Steps({ scheme }: { scheme: Scheme }) {
  const t = useWords(ruleWords);
  return (
    <>
      <details>
        <summary>
          {t('steps')} <span className="qm-number">({scheme.steps.length})</span>
        </summary>
        <ol className="qm-lines">
          {scheme.steps.map((step) => (
            <li key={step.no}>
              <span className="qm-lines-what">
                {step.no}. {step.zh}
              </span>
              <Quoted clause={step.clause} quote={null} />
            </li>
          ))}
        </ol>
      </details>
      {scheme.papers.length > 0 && (
        <details>
          <summary>
            {t('papers')} <span className="qm-number">({scheme.papers.length})</span>
          </summary>
          <ul className="qm-lines">
            {scheme.papers.map((paper) => (
              <li key={paper.id}>
                <span className="qm-lines-what">
                  {paper.zh}
                  <span className="qm-second">{t(paper.for)}</span>
                </span>
                <Quoted clause={paper.clause} quote={null} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
