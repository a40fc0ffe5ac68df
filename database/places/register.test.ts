import { statSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readAliases } from './aliases.ts';
import { formOf } from './forms.ts';
import { type RegisterRow, readRegister } from './register.ts';
import { spellName } from './spelling.ts';

describe('[PROG-02:register] the shipped register', () => {
  let rows: RegisterRow[];
  const byCode = new Map<string, RegisterRow>();

  beforeAll(() => {
    rows = [...readRegister().rows()];
    for (const row of rows) byCode.set(row.code, row);
  });

  test('holds the whole country, each place once, under 6 MB', () => {
    const perLevel = [1, 2, 3, 4, 5].map((level) => rows.filter((row) => row.level === level).length);
    expect(perLevel).toEqual([31, 342, 2975, 41_352, 620_573]);
    expect(byCode.size).toBe(rows.length);
    expect(statSync(new URL('./register-2023-06-30.br', import.meta.url)).size).toBeLessThan(6_000_000);
  });

  test('ids are ordinals that never move', () => {
    expect(rows.every((row, at) => row.id === at + 1)).toBe(true);
    // Once published, an id means this place in every installation.
    const known = { '110000': 1, '621221': 3150, '621221105': 42_228, '621221100210': 638_460 };
    for (const [code, id] of Object.entries(known)) expect(byCode.get(code)?.id).toBe(id);
  });

  test('every place below the provinces has its parent', () => {
    const orphans = rows.filter(({ level, code }) => {
      if (level === 1) return false;
      const above = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code.slice(0, 6), code.slice(0, 9)][level - 2];
      return above === undefined || !byCode.has(above);
    });
    expect(orphans).toEqual([]);
  });

  test('Cheng County has its 17 townships and 258 villages', () => {
    const inside = rows.filter(({ code }) => code.startsWith('621221'));
    expect(inside.filter(({ level }) => level === 4)).toHaveLength(17);
    expect(inside.filter(({ level }) => level === 5)).toHaveLength(258);
  });

  test('no name is empty, has blanks or a foreign dot; every name can be typed', () => {
    expect(rows.filter(({ name }) => name === '' || /[\s•‧∙・･]/u.test(name))).toEqual([]);
    expect(rows.filter(({ pinyin, initials }) => !/^[a-z0-9]+$/.test(pinyin) || initials === '')).toEqual([]);
  });

  test('the table of readings gives what the dictionary gives', () => {
    const sample = rows.filter(({ id }) => id % 997 === 0 || id < 400);
    for (const { name, pinyin, initials } of sample)
      expect({ name, pinyin, initials }).toEqual({ name, ...spellName(name) });
  });

  test.each([
    ['653100', 'kashidiqu'],
    ['500000', 'chongqingshi'],
    ['140430', 'qinxian'],
    ['410621', 'xunxian'],
    ['532531', 'lvchunxian'],
  ])('%s reads %s', (code, pinyin) => {
    expect(byCode.get(code)?.pinyin).toBe(pinyin);
  });

  test('statistical stand-ins are marked', () => {
    const form = (code: string) => formOf(byCode.get(code) ?? fail(code));
    expect(form('110100')).toBe('pseudo');
    expect(form('621200')).toBe('city');
    expect(form('621221102')).toBe('town');
    expect(form('621221203')).toBe('township');
    expect(form('621221100001')).toBe('residents');
    expect(rows.filter((row) => row.name.endsWith('虚拟社区') && formOf(row) !== 'pseudo')).toEqual([]);
  });

  test('[PROG-04:aliases] every shipped alias means a place of its township and is no name in use there', () => {
    const aliases = readAliases();
    expect(aliases.length).toBeGreaterThan(0);
    for (const { within, place, name } of aliases) {
      expect(byCode.has(place), place).toBe(true);
      expect(place.startsWith(within)).toBe(true);
      expect(rows.filter((row) => row.code.startsWith(within) && row.name === name)).toEqual([]);
    }
  });
});

function fail(code: string): never {
  throw new Error(`no place ${code}`);
}
