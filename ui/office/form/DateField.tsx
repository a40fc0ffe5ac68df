import { isPlainDate } from '@qianmo/values/plain-date';
import { type FocusEvent, useEffect, useState } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useWords } from '../../i18n/words.ts';
import { Icon } from '../../plain/Icon.tsx';
import { Popover } from '../Popover.tsx';
import { useScope } from '../runtime.tsx';
import { dayKind, readDate, useSpecialDays, weekdayWords } from './calendar.ts';
import { controlProps, type FieldProps, goesToSubmit, textOf, Wrapped } from './fields.tsx';
import { MonthGrid } from './MonthGrid.tsx';

/** Typed (2019-9-24, 20190924) or picked; says the weekday and whether it is worked. */
export function DateField({ field, label, help }: FieldProps) {
  const t = useWords(houseWords);
  const { today } = useScope();
  const value = textOf(field.value);
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const settle = (event: FocusEvent) => {
    field.set(readDate(text) ?? text.trim());
    if (!goesToSubmit(event)) field.leave();
  };
  const day = isPlainDate(value) ? value : null;
  return (
    <Wrapped field={field} label={label} help={help ?? (day ? <DayHint day={day} /> : t('dateExample'))}>
      <span className="qm-suffixed">
        <input
          className="qm-input qm-number"
          inputMode="numeric"
          autoComplete="off"
          {...controlProps(field, true)}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            const read = readDate(event.target.value);
            if (read) field.set(read);
          }}
          onBlur={settle}
        />
        <Popover
          className="qm-suffix qm-suffix-button"
          align="end"
          label={t('pickDate')}
          button={<Icon name="calendar" small />}
        >
          {(close) => (
            <MonthGrid
              value={day}
              today={today}
              onPick={(picked) => {
                field.set(picked);
                close();
              }}
            />
          )}
        </Popover>
      </span>
    </Wrapped>
  );
}

/** `周二 · 工作日` */
export function DayHint({ day }: { day: string }) {
  const t = useWords(houseWords);
  const shown = useLanguage();
  const special = useSpecialDays(Number(day.slice(0, 4)));
  const name = special.days.get(day)?.name;
  return (
    <>
      {weekdayWords(day, shown)} · {t(dayKind(day, special.days))}
      {name && ` · ${name}`}
    </>
  );
}
