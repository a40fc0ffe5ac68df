import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SheetColumn, sheet } from './sheet.ts';
import { dayOfSerial, type RawCell, readCell, writeCell } from './sheet-cell.ts';
import { povertySheet } from './sheet-poverty.ts';

const words = { zh: '列', en: 'column' };
const column = (extra: Partial<SheetColumn> & Pick<SheetColumn, 'kind'>): SheetColumn => ({
  key: 'a',
  head: words,
  required: false,
  width: 10,
  help: words,
  example: '',
  ...extra,
});
const outcome = (of: SheetColumn, text: string, kind: RawCell['kind'] = 'text') => {
  const { value, problem } = readCell(of, { kind, text });
  return problem ? `!${problem.code}` : value;
};

describe('numbers', () => {
  it('are exact decimals, however they are typed', () => {
    const whole = column({ kind: 'number', min: 0, max: 1_000 });
    const cases = [
      ['１２', '12'],
      ['1,000', '1000'],
      ['007', '7'],
      ['12.0', '12'],
      ['-0', '0'],
      ['12.5', '!cell-not-whole'],
      ['-1', '!cell-too-small'],
      ['1001', '!cell-too-large'],
      ['1e3', '!cell-not-number'],
      ['十二', '!cell-not-number'],
    ] as const;
    for (const [text, expected] of cases) expect(outcome(whole, text), text).toBe(expected);
    const fine = column({ kind: 'number', decimals: 2 });
    expect(outcome(fine, '0.10')).toBe('0.1');
    expect(outcome(fine, '0.125')).toBe('!cell-too-many-decimals');
  });
});

describe('money', () => {
  it('is whole fen in the unit of its column, never another', () => {
    const yuan = column({ kind: 'money' });
    const wan = column({ kind: 'money', unit: 'wan-yuan' });
    const cases = [
      [yuan, '￥1,234.50', '123450'],
      [yuan, '0.1元', '10'],
      [yuan, '-3.05', '-305'],
      [yuan, '0.005', '!cell-below-fen'],
      [yuan, '65万元', '!cell-other-unit'],
      [yuan, '一百', '!cell-not-money'],
      [wan, '65.000', '65000000'],
      [wan, '8.5万元', '8500000'],
      [wan, '0.000001', '1'],
      [wan, '0.0000001', '!cell-below-fen'],
      [wan, '100元', '!cell-other-unit'],
    ] as const;
    for (const [of, text, expected] of cases) expect(outcome(of, text), text).toBe(expected);
  });

  it('written and read again is the same amount', () => {
    const units = ['yuan', 'wan-yuan'] as const;
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }), fc.constantFrom(...units), (fen, unit) => {
        const of = column({ kind: 'money', unit });
        expect(outcome(of, writeCell(of, fen.toString(), 'zh'))).toBe(fen.toString());
      }),
    );
  });
});

describe('dates', () => {
  it('are days, typed in the usual ways or counted by the spreadsheet', () => {
    const day = column({ kind: 'date' });
    for (const text of ['2019-3-5', '2019/03/05', '2019.3.5', '2019年3月5日', '２０１９．３．５', '20190305', '43529'])
      expect(outcome(day, text), text).toBe('2019-03-05');
    expect(outcome(day, '43529', 'number')).toBe('2019-03-05');
    expect(outcome(day, '20190305', 'number')).toBe('2019-03-05');
    expect(outcome(day, '2019-02-29')).toBe('!cell-no-such-day');
    expect(outcome(day, '3', 'number')).toBe('!cell-not-date');
    expect(outcome(day, '2019')).toBe('!cell-not-date');
    expect(outcome(day, '05/03/2019')).toBe('!cell-not-date');
    expect([dayOfSerial(61), dayOfSerial(36_526), dayOfSerial(43_890)]).toEqual([
      '1900-03-01',
      '2000-01-01',
      '2020-02-29',
    ]);
  });
});

describe('texts and choices', () => {
  it('are trimmed, bounded and free of what nobody types', () => {
    const name = column({ kind: 'text', maxLength: 4, required: true });
    expect(outcome(name, '　东营村 ')).toBe('东营村');
    expect(outcome(name, '东营村小学')).toBe('!cell-too-long');
    expect(outcome(name, ' ')).toBe('!cell-missing');
    expect(outcome(name, '东\u0007营')).toBe('!cell-control');
    expect(outcome(name, '东\u202e营')).toBe('!cell-control');
    expect(readCell(name, undefined).problem?.code).toBe('cell-missing');
    expect(readCell(column({ kind: 'text' }), undefined)).toEqual({ value: null, problem: null });
  });

  it('name one of the choices in either language, or are offered the near one', () => {
    const choice = povertySheet.columns.find(({ key }) => key === 'class');
    if (!choice) throw new Error('no class column');
    expect(outcome(choice, '非 贫困村')).toBe('non-poor');
    expect(outcome(choice, 'Deeply Poor Village')).toBe('deeply-poor');
    expect(readCell(choice, { kind: 'text', text: '深度' }).problem).toMatchObject({
      code: 'cell-not-choice',
      suggestion: '深度贫困村',
    });
    expect(readCell(choice, { kind: 'text', text: '贫困村' }).problem).toMatchObject({ suggestion: null });
    for (const each of choice.choices ?? [])
      expect(outcome(choice, writeCell(choice, each.value, 'zh'))).toBe(each.value);
  });
});

it('a sheet that could not be written or read is refused when it is defined', () => {
  const good = { ...povertySheet };
  expect(() => sheet({ ...good, name: 'Poverty' })).toThrow('topic.register');
  expect(() => sheet({ ...good, maxRows: 50_000 })).toThrow('maxRows');
  expect(() => sheet({ ...good, columns: [...good.columns, ...good.columns] })).toThrow('stands twice');
  expect(() => sheet({ ...good, columns: [column({ kind: 'choice' })] })).toThrow('choices of a');
});
