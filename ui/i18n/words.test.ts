import { ProblemError, UnreachableError } from '@qianmo/client';
import { pipeCodes } from '@qianmo/platform/contract';
import { expect, it } from 'vitest';
import { codeWords, findCodeWords, registerCodes } from './codes.ts';
import { problemWords } from './problem-words.ts';
import { fill } from './words.ts';

it('fills in names, groups large counts and chooses the English plural', () => {
  expect(fill('{count} 条 / 共 {total} 条', { count: 9, total: 10_500 })).toBe('9 条 / 共 10,500 条');
  expect(fill('{n} {n|day|days}', { n: 1 })).toBe('1 day');
  expect(fill('{n} {n|day|days}', { n: 2 })).toBe('2 days');
  expect(fill('{year} 年', { year: 2026 })).toBe('2026 年');
  expect(fill('{missing}', {})).toBe('{missing}');
});

it('has words in both languages for every code of the pipe', () => {
  for (const code of pipeCodes) {
    const words = findCodeWords('problem', code);
    expect(words?.zh, code).toMatch(/[\u4e00-\u9fff]/);
    expect(words?.en, code).toMatch(/[a-z]/);
  }
});

it('shows an unknown code itself, so that it can be quoted', () => {
  expect(codeWords('problem', 'never-heard-of')).toBe('never-heard-of');
  registerCodes('problem', { 'over-limit': { zh: '超出 {limit} 元', en: 'over {limit} yuan' } });
  expect(codeWords('problem', 'over-limit', { limit: '5,400.00' }, 'zh')).toBe('超出 5,400.00 元');
});

it('says what to quote for a fault, who saved first, and that nobody answered', () => {
  const problem = (code: string, extra: object) =>
    new ProblemError({ type: '', title: code, status: 500, code, ...extra });
  expect(problemWords(problem('fault', { reference: 'F-7K2M' }), 'act', 'zh')).toContain('F-7K2M');
  expect(problemWords(problem('stale', { params: { name: '周某', time: '14:02' } }), 'act', 'zh')).toContain(
    '周某 14:02',
  );
  expect(problemWords(new UnreachableError(null), 'act', 'zh')).toContain('保存在本机');
});
