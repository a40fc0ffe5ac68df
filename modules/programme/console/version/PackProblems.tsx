import type { ResultOf } from '@qianmo/platform/contract';
import { fill, Notice, pick, useLanguage, useWords } from '@qianmo/ui/office';
import type { checkPack } from '../../contract.ts';
import { type ProblemCode, problemText } from '../../pack/problem-text.ts';
import { importWords } from './words.ts';

type Problem = ResultOf<typeof checkPack>['problems'][number];

/** What is wrong with a pack, by line and path, each with its reason. */
export function PackProblems({ problems }: { problems: readonly Problem[] }) {
  const t = useWords(importWords);
  const shown = useLanguage();
  return (
    <div className="qm-stack">
      <Notice tone="block">{t('problems', { count: problems.length })}</Notice>
      <table className="qm-table qm-card">
        <caption className="qm-hidden">{t('problem')}</caption>
        <thead>
          <tr>
            <th scope="col" className="qm-end">
              {t('line')}
            </th>
            <th scope="col">{t('path')}</th>
            <th scope="col">{t('problem')}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem) => (
            <tr key={`${problem.line}/${problem.path}/${problem.code}`}>
              <td className="qm-end qm-number">{problem.line}</td>
              <td className="qm-code">{problem.path}</td>
              <td>{problemWordsOf(problem, (words) => pick(words, shown))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function problemWordsOf({ code, params }: Problem, pickWords: (words: { zh: string; en: string }) => string): string {
  if (!Object.hasOwn(problemText, code)) return code;
  return fill(pickWords(problemText[code as ProblemCode]), params);
}
