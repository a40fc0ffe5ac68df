import { addDays, partsOf } from '@qianmo/values/plain-date';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useWords } from '../../i18n/words.ts';
import { Button } from '../Button.tsx';
import { dayKind, monthDays, type SpecialDay, useSpecialDays, weekdayHeads } from './calendar.ts';

export type MonthGridProps = {
  readonly value: string | null;
  readonly today: string;
  readonly onPick: (day: string) => void;
  /** Days after this one cannot be picked. */
  readonly latest?: string | undefined;
};

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** One month to pick a day from; days off and make-up working days are marked in words and colour. */
export function MonthGrid({ value, today, onPick, latest }: MonthGridProps) {
  const t = useWords(houseWords);
  const shown = useLanguage();
  const [focus, setFocus] = useState(value ?? today);
  const grid = useRef<HTMLTableElement>(null);
  const { year, month } = partsOf(focus);
  const special = useSpecialDays(year);
  const turn = (months: number) => setFocus(shiftMonth(focus, months));
  useEffect(() => {
    grid.current?.querySelector<HTMLElement>(`[data-day="${focus}"]`)?.focus();
  }, [focus]);
  const move = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setFocus(addDays(focus, step));
  };
  return (
    <div className="qm-month">
      <div className="qm-month-head">
        <Button kind="quiet" icon="left" label={t('previousMonth')} onClick={() => turn(-1)} />
        <YearMonth
          year={year}
          month={month}
          onChange={(y, m) => setFocus(shiftMonth(`${focus.slice(0, 4)}-01-01`, (y - year) * 12 + m - 1))}
        />
        <Button kind="quiet" icon="right" label={t('nextMonth')} onClick={() => turn(1)} />
      </div>
      <table ref={grid} onKeyDown={move}>
        <thead>
          <tr>
            {weekdayHeads(shown).map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks(year, month).map((week) => (
            <tr key={week[0]?.day}>
              {week.map(({ day, inMonth }) => (
                <td key={day}>
                  <DayButton {...{ day, inMonth, value, today, onPick, latest, focus }} special={special.days} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function weeks(year: number, month: number) {
  const days = monthDays(year, month);
  return Array.from({ length: 6 }, (_, index) => days.slice(index * 7, index * 7 + 7));
}

type DayProps = MonthGridProps & {
  readonly day: string;
  readonly inMonth: boolean;
  readonly focus: string;
  readonly special: ReadonlyMap<string, SpecialDay>;
};

function DayButton({ day, inMonth, value, today, onPick, latest, focus, special }: DayProps) {
  const t = useWords(houseWords);
  const found = special.get(day);
  const blocked = latest !== undefined && day > latest;
  const kind = dayKind(day, special);
  const classes = ['qm-day', `qm-day-${kind}`, inMonth ? '' : 'qm-day-other', day === today ? 'qm-day-today' : ''];
  return (
    <button
      type="button"
      data-day={day}
      className={classes.join(' ')}
      aria-pressed={day === value}
      aria-disabled={blocked || undefined}
      aria-label={`${day} ${t(kind)}${found ? ` ${found.name}` : ''}`}
      title={found ? `${found.name} · ${t(kind)}` : undefined}
      tabIndex={day === focus ? 0 : -1}
      onClick={() => !blocked && onPick(day)}
    >
      {Number(day.slice(8))}
      {found && <i aria-hidden="true">{kind === 'holiday' ? '休' : '班'}</i>}
    </button>
  );
}

type YearMonthProps = { year: number; month: number; onChange: (year: number, month: number) => void };

function YearMonth({ year, month, onChange }: YearMonthProps) {
  const shown = useLanguage();
  const years = Array.from({ length: 26 }, (_, index) => 2010 + index);
  const months = Array.from({ length: 12 }, (_, index) => index + 1);
  const english = shown === 'en';
  return (
    <span className="qm-row">
      <select
        aria-label={english ? 'Year' : '年'}
        value={year}
        onChange={(event) => onChange(Number(event.target.value), month)}
      >
        {(years.includes(year) ? years : [year, ...years]).map((one) => (
          <option key={one} value={one}>
            {one}
            {english ? '' : '年'}
          </option>
        ))}
      </select>
      <select
        aria-label={english ? 'Month' : '月'}
        value={month}
        onChange={(event) => onChange(year, Number(event.target.value))}
      >
        {months.map((one) => (
          <option key={one} value={one}>
            {one}
            {english ? '' : '月'}
          </option>
        ))}
      </select>
    </span>
  );
}

function shiftMonth(day: string, months: number): string {
  const { year, month } = partsOf(day);
  const index = year * 12 + month - 1 + months;
  const target = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
  return `${target}-01`;
}
