import { describe, expect, test } from 'vitest';
import { fileOf, knownPlace, type PackId, packOf, tablesOf } from '../testing/packs.ts';
import { checkCel, difference, type Problem, problemText, readPack } from './index.ts';

type Edit = (text: string) => string;
const replace =
  (from: string | RegExp, to: string): Edit =>
  (text) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`nothing replaced: ${from}`);
    return changed;
  };
/** Line of the first place where the words stand in the changed text, counted from 1. */
const lineOf = (text: string, words: string): number => text.slice(0, text.indexOf(words)).split('\n').length;

function problemsOf(
  id: PackId,
  edit: Edit,
  tables: Record<string, string> = tablesOf(id),
): { text: string; problems: Problem[] } {
  const text = edit(fileOf(id, 'pack.yaml'));
  const read = readPack(text, tables, knownPlace);
  return { text, problems: read.ok ? [] : read.problems };
}

/** A target of Shigatse as a block, so that one of its lines can be taken out. */
const sgT01 = /( {2}- id: SG-T01\n(?: {4}.*\n)*?) {4}clause: .*\n/;

describe('a wrong pack names path, line and reason', () => {
  test('unknown key', () => {
    const { text, problems } = problemsOf(
      'shigatse-2018',
      replace('  - id: SG-T02\n', '  - id: SG-T02\n    weight: 3\n'),
    );
    expect(problems).toEqual([
      { path: 'targets[1].weight', line: lineOf(text, 'weight: 3'), code: 'key-unknown', params: { key: 'weight' } },
    ]);
  });

  test('missing clause', () => {
    const { text, problems } = problemsOf('shigatse-2018', replace(sgT01, '$1'));
    expect(problems).toEqual([
      {
        path: 'targets[0].clause',
        line: lineOf(text, 'id: SG-T01'),
        code: 'clause-missing',
        params: { key: 'clause' },
      },
    ]);
  });

  test('empty clause', () => {
    const { text, problems } = problemsOf('shigatse-2018', replace(sgT01, '$1    clause: ""\n'));
    expect(problems).toMatchObject([
      { path: 'targets[0].clause', line: lineOf(text, 'clause: ""'), code: 'clause-missing' },
    ]);
  });

  test('wrong type', () => {
    const { text, problems } = problemsOf('shigatse-2018', replace('programmeYear: 2018', 'programmeYear: "2018"'));
    expect(problems).toEqual([
      {
        path: 'programmeYear',
        line: lineOf(text, 'programmeYear'),
        code: 'type-wrong',
        params: { expected: 'number', found: 'string' },
      },
    ]);
  });

  test('a subtotal one hundred yuan off', () => {
    const { problems, text } = problemsOf('chengxian-2019', replace('amountWan: "7.2"', 'amountWan: "7.21"'));
    expect(problems).toContainEqual({
      path: 'budget.groups[1].subtotalWan',
      line: lineOf(text, 'subtotalWan: "35"'),
      code: 'subtotal-sum',
      params: { group: 'CX-B', stated: '35', summed: '35.01' },
    });
  });

  test('a total that is not the sum of its subtotals', () => {
    const { problems, text } = problemsOf(
      'shigatse-2018',
      replace(
        '  totalWan: "4500"\n  clause: 002 附件1\n  groups:',
        '  totalWan: "4501"\n  clause: 002 附件1\n  groups:',
      ),
    );
    expect(problems).toContainEqual({
      path: 'budget.totalWan',
      line: lineOf(text, 'totalWan: "4501"'),
      code: 'total-sum',
      params: { stated: '4501', summed: '4500' },
    });
  });

  test('a store that receives a fen less', () => {
    const tables = {
      'stores.csv': fileOf('chengxian-2019', 'stores.csv').replace(
        '鸡峰镇,长沟村,poor,540000',
        '鸡峰镇,长沟村,poor,539999',
      ),
    };
    const { problems } = problemsOf('chengxian-2019', (text) => text, tables);
    expect(problems.map((problem) => problem.code)).toEqual(
      expect.arrayContaining(['store-amount', 'store-sum', 'township-sum', 'store-line']),
    );
    expect(problems.find((problem) => problem.code === 'store-sum')?.params).toEqual({
      stated: '65',
      summed: '64.999999',
    });
  });

  test('dates in the wrong order', () => {
    const { problems, text } = problemsOf('longchuan-2020', replace('end: 2020-04-30', 'end: 2019-04-30'));
    expect(problems).toEqual([
      {
        path: 'phases[0].end',
        line: lineOf(text, 'end: 2019-04-30'),
        code: 'date-order',
        params: { start: '2019-09-01', end: '2019-04-30' },
      },
    ]);
  });

  test('a day that does not exist, and a deadline before the start', () => {
    expect(problemsOf('longchuan-2020', replace('end: 2020-04-30', 'end: 2020-04-31')).problems).toMatchObject([
      { path: 'phases[0].end', code: 'date-invalid' },
    ]);
    expect(
      problemsOf('longchuan-2020', replace('deadline: 2020-12-31', 'deadline: 2018-12-31')).problems,
    ).toMatchObject([
      {
        path: 'targets[0].deadline',
        code: 'deadline-before-start',
        params: { start: '2019-09-01', deadline: '2018-12-31' },
      },
    ]);
  });

  test('unknown place', () => {
    const { problems, text } = problemsOf('xinjiang-2018', (t) => t.replaceAll('"653123"', '"653199"'));
    expect(problems).toEqual([
      { path: 'members[0].place', line: lineOf(text, '"653199"'), code: 'place-unknown', params: { place: '653199' } },
    ]);
  });

  test('CEL over an unknown fact', () => {
    const { problems, text } = problemsOf('chengxian-2019', replace('cel: own_registered_brand', 'cel: owns_brand'));
    expect(problems).toEqual([
      {
        path: 'schemes[0].conditions[3].cel',
        line: lineOf(text, 'cel: owns_brand'),
        code: 'cel-fact-unknown',
        params: { fact: 'owns_brand' },
      },
    ]);
  });

  test('an office that is not declared', () => {
    const { problems } = problemsOf(
      'longchuan-2020',
      replace(/( {2}- id: LC-T01\n(?: {4}.*\n)*? {4}responsible: \[)/, '$1no-such-office, '),
    );
    expect(problems).toMatchObject([
      { path: 'targets[0].responsible[0]', code: 'unit-unknown', params: { unit: 'no-such-office' } },
    ]);
  });

  test('a ratio that counts a line that does not exist, and one whose budget breaks it', () => {
    const counted = 'counted: [SG-B11, SG-B12]';
    expect(problemsOf('shigatse-2018', replace(counted, 'counted: [SG-B11, SG-B99]')).problems).toMatchObject([
      { path: 'ratioRules[0].counted[1]', code: 'line-unknown' },
    ]);
    expect(problemsOf('shigatse-2018', replace(counted, 'counted: [SG-B11, SG-B12, SG-B13]')).problems).toMatchObject([
      { path: 'ratioRules[0].percent', code: 'ratio-broken' },
    ]);
  });

  test('a softened limit declared as hard', () => {
    const { problems } = problemsOf(
      'xinjiang-2018',
      replace(/(id: XJ-R02[\s\S]*?strictness: )in_principle/, '$1mandatory'),
    );
    expect(problems.map((problem) => [problem.path, problem.code])).toEqual([
      ['ratioRules[1]', 'ratio-parameter-differs'],
      ['ratioRules[1].strictness', 'strictness-differs'],
    ]);
  });

  test('a repeated id and a repeated key', () => {
    expect(problemsOf('shigatse-2018', replace('id: SG-T02', 'id: SG-T01')).problems).toContainEqual(
      expect.objectContaining({ path: 'targets[1].id', code: 'id-repeated' }),
    );
    const again = replace('programmeYear: 2018\n', 'programmeYear: 2018\nprogrammeYear: 2018\n');
    const { text, problems } = problemsOf('shigatse-2018', again);
    expect(problems).toMatchObject([{ line: lineOf(text, 'programmeYear') + 1, code: 'key-repeated' }]);
  });

  test('a reference to a question that is not asked', () => {
    expect(problemsOf('longchuan-2020', replace('questions: [14]', 'questions: [99]')).problems).toMatchObject([
      { code: 'question-unknown', params: { question: 99 } },
    ]);
  });

  test.each([
    ['nothing', ''],
    ['a list', '- 1\n'],
    ['broken quoting', 'id: "x\n'],
    ['an alias', 'schema: &a x\nid: *a\n'],
    ['a tag', 'schema: !!js/function "x"\n'],
    ['a tab', 'a:\n\t- b\n'],
  ])('%s is refused without a throw', (_name, text) => {
    const read = readPack(text, {}, knownPlace);
    expect(read.ok).toBe(false);
    if (!read.ok) for (const problem of read.problems) expect(problem.line).toBeGreaterThan(0);
  });

  test('a table that is missing, and one that nobody named', () => {
    expect(problemsOf('chengxian-2019', (text) => text, {}).problems).toMatchObject([
      { path: 'storeAllocation.file', code: 'file-missing' },
    ]);
    expect(problemsOf('qinxian-2022', (text) => text, { 'x.csv': '' }).problems).toMatchObject([
      { code: 'file-not-named' },
    ]);
  });
});

describe('expressions', () => {
  test.each([
    ['turnover_fen >= 1000000000', null],
    ['turnover_fen >= "much"', 'cel-invalid'],
    ['turnover_fen + 1', 'cel-not-boolean'],
    ['turnover_fen >=', 'cel-invalid'],
    ['workshop == "buildt"', 'cel-value-unknown'],
    ['sc_status in ["certified", "apply"]', 'cel-value-unknown'],
    [`${'('.repeat(40)}no_bad_record${')'.repeat(40)}`, 'cel-too-complex'],
    [`no_bad_record${' && no_bad_record'.repeat(100)}`, 'cel-too-long'],
    ['nobody.name == "x"', 'cel-fact-unknown'],
  ])('%s → %s', (expression, code) => {
    expect(checkCel(expression)?.code ?? null).toBe(code);
  });
});

test('every code that can come out has words in both languages', async () => {
  const { readFileSync, readdirSync } = await import('node:fs');
  const folder = new URL('./', import.meta.url);
  const sources = readdirSync(folder).filter((name) => /^(read|cel|check.*|shape.*)\.ts$/.test(name));
  const codes = sources.flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(/(?:code: |\?|: |\], |, )'([a-z]+(?:-[a-z]+)+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  expect(codes.length).toBeGreaterThan(60);
  expect([...new Set(codes)].filter((code) => !(code in problemText))).toEqual([]);
});

describe('[PROG-15:difference] what a new version changes', () => {
  const before = packOf('shigatse-2018');
  test('nothing', () => expect(difference(before, structuredClone(before))).toEqual([]));
  test('a value, a removed target and an added budget line', () => {
    const after = structuredClone(before);
    const [first] = after.targets;
    if (first) first.value = '95';
    after.targets.splice(1, 1);
    after.parameters.push({
      key: 'bid.committee_min',
      subject: null,
      operator: '>=',
      value: '5',
      unit: 'person',
      strictness: null,
      clause: '002 八',
    });
    const line = after.budget?.groups[0]?.lines[0];
    if (line) line.amountWan = '301';
    const changes = difference(before, after);
    expect(changes.map((change) => `${change.section} ${change.id} ${change.kind}`).toSorted()).toEqual([
      'budget  changed',
      'parameters bid.committee_min added',
      'targets SG-T01 changed',
      'targets SG-T02 removed',
    ]);
    expect(changes.find((change) => change.id === 'SG-T01')?.fields).toEqual([
      { field: 'value', before: '100', after: '95' },
    ]);
    expect(changes.find((change) => change.section === 'budget')?.fields).toEqual([
      { field: 'groups[SG-B1].lines[SG-B11].amountWan', before: '300', after: '301' },
    ]);
  });
});
