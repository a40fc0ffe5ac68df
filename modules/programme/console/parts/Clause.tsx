import { AppLink, ClauseChip, useAddress, useWords } from '@qianmo/ui/office';
import { programmeWords } from '../words.ts';

type QuotedProps = { readonly clause: string; readonly quote: string | null; readonly parameter?: string };

/** The clause with the plan's own words beside it; papers are never translated. */
export function Quoted({ clause, quote, parameter }: QuotedProps) {
  return (
    <span className="qm-quoted">
      <ClauseChip clause={clause} parameter={parameter ?? null} />
      {quote && (
        <q lang="zh-CN" className="qm-quoted-words">
          {quote}
        </q>
      )}
    </span>
  );
}

/** Where the plan can be read in two ways, the figure says so and leads there. */
export function Questions({ numbers }: { numbers: readonly number[] }) {
  const t = useWords(programmeWords);
  const { href } = useAddress();
  if (numbers.length === 0) return null;
  return (
    <span className="qm-doubts">
      {numbers.map((no) => (
        <AppLink key={no} className="qm-doubt" href={`${href('programme/question')}#question-${no}`}>
          {t('doubt', { no })}
        </AppLink>
      ))}
    </span>
  );
}
