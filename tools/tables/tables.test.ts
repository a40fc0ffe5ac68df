import { expect, test } from 'vitest';
import { readTables } from './tables.ts';

const row = (table: string, rest = 'class: home, capture: values') => `- { table: ${table}, ${rest} }\n`;

test('a list in order is read as it stands', () => {
  const text =
    row('audit.entry', 'class: global, capture: none') +
    row('programme.target', 'class: home, capture: values, shared_down: true');
  expect(readTables(text)).toEqual({
    tables: [
      { table: 'audit.entry', class: 'global', capture: 'none' },
      { table: 'programme.target', class: 'home', capture: 'values', shared_down: true },
    ],
    problems: [],
  });
});

test.each([
  ['an unknown class', row('a.b') + row('a.c', 'class: county, capture: none'), 2, '1.class'],
  ['an unknown capture', row('a.b', 'class: home, capture: all'), 1, '0.capture'],
  ['no capture', row('a.b') + row('a.c', 'class: home'), 2, '1.capture'],
  ['an unknown key', row('a.b', 'class: home, capture: none, owner: x'), 1, '0'],
  ['a table without schema', row('a.b') + row('target'), 2, '1.table'],
  ['capitals', row('a.Target'), 1, '0.table'],
  ['shared down without a home', row('a.b', 'class: reference, capture: none, shared_down: true'), 1, '0.shared_down'],
  ['a table twice', row('a.b') + row('a.c') + row('a.c'), 3, '2'],
  ['tables out of order', row('a.c') + row('a.b'), 2, '1'],
  ['no list', 'tables: 1\n', 1, ''],
])('%s is named with its line', (_name, text, line, path) => {
  const { problems } = readTables(text);
  expect(problems.map((problem) => [problem.line, problem.path])).toEqual([[line, path]]);
});

test('broken YAML is named with its line', () => {
  const { problems } = readTables('- { table: a.b\n- x: [\n');
  expect(problems.length).toBe(1);
  expect(problems[0]?.line).toBeGreaterThanOrEqual(1);
});
