import { type CalendarDay, calendar } from '@qianmo/platform/contract';
import { Button, Loaded, Notice, Page, useAddress, useQueryOp, useScope, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { CorrectDay } from './CorrectDay.tsx';
import { calendarWords } from './words.ts';
import { YearView } from './YearView.tsx';
import './calendar.css';

/** The working-day calendar by which every term is counted; what differs here from the national list is corrected here. */
export function CalendarPage() {
  const t = useWords(calendarWords);
  const { today, mayAct } = useScope();
  const { query, setQuery } = useAddress();
  const year = Number(query.get('year') ?? today.slice(0, 4));
  const [picked, setPicked] = useState<string | null>(null);
  const answer = useQueryOp(calendar.calendarYear, { year }, { keepPrevious: true });
  const turn = (next: number) => setQuery({ year: String(next) });
  return (
    <Page
      title={{ zh: '工作日历', en: 'Calendar' }}
      actions={
        <span className="qm-row">
          <Button kind="quiet" icon="left" label={t('previous')} onClick={() => turn(year - 1)} />
          <strong className="qm-number">{t('year', { year })}</strong>
          <Button kind="quiet" icon="right" label={t('next')} onClick={() => turn(year + 1)} />
        </span>
      }
    >
      <Loaded answer={answer}>
        {(found) => (
          <>
            {!found.loaded && <Notice tone="warn">{t('notLoaded', { year: found.year })}</Notice>}
            <Summary days={found.days} source={found.source} />
            <YearView
              year={found.year}
              days={found.days}
              today={today}
              onPick={mayAct('calendar.day.set') ? setPicked : null}
            />
            {picked && (
              <CorrectDay
                day={picked}
                known={found.days.filter(({ day }) => day === picked)}
                onClose={() => setPicked(null)}
              />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Summary({ days, source }: { days: readonly CalendarDay[]; source: string | null }) {
  const t = useWords(calendarWords);
  const count = (meets: (day: CalendarDay) => boolean) => days.filter(meets).length;
  return (
    <div className="qm-year-summary">
      <span className="qm-number">
        {t('summary', {
          holidays: count(({ kind, layer }) => kind === 'holiday' && layer === 'official'),
          makeup: count(({ kind, layer }) => kind === 'workday' && layer === 'official'),
          corrections: count(({ layer }) => layer === 'correction'),
        })}
      </span>
      <span className="qm-year-legend">
        <i className="qm-cell-holiday">休</i>
        {t('legendHoliday')}
        <i className="qm-cell-makeup">班</i>
        {t('legendMakeup')}
        <i className="qm-cell-corrected">改</i>
        {t('legendCorrection')}
      </span>
      {source && <span className="qm-page-scope">{t('source', { source })}</span>}
    </div>
  );
}
