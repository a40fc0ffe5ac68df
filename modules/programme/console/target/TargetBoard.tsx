import { AppLink, pick, Status, useAddress, useLanguage, useWords } from '@qianmo/ui/office';
import { conditionText, valueWords } from '../parts/figures.ts';
import { targetStates, targetTone } from '../parts/tones.ts';
import { programmeWords } from '../words.ts';
import type { TargetItem } from './TargetsPage.tsx';
import { targetWords } from './words.ts';

/** Targets by state. States are computed from figures: a card moves when a figure is entered, never by hand. */
export function TargetBoard({ items }: { items: readonly TargetItem[] }) {
  const words = useWords(programmeWords);
  return (
    <div className="qm-board">
      {targetStates.map((state) => {
        const cards = items.filter(({ judged }) => judged.state === state);
        return (
          <section key={state} className="qm-board-column" aria-label={words(state)}>
            <h2>
              <Status tone={targetTone[state]}>{words(state)}</Status>
              <span className="qm-number">{cards.length}</span>
            </h2>
            {cards.map((item) => (
              <Card key={item.id} item={item} />
            ))}
          </section>
        );
      })}
    </div>
  );
}

function Card({ item }: { item: TargetItem }) {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  const shown = useLanguage();
  const { href } = useAddress();
  const wanted = item.operator === 'qualitative' ? words('qualitative') : conditionText(item);
  return (
    <AppLink className="qm-board-card" href={href(`programme/target/${item.id}`)}>
      <strong>{pick({ zh: item.name.zh, en: item.name.en ?? item.name.zh }, shown)}</strong>
      <span className="qm-number">
        {item.current.value === null ? t('noFigure') : valueWords(item.current.value, item.current.unit)} / {wanted}
      </span>
      <span className="qm-second qm-number">{item.deadline ?? t('none')}</span>
      <span className="qm-second">{item.responsible.map(({ zh }) => zh).join('、')}</span>
    </AppLink>
  );
}
