import { daysBetween } from '@qianmo/values/plain-date';
import type { ReactNode } from 'react';
import './record.css';

export type Band = {
  readonly key: string;
  readonly label: ReactNode;
  /** First and last day. */
  readonly start: string;
  readonly end: string;
  readonly state: 'done' | 'running' | 'late' | 'later';
  /** Period in words, e.g. `2019年9月上旬至10月中旬`: what a screen reader says and the bar's tip. */
  readonly words: string;
};

export type GanttProps = {
  readonly caption: string;
  readonly bands: readonly Band[];
  /** Day the line marks; past or future days are fine. */
  readonly at: string;
  readonly head: string;
};

/** Phases as bands over the months, with a line at the day looked at. */
export function Gantt({ caption, bands, at, head }: GanttProps) {
  const starts = bands.map(({ start }) => start).sort();
  const ends = bands.map(({ end }) => end).sort();
  const first = starts[0];
  const last = ends.at(-1);
  if (first === undefined || last === undefined) return null;
  const from = `${first.slice(0, 7)}-01`;
  const span = Math.max(1, daysBetween(from, last) + 1);
  const share = (day: string) => Math.min(100, Math.max(0, (daysBetween(from, day) / span) * 100));
  const inSight = at >= from && at <= last;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a band chart that scrolls sideways must be reachable by keyboard
    <section className="qm-gantt" aria-label={caption} tabIndex={0}>
      <table>
        <caption className="qm-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" style={{ paddingInlineStart: 12 }}>
              {head}
            </th>
            <th scope="col">
              <div className="qm-gantt-scale qm-number">
                {monthMarks(from, last, span).map((month) => (
                  <span key={month} style={{ insetInlineStart: `${share(`${month}-01`)}%` }}>
                    {month.endsWith('-01') || month === from.slice(0, 7) ? month : `${Number(month.slice(5))}月`}
                  </span>
                ))}
              </div>
            </th>
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr key={band.key}>
              <th scope="row">{band.label}</th>
              <td>
                <div className="qm-gantt-track" title={band.words}>
                  <span className="qm-hidden">{band.words}</span>
                  <span
                    className={`qm-gantt-bar qm-gantt-bar-${band.state}`}
                    style={{
                      insetInlineStart: `${share(band.start)}%`,
                      inlineSize: `${Math.max(0.6, ((daysBetween(band.start, band.end) + 1) / span) * 100)}%`,
                    }}
                  />
                  {inSight && <span className="qm-gantt-now" style={{ insetInlineStart: `${share(at)}%` }} />}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** First days of months, every month up to a year and a half, then every quarter. */
function monthMarks(from: string, last: string, spanDays: number): string[] {
  const every = spanDays > 1_200 ? 6 : spanDays > 550 ? 3 : 1;
  const marks: string[] = [];
  let year = Number(from.slice(0, 4));
  let month = Number(from.slice(5, 7));
  for (let count = 0; ; count += 1) {
    const mark = `${year}-${String(month).padStart(2, '0')}`;
    if (mark > last.slice(0, 7)) return marks;
    if (count % every === 0) marks.push(mark);
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
  }
}
