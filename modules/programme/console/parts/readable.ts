import type { Finding } from '@qianmo/platform/contract';
import { moneyText } from '@qianmo/ui/office';
import { findShare, percentText } from '@qianmo/values/share';
import { stateWords } from '../codes-rule.ts';
import { numberWords, operatorSign } from './figures.ts';

type Inputs = Record<string, string | number | boolean | null>;

const exactKeys = new Set([
  'limit',
  'base',
  'value',
  'valueAtDeadline',
  'end',
  'requiredEndValue',
  'own',
  'benchmark',
  'score',
  'quantity',
]);
const stateKeys = new Set(['state', 'reason', 'status', 'stage', 'cadence']);

/** The same findings with figures as people read them: fen as yuan, fractions as decimals, stable words in their language. */
export function readable(findings: readonly Finding[], names: (id: string) => string = (id) => id): Finding[] {
  return findings.map((finding) => ({
    ...finding,
    inputs: Object.fromEntries(
      Object.entries(finding.inputs).map(([key, value]) => [key, wordsOf(finding.rule, key, value, names)]),
    ) satisfies Inputs,
  }));
}

/** The limit of a ratio is a share of one; people read it in percent like the share itself. */
function wordsOf(rule: string, key: string, value: Inputs[string], names: (id: string) => string): string {
  const limit = key === 'limit' && rule.startsWith('programme.ratio.') ? findShare(String(value)) : undefined;
  return limit ? `${percentText(limit)}%` : inputWords(key, value, names);
}

function inputWords(key: string, value: Inputs[string], names: (id: string) => string): string {
  if (value === null || value === undefined) return '—';
  const text = String(value);
  if (key.endsWith('Fen') && /^-?\d+$/.test(text)) return moneyText(text, 'wan');
  if (key.endsWith('Percent')) return text.endsWith('%') ? text : `${text}%`;
  if (exactKeys.has(key)) return text.split('..').map(numberWords).join('–');
  if (key === 'operator') return operatorSign(text);
  if (stateKeys.has(key)) return stateWords(text);
  if (key === 'countedLines' || key === 'tasks' || key === 'counties') return text.split(',').map(names).join('、');
  return ['line', 'task', 'predecessor', 'milestone', 'county'].includes(key) ? names(text) : text;
}
