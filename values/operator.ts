import { compareShares, type Share } from './share.ts';

export type Operator = '>=' | '>' | '=' | '<' | '<=' | 'between' | 'qualitative';
export type NumericOperator = Exclude<Operator, 'between' | 'qualitative'>;

export const operators: readonly Operator[] = ['>=', '>', '=', '<', '<=', 'between', 'qualitative'];

export type Range = { readonly low: Share; readonly high: Share };

type Wording = { readonly symbol: string; readonly zh: string; readonly bound: 'included' | 'excluded' | null };

const wordings: Readonly<Record<Operator, Wording>> = {
  '>=': { symbol: '≥', zh: '不低于', bound: 'included' },
  '>': { symbol: '>', zh: '高于', bound: 'excluded' },
  '=': { symbol: '=', zh: '等于', bound: 'included' },
  '<': { symbol: '<', zh: '低于', bound: 'excluded' },
  '<=': { symbol: '≤', zh: '不超过', bound: 'included' },
  between: { symbol: '–', zh: '介于', bound: 'included' },
  qualitative: { symbol: '', zh: '定性', bound: null },
};

/** 民法典第一千二百五十九条: 以上, 以下, 以内 include the number; 不满, 超过, 以外 exclude it. */
const operatorByWord: Readonly<Record<string, NumericOperator>> = {
  以上: '>=',
  不低于: '>=',
  不少于: '>=',
  不小于: '>=',
  至少: '>=',
  达到: '>=',
  以下: '<=',
  以内: '<=',
  之内: '<=',
  不超过: '<=',
  不高于: '<=',
  不多于: '<=',
  不大于: '<=',
  不得高于: '<=',
  最多: '<=',
  高于: '>',
  超过: '>',
  大于: '>',
  多于: '>',
  以外: '>',
  低于: '<',
  不满: '<',
  少于: '<',
  小于: '<',
  不足: '<',
  等于: '=',
  为: '=',
};

/** Exact comparison; the bound is part of the operator. */
export function holds(operator: NumericOperator, value: Share, limit: Share): boolean {
  const order = compareShares(value, limit);
  switch (operator) {
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '=':
      return order === 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
  }
}

/** Both ends belong to the range. */
export function isWithin(value: Share, range: Range): boolean {
  return holds('>=', value, range.low) && holds('<=', value, range.high);
}

/** A ceiling is used up as time passes; a floor is grown into. */
export function isCeiling(operator: Operator): operator is '<' | '<=' {
  return operator === '<' || operator === '<=';
}

export function operatorSymbol(operator: Operator): string {
  return wordings[operator].symbol;
}

/** The words of papers, with the bound spelled out: `不低于30%(含本数)`, `高于90%(不含本数)`, `1–3`. */
export function conditionWords(operator: Operator, value: string, highValue?: string): string {
  const { symbol, zh, bound } = wordings[operator];
  if (operator === 'qualitative') return value === '' ? zh : `${zh}:${value}`;
  if (operator === 'between') return `${value}${symbol}${highValue ?? ''}(含本数)`;
  if (operator === '=') return `${zh}${value}`;
  return `${zh}${value}(${bound === 'included' ? '含本数' : '不含本数'})`;
}

/** The operator that a plan's wording stands for, or undefined for words that leave it open (左右, 约). */
export function findOperatorOfWord(word: string): NumericOperator | undefined {
  return Object.hasOwn(operatorByWord, word) ? operatorByWord[word] : undefined;
}
