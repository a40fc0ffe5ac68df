import { describe, expect, it } from 'vitest';
import { readable } from './readable.ts';

const finding = (rule: string, inputs: Record<string, string | number | boolean | null>) => ({
  rule,
  verdict: 'pass' as const,
  clause: '002 九',
  parameter: null,
  inputs,
});
const wordsOf = (rule: string, inputs: Record<string, string | number | boolean | null>) =>
  readable([finding(rule, inputs)], (id) => (id === 'SG-B11' ? '市级中心' : id))[0]?.inputs;

describe('figures of findings as people read them', () => {
  it('shows a ratio and its limit in percent, its amounts in 万元', () => {
    expect(
      wordsOf('programme.ratio.fund.ratio.centre', {
        limit: '3/20',
        sharePercent: '15.00',
        limitFen: '675000000',
        operator: '<=',
        countedLines: 'SG-B11,SG-B12',
      }),
    ).toEqual({
      limit: '15.00%',
      sharePercent: '15.00%',
      limitFen: '675.00 万元',
      operator: '≤',
      countedLines: '市级中心、SG-B12',
    });
  });
  it('leaves limits of targets in their own unit and says what is absent', () => {
    expect(wordsOf('programme.target-progress', { limit: '10..20', value: null, progressPercent: '45.00' })).toEqual({
      limit: '10–20',
      value: '—',
      progressPercent: '45.00%',
    });
    expect(wordsOf('programme.growth', { base: '1/3' })).toEqual({ base: '≈0.3333' });
  });
});
