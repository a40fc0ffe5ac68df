import { describe, expect, it } from 'vitest';
import type { Column, RegisterState } from './column.ts';
import { arrangeRows, filterChoices } from './rows.ts';
import { readRegisterState } from './state.ts';

type Row = { name: string; town: string; fen: bigint | null };
const rows: readonly Row[] = [
  { name: '阿·买买提村', town: '抛沙镇', fen: 20n },
  { name: '长沟村', town: '店村镇', fen: null },
  { name: '南山村10号', town: '抛沙镇', fen: 3n },
  { name: '南山村9号', town: '红川镇', fen: 100n },
];
const columns: readonly Column<Row>[] = [
  { key: 'name', title: { zh: '名称', en: 'Name' }, text: (row) => row.name },
  { key: 'town', title: { zh: '乡镇', en: 'Town' }, text: (row) => row.town, filter: { of: (row) => row.town } },
  { key: 'fen', title: { zh: '金额', en: 'Amount' }, text: (row) => String(row.fen ?? ''), sort: (row) => row.fen },
];
const state = (query: string): RegisterState => readRegisterState(new URLSearchParams(query));
const names = (query: string) => arrangeRows(rows, columns, state(query)).map(({ name }) => name);

describe('a register', () => {
  it('finds every word in any column, whatever dot was typed', () => {
    expect(names('q=阿•买买提')).toEqual(['阿·买买提村']);
    expect(names('q=南山 红川')).toEqual(['南山村9号']);
  });
  it('filters by any of the chosen values', () => {
    expect(names('town=抛沙镇&town=店村镇')).toEqual(['阿·买买提村', '长沟村', '南山村10号']);
  });
  it('sorts exact amounts, absent ones last in both directions', () => {
    expect(names('sort=fen')).toEqual(['南山村10号', '阿·买买提村', '南山村9号', '长沟村']);
    expect(names('sort=-fen')).toEqual(['南山村9号', '阿·买买提村', '南山村10号', '长沟村']);
  });
  it('sorts numbers inside names as numbers', () => {
    expect(names('q=南山&sort=name')).toEqual(['南山村9号', '南山村10号']);
  });
  it('offers each value with the number of rows behind it', () => {
    const column = columns[1];
    expect(column && filterChoices(column, rows).map(({ choice, count }) => `${choice.label} ${count}`)).toEqual([
      '店村镇 1',
      '红川镇 1',
      '抛沙镇 2',
    ]);
  });
});

it('scope and paging are no filters, and a strange page number is the first page', () => {
  const read = state('asof=2019-12-31&place=621221&page=-3&sort=-fen&cols=name.fen&town=x');
  expect([...read.filters.keys()]).toEqual(['town']);
  expect(read).toMatchObject({ page: 1, sort: { key: 'fen', down: true }, columns: ['name', 'fen'] });
});
