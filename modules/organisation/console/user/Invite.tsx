import { Button, instantWords, Notice, ProblemNotice, useAct, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { inviteUser } from '../../contract.ts';
import { useDivision } from '../parts/scope.ts';
import { userWords } from './words.ts';

/** Makes the one-time link and shows it this once; it is kept nowhere in the page's address or the browser. */
export function Invite({ person }: { person: string }) {
  const t = useWords(userWords);
  const { home } = useDivision();
  const act = useAct(inviteUser, { home });
  const [copied, setCopied] = useState(false);
  if (!act.result)
    return (
      <div className="qm-stack">
        <ProblemNotice error={act.error} />
        <p>{t('makeLinkText')}</p>
        <span className="qm-row">
          <Button kind="primary" icon="link" busy={act.busy} onClick={() => void act.run({ person })}>
            {t('makeLink')}
          </Button>
        </span>
      </div>
    );
  const link = `${location.origin}/console/invitation#${act.result.token}`;
  const copy = async () => {
    // Plain HTTP has no clipboard; the link stands there to be marked by hand.
    await navigator.clipboard?.writeText(link);
    setCopied(navigator.clipboard !== undefined);
  };
  return (
    <div className="qm-card qm-stack">
      <strong>
        {t('link')} · <span className="qm-code">{act.result.login}</span>
      </strong>
      <code className="qm-link-once">{link}</code>
      <span className="qm-row">
        <Button icon="link" onClick={() => void copy()}>
          {copied ? t('copied') : t('copy')}
        </Button>
      </span>
      <Notice tone="warn">{t('linkNote', { until: instantWords(act.result.expiresAt) })}</Notice>
    </div>
  );
}
