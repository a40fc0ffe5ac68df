import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expandIds, listIds, readCatalogue } from './catalogue.ts';
import { areaLines, issueLines, listMissing, listUnknown, stateOf } from './report.ts';
import { levelOf, listProofs, readProofs } from './titles.ts';

const catalogue = readCatalogue(readFileSync(join(import.meta.dirname, '../../docs/requirements.yaml'), 'utf8'));
const proved = (text: string) => listProofs('values/a.test.ts', text).map(({ id, facet }) => `${id}:${facet ?? '*'}`);

describe('the catalogue', () => {
  test('holds the 301 requirements of 27 areas', () => {
    expect(listIds(catalogue).length).toBe(301);
    expect(catalogue.areas.length).toBe(27);
  });

  test('refuses an id twice, an id in another area and an unknown key', () => {
    const item = '{ id: XX-01, basis: stated, parameter: false, text: a }';
    const file = (area: string, items: string) =>
      `areas: [{ area: ${area}, title: t, requirements: [${items}] }]\nissues: []\n`;
    expect(listIds(readCatalogue(file('XX', item)))).toEqual(['XX-01']);
    expect(() => readCatalogue(file('XX', `${item}, ${item}`))).toThrow('XX-01 stands twice');
    expect(() => readCatalogue(file('YY', item))).toThrow('XX-01 does not belong to YY');
    expect(() => readCatalogue(file('XX', item.replace('text: a', 'text: a, more: b')))).toThrow();
  });

  test('expands ranges and refuses what it does not hold', () => {
    expect(expandIds(catalogue, ['PROG-01..PROG-03', 'GOV-10..11', 'FUND-02'])).toEqual(
      'PROG-01 PROG-02 PROG-03 GOV-10 GOV-11 FUND-02'.split(' '),
    );
    expect(() => expandIds(catalogue, ['PROG-99'])).toThrow('PROG-99');
    expect(() => expandIds(catalogue, ['PROG-03..PROG-01'])).toThrow('PROG-03');
  });
});

describe('titles', () => {
  test.each([
    ["test('[NET-18] three months', () => {});", ['NET-18:*']],
    ["it('[PLAT-08:meeting] a reminder', () => {});", ['PLAT-08:meeting']],
    ["describe('[NET-18][NET-19] both', () => {});", ['NET-18:*', 'NET-19:*']],
    ["test.each([1])('[NET-18] case %s', () => {});", ['NET-18:*']],
    ["test.each`a`('[NET-18] case', () => {});", ['NET-18:*']],
    ["test.concurrent('[NET-18] x', () => {});", ['NET-18:*']],
    [`test(\`[NET-18] \${kind}\`, () => {});`, ['NET-18:*']],
    ["describe('outer', () => { test('[NET-18] inner', () => {}); });", ['NET-18:*']],
  ])('counted: %s', (text, ids) => {
    expect(proved(text)).toEqual(ids);
  });

  test.each([
    "// test('[NET-18] in a comment', () => {});",
    'const text = "test(\'[NET-18] in a string\', () => {});";',
    "test.skip('[NET-18] x', () => {});",
    "test.todo('[NET-18] x');",
    "describe.skip('x', () => { test('[NET-18] x', () => {}); });",
    "expect('[NET-18] no title');",
    "test('NET-18 without brackets', () => {});",
    "test('[net-18] lower case', () => {});",
    `test(\`[\${id}] computed\`, () => {});`,
  ])('not counted: %s', (text) => {
    expect(proved(text)).toEqual([]);
  });

  test('the level follows the folder', () => {
    expect(levelOf('modules/funds/rules/pay.test.ts')).toBe('rule');
    expect(levelOf('modules/funds/server/pay.test.ts')).toBe('http');
    expect(levelOf('apps/server/start.test.ts')).toBe('http');
    expect(levelOf('e2e/official.spec.ts')).toBe('browser');
  });
});

describe('the report', () => {
  const proofs = [
    ...listProofs('values/a.test.ts', "test('[FUND-02] adds up', () => {}); test('[PLAT-08:inbox] x', () => {});"),
    ...listProofs('e2e/a.spec.ts', "test('[FUND-02] seen', () => {}); test('[STAT-03:basis] x', () => {});"),
  ];

  test('whole, part and nothing are told apart', () => {
    expect(stateOf('FUND-02', proofs)).toEqual({ id: 'FUND-02', state: 'proved', by: ['browser', 'rule'] });
    expect(stateOf('PLAT-08', proofs)).toEqual({ id: 'PLAT-08', state: 'in part', by: ['inbox (rule)'] });
    expect(stateOf('NET-01', proofs).state).toBe('not');
    expect(areaLines(catalogue, proofs)).toContain('FUND Special funds: 1 proved, 0 in part, 14 not');
  });

  test('what an issue still misses: a facet is enough only where a part is due', () => {
    const missing = listMissing(catalogue, proofs, 2);
    expect(missing).toContain('PLAT-07');
    expect(missing).toContain('GOV-07');
    expect(missing).not.toContain('PLAT-08');
    expect(missing).toContain('PROG-01');
    expect(missing).not.toContain('FUND-02');
    expect(missing).not.toContain('STAT-03');
    expect(issueLines(catalogue, proofs, 2)[0]).toBe('issue 2: 3 of 37 there');
  });

  test('no title of the repository carries an id that does not exist', () => {
    expect(listUnknown(catalogue, readProofs(join(import.meta.dirname, '../..')))).toEqual([]);
  });

  test('an id that does not exist is named', () => {
    const stray = listProofs('values/a.test.ts', "test('[PROG-77] x', () => {});");
    expect(listUnknown(catalogue, stray).map(({ id }) => id)).toEqual(['PROG-77']);
  });
});
