import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { houseWords } from '../i18n/house-words.ts';
import { useWords } from '../i18n/words.ts';
import { Popover } from './Popover.tsx';
import { useScope } from './runtime.tsx';
import { Loaded } from './States.tsx';

/** A paragraph of a plan, quoted; papers are never translated. */
export type ClauseText = {
  readonly document: string;
  readonly clause: string;
  readonly text: string;
  readonly parameter?: { readonly name: string; readonly value: string } | undefined;
  readonly version?: string | undefined;
  readonly effective?: string | undefined;
};

export type ClauseReader = (wanted: {
  programme: string;
  home: string;
  clause: string;
  parameter: string | null;
  asOf: string | null;
}) => Promise<ClauseText | null>;

const ClauseContext = createContext<ClauseReader | null>(null);

/** The shell says where the plans' paragraphs are read; this library knows no module. */
export const ClauseProvider = ClauseContext.Provider;

/** Names the paragraph; opens it quoted, with parameter, version and date. */
export function ClauseChip({ clause, parameter = null }: { clause: string; parameter?: string | null }) {
  const reader = useContext(ClauseContext);
  if (!reader) return <span className="qm-clause">{clause}</span>;
  return (
    <Popover className="qm-clause" align="end" button={clause}>
      {() => <ClauseQuote reader={reader} clause={clause} parameter={parameter} />}
    </Popover>
  );
}

type QuoteProps = { readonly reader: ClauseReader; readonly clause: string; readonly parameter: string | null };

function ClauseQuote({ reader, clause, parameter }: QuoteProps) {
  const t = useWords(houseWords);
  const { programme, home, asOf } = useScope();
  const answer = useQuery({
    queryKey: ['clause', programme, home, clause, parameter, asOf],
    queryFn: () => reader({ programme, home, clause, parameter, asOf }),
  });
  return (
    <div className="qm-quote">
      <Loaded answer={answer}>
        {(found) =>
          found === null ? (
            <p>{t('nothingFound')}</p>
          ) : (
            <>
              <p className="qm-second">
                {found.document} · {found.clause}
              </p>
              <blockquote lang="zh-CN">{found.text}</blockquote>
              <dl className="qm-facts">
                {found.parameter && (
                  <>
                    <dt>{t('parameter')}</dt>
                    <dd>
                      {found.parameter.name} {found.parameter.value}
                    </dd>
                  </>
                )}
                {found.version && (
                  <>
                    <dt>{t('ruleVersion')}</dt>
                    <dd>{found.version}</dd>
                  </>
                )}
                {found.effective && (
                  <>
                    <dt>{t('effective')}</dt>
                    <dd className="qm-number">{found.effective}</dd>
                  </>
                )}
              </dl>
            </>
          )
        }
      </Loaded>
    </div>
  );
}
