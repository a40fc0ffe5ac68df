import { expect, it } from 'vitest';
import { dayKind, monthDays, readDate, weekdayWords } from './calendar.ts';

it('reads days as people type them and refuses days that are none', () => {
  for (const typed of ['2019-9-24', '20190924', '2019.09.24', '2019/9/24', '2019年9月24日', ' ２０１９-9-24 '])
    expect(readDate(typed), typed).toBe('2019-09-24');
  for (const typed of ['2019-02-29', '2019-13-01', '201909', 'heute', ''])
    expect(readDate(typed), typed).toBeUndefined();
});

it('knows make-up working days and days off against their weekday', () => {
  const special = new Map([
    ['2019-10-12', { kind: 'workday', name: '国庆节调休' }],
    ['2019-10-01', { kind: 'holiday', name: '国庆节' }],
  ] as const);
  expect(dayKind('2019-10-12', special)).toBe('makeupDay');
  expect(dayKind('2019-10-01', special)).toBe('holiday');
  expect(dayKind('2019-10-19', special)).toBe('holiday');
  expect(dayKind('2019-10-08', special)).toBe('workday');
  expect(weekdayWords('2019-10-12', 'zh')).toBe('周六');
});

it('shows six weeks from a Monday', () => {
  const days = monthDays(2019, 9);
  expect(days).toHaveLength(42);
  expect(days[0]).toEqual({ day: '2019-08-26', inMonth: false });
  expect(days.filter(({ inMonth }) => inMonth)).toHaveLength(30);
});
