import { houseWords } from '../i18n/house-words.ts';
import { useWords } from '../i18n/words.ts';
import { Icon } from '../plain/Icon.tsx';
import { useAddress } from './address.ts';
import { Button } from './Button.tsx';
import { MonthGrid } from './form/MonthGrid.tsx';
import { dayWords } from './Page.tsx';
import { Popover } from './Popover.tsx';
import { useScope } from './runtime.tsx';

export type Milestone = { readonly day: string; readonly words: string };

/** 截至: today, a past day or a milestone. The day lives in the URL and goes with the person from page to page. */
export function AsOfPicker({ milestones = [] }: { milestones?: readonly Milestone[] }) {
  const t = useWords(houseWords);
  const { asOf, today } = useScope();
  const { setQuery } = useAddress();
  const pick = (day: string, close: () => void) => {
    setQuery({ asof: day === today ? null : day });
    close();
  };
  return (
    <Popover
      className="qm-bar-button"
      align="end"
      button={
        <>
          <Icon name="history" small />
          {t('asOf')} {asOf ? <span className="qm-number">{asOf}</span> : t('today')}
          <Icon name="down" small />
        </>
      }
    >
      {(close) => (
        <>
          <MonthGrid value={asOf ?? today} today={today} latest={today} onPick={(day) => pick(day, close)} />
          <div className="qm-menu">
            {milestones.map(({ day, words }) => (
              <button key={day + words} type="button" onClick={() => pick(day, close)}>
                {words} <span className="qm-second qm-number">{day}</span>
              </button>
            ))}
            {asOf && (
              <button type="button" onClick={() => pick(today, close)}>
                {t('backToToday')}
              </button>
            )}
          </div>
        </>
      )}
    </Popover>
  );
}

/** The plum strip under the bar: a past day is shown and nothing can be changed. */
export function HistoryStrip() {
  const t = useWords(houseWords);
  const { asOf } = useScope();
  const { setQuery } = useAddress();
  if (!asOf) return null;
  return (
    <div className="qm-strip qm-strip-history" role="status">
      <Icon name="history" small />
      {t('history', { date: dayWords(asOf) })}
      <Button kind="quiet" onClick={() => setQuery({ asof: null })}>
        {t('backToToday')}
      </Button>
    </div>
  );
}
