import type { CalendarDay } from '@qianmo/platform/contract';
import { dayKind, monthDays, type SpecialDay, useLanguage, useWords, weekdayHeads } from '@qianmo/ui/office';
import { useMemo } from 'react';
import { calendarWords } from './words.ts';

export type YearViewProps = {
  readonly year: number;
  readonly days: readonly CalendarDay[];
  readonly today: string;
  /** Opens a day for correction; null where the person may only look. */
  readonly onPick: ((day: string) => void) | null;
};

export function YearView(props: YearViewProps) {
  const special = useMemo(() => specialDays(props.days), [props.days]);
  return (
    <div className="qm-year">
      {Array.from({ length: 12 }, (_, index) => (
        <Month key={index + 1} month={index + 1} special={special} {...props} />
      ))}
    </div>
  );
}

type Shown = SpecialDay & { readonly corrected: boolean };

/** Corrections of this home stand over the national list. */
function specialDays(days: readonly CalendarDay[]): ReadonlyMap<string, Shown> {
  const found = new Map<string, Shown>();
  for (const layer of ['official', 'correction'] as const)
    for (const day of days)
      if (day.layer === layer)
        found.set(day.day, { kind: day.kind, name: day.nameZh, corrected: layer === 'correction' });
  return found;
}

type MonthProps = YearViewProps & { readonly month: number; readonly special: ReadonlyMap<string, Shown> };

function Month({ year, month, special, today, onPick }: MonthProps) {
  const t = useWords(calendarWords);
  const shown = useLanguage();
  const days = monthDays(year, month);
  const weeks = Array.from({ length: 6 }, (_, index) => days.slice(index * 7, index * 7 + 7));
  return (
    <section className="qm-card qm-year-month">
      <h2>{t('month', { month })}</h2>
      <table>
        <thead>
          <tr>
            {weekdayHeads(shown).map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks
            .filter((week) => week.some(({ inMonth }) => inMonth))
            .map((week) => (
              <tr key={week[0]?.day}>
                {week.map(({ day, inMonth }) => (
                  <td key={day}>{inMonth && <Day {...{ day, special, today, onPick }} />}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

type DayProps = Pick<MonthProps, 'special' | 'today' | 'onPick'> & { readonly day: string };

function Day({ day, special, today, onPick }: DayProps) {
  const found = special.get(day);
  const kind = dayKind(day, special);
  const sign = found?.corrected ? '改' : found ? (kind === 'holiday' ? '休' : kind === 'makeupDay' ? '班' : '') : '';
  const look = found?.corrected ? 'corrected' : found ? (kind === 'makeupDay' ? 'makeup' : kind) : kind;
  const classes = `qm-cell qm-cell-${look}${day === today ? ' qm-cell-today' : ''}`;
  const content = (
    <>
      {Number(day.slice(8))}
      {sign && <i aria-hidden="true">{sign}</i>}
    </>
  );
  const words = `${day}${found ? ` ${found.name}` : ''}`;
  if (!onPick)
    return (
      <span className={classes} title={found?.name}>
        {content}
      </span>
    );
  return (
    <button type="button" className={classes} title={found?.name} aria-label={words} onClick={() => onPick(day)}>
      {content}
    </button>
  );
}
