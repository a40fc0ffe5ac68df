import { ProblemError, UnreachableError } from '@qianmo/client';
import type { ProblemField } from '@qianmo/platform/contract';
import { codeWords } from './codes.ts';
import './house-codes.ts';
import { houseWords } from './house-words.ts';
import { type Language, language } from './language.ts';
import { translate } from './words.ts';

/** One sentence for what went wrong, from its code; never the server's own text. */
export function problemWords(error: unknown, intent: 'read' | 'act', shown: Language = language.get()): string {
  if (error instanceof UnreachableError)
    return translate(houseWords, intent === 'read' ? 'unreachableRead' : 'unreachable', {}, shown);
  if (!(error instanceof ProblemError)) return codeWords('problem', 'fault', {}, shown);
  const { code, params, reference } = error.problem;
  if (code === 'fault' && reference)
    return translate(houseWords, intent === 'read' ? 'faultRead' : 'reference', { reference }, shown);
  if (code === 'stale' && hasNames(params)) return translate(houseWords, 'staleBy', params, shown);
  return codeWords('problem', code, params, shown);
}

export function fieldWords(field: ProblemField, shown: Language = language.get()): string {
  return codeWords('field', field.code, field.params, shown);
}

/** The handler of a stale act may say who saved first, and when. */
function hasNames(params: Readonly<Record<string, unknown>> | undefined): params is { name: string; time: string } {
  return params !== undefined && 'name' in params && 'time' in params;
}
