import { AppLink, EmptyState, Section, Status, useAddress, useWords } from '@qianmo/ui/office';
import { Found } from '../parts/Found.tsx';
import type { Overview } from './OverviewPage.tsx';
import { overviewWords } from './words.ts';

type Item = Overview['redItems'][number];

const kindWords = {
  target: 'target',
  phase: 'phase',
  task: 'task',
  filing: 'filing',
  budget: 'budget_',
} as const;

/** What is overdue, missed or does not add up, each with its finding and the page that cures it. */
export function RedItems({ overview }: { overview: Overview }) {
  const t = useWords(overviewWords);
  const { redItems } = overview;
  return (
    <Section title={t('red')} aside={<span className="qm-number">{redItems.length}</span>}>
      {redItems.length === 0 ? (
        <EmptyState title={t('noRed')} />
      ) : (
        <ul className="qm-card qm-lines">
          {redItems.map((item) => (
            <RedItem key={`${item.kind}/${item.id}`} item={item} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function RedItem({ item }: { item: Item }) {
  const t = useWords(overviewWords);
  const { href } = useAddress();
  return (
    <li>
      <span className="qm-lines-what">
        <span className="qm-row">
          <Status tone={item.finding.verdict === 'block' ? 'block' : 'warn'}>{t(kindWords[item.kind])}</Status>
          <AppLink href={href(...pageOf(item))}>{item.name}</AppLink>
          {item.dueOn && <span className="qm-second qm-number">{t('due', { day: item.dueOn })}</span>}
        </span>
        <Found findings={[item.finding]} names={(id) => (id === item.id ? item.name : id)} />
      </span>
    </li>
  );
}

function pageOf({ kind, id }: Item): [page: string, values?: Record<string, string>] {
  if (kind === 'target') return [`programme/target/${id}`];
  if (kind === 'task') return [`programme/task/${id}`];
  if (kind === 'filing') return ['programme/version', { view: 'filings' }];
  return [kind === 'budget' ? 'programme/budget' : 'programme/phase'];
}
